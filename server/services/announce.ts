import { sql } from 'drizzle-orm';
import type { DomainEvent } from '../contract/events.ts';
import type { Tx } from '../db/database.ts';
import { outbox } from '../db/schema/records.ts';
import type { Context } from './context.ts';

/** The channel on which a commit wakes the relay. */
export const outboxChannel = 'gangbo_outbox';

/**
 * Tells the world, in the transaction of the change itself: committed together or not at all. The relay forwards the events in order to queues and bus.
 */
export async function announce(tx: Tx, ctx: Pick<Context, 'clock'>, ...events: DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  const at = ctx.clock.now().toString();
  const rows = JSON.stringify(events);
  // One statement, also for the knock at the relay's door: PostgreSQL delivers it at the commit, once a transaction.
  await tx.execute(sql`
    with given as (
      insert into ${outbox} (type, payload, created_at)
      select event.value ->> 'type', event.value, ${at}::timestamptz
      from jsonb_array_elements(${rows}::jsonb) with ordinality as event(value, ordinal)
      order by event.ordinal
    )
    select pg_notify(${outboxChannel}, '')`);
}
