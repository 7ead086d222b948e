import { asc, inArray } from 'drizzle-orm';
import { domainEvent } from '../server/contract/events.ts';
import type { DatabaseHandle, Office } from '../server/db/driver.ts';
import { outbox } from '../server/db/schema/records.ts';
import { outboxChannel } from '../server/services/announce.ts';
import { appendAudit } from '../server/services/audit/append.ts';
import type { Bus } from '../server/services/bus.ts';
import type { Log } from '../server/services/log.ts';
import { type EventRow, planBatch } from './outbox-plan.ts';
import type { Queues } from './queues.ts';

/**
 * Carries committed events from the outbox to queues, bus and audit chain, in order. One process holds the office; when it dies, PostgreSQL
 * passes the office on. A row goes only after everything it asks for has been done: a death in between does it again, never not at all.
 *
 * BullMQ's own PostgreSQL relay was looked at: it routes messages between live nodes, drops those of a node that is away, and can't write in the
 * transaction of a change.
 */
export interface OutboxRelay {
  /** Forwards what is committed by now, then lets the office go. */
  close(): Promise<void>;
}

/** Rows a round: some ms of work, so that a long queue in front delays nobody's heartbeat. */
const batchRows = 500;
/** A knock may be lost with a connection; this bounds the wait of what was committed meanwhile. */
const lookMs = 1000;
const retryMs = 500;

export function startRelay(parts: { database: DatabaseHandle; queues: Queues; bus: Bus; log: Log }): OutboxRelay {
  const ending = new AbortController();
  const running = (async () => {
    while (!ending.signal.aborted) {
      try {
        const office = await parts.database.lead('outbox', ending.signal);
        if (office) await holdOffice(parts, office, ending.signal);
      } catch (error) {
        parts.log.error({ err: error }, 'outbox relay stumbled, starting again');
        await pause(retryMs, ending.signal);
      }
    }
  })();
  return {
    async close() {
      ending.abort();
      await running;
    },
  };
}

async function holdOffice(parts: Parameters<typeof startRelay>[0], office: Office, ending: AbortSignal): Promise<void> {
  const over = AbortSignal.any([ending, office.lost]);
  const door = createDoor();
  const unlisten = await parts.database.listen(outboxChannel, door.knock, door.knock);
  try {
    while (!over.aborted) {
      const knocks = door.knocks();
      const full = await forwardBatch(parts);
      if (!full) await door.open(knocks, lookMs, over);
    }
    if (!office.lost.aborted) while (await forwardBatch(parts));
  } finally {
    await unlisten();
    await office.resign();
  }
}

/** @returns whether there may be more */
async function forwardBatch({ database, queues, bus, log }: Parameters<typeof startRelay>[0]): Promise<boolean> {
  const rows = await database.db.select({ id: outbox.id, payload: outbox.payload }).from(outbox).orderBy(asc(outbox.id)).limit(batchRows);
  if (rows.length === 0) return false;
  const events = rows.flatMap((row): EventRow[] => {
    const parsed = domainEvent.safeParse(row.payload);
    if (parsed.success) return [{ id: row.id, event: parsed.data }];
    // Written by a release that knew other events: nobody here can act on it, and it must not block those behind it.
    log.error({ outboxId: row.id, issues: parsed.error.issues }, 'event of unknown shape dropped');
    return [];
  });
  const plan = planBatch(events);
  await queues.add(...plan.jobs);
  // Sent without waiting for each other: one connection keeps their order.
  await Promise.all(plan.news.map(({ topic, message }) => bus.publish(topic, message)));
  await database.db.transaction(async (tx) => {
    // Whoever deletes a row appends its entry: should two ever hold the office, the chain still gets each entry once.
    const ids = rows.map((row) => row.id);
    const held = await tx
      .select({ id: outbox.id })
      .from(outbox)
      .where(inArray(outbox.id, ids))
      .orderBy(asc(outbox.id))
      .for('update', { skipLocked: true });
    const mine = new Set(held.map((row) => row.id));
    await appendAudit(
      tx,
      plan.audit.filter((entry) => mine.has(entry.id)).map((entry) => entry.event),
    );
    if (mine.size > 0) await tx.delete(outbox).where(inArray(outbox.id, [...mine]));
  });
  return rows.length === batchRows;
}

/** Where notifications knock. A knock between looking and waiting is not lost: the wait asks how many there were before the look. */
function createDoor() {
  let count = 0;
  let wake = () => {};
  return {
    knock() {
      count += 1;
      wake();
    },
    knocks: () => count,
    open(seen: number, mostMs: number, signal: AbortSignal): Promise<void> {
      if (count !== seen) return Promise.resolve();
      return pause(mostMs, signal, (done) => {
        wake = done;
      });
    },
  };
}

function pause(ms: number, signal: AbortSignal, also?: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
    also?.(done);
  });
}
