import { and, desc, eq, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { DomainEventOf } from '../../contract/events.ts';
import type { Tx } from '../../db/database.ts';
import { auditEntries } from '../../db/schema/records.ts';
import { type ChainedEntry, firstPreviousHash, hashEntry } from './chain.ts';

type Recorded = DomainEventOf<'audit.recorded'>;

/** Days end at midnight in the stations' zone. */
const zone = 'Asia/Shanghai';

/** Appends entries to their chains in the order given. Only the relay calls this, so that chains grow at one place. */
export async function appendAudit(tx: Tx, recorded: readonly Recorded[]): Promise<void> {
  for (const [area, day, entries] of byChain(recorded)) {
    // Two writers to one chain would both continue from the same link.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`audit ${area} ${day}`}))`);
    let { seq, hash } = await endOf(tx, area, day);
    const rows = entries.map((entry) => {
      const previousHash = hash;
      seq += 1;
      const { actor, action, subject, before, after } = entry;
      const at = Temporal.Instant.from(entry.at).round('microsecond');
      const chained: ChainedEntry = { area, day, seq, at: at.toString(), actor, action, subject, before, after };
      hash = hashEntry(chained, previousHash);
      return { ...chained, at, previousHash, hash };
    });
    await tx.insert(auditEntries).values(rows);
  }
}

async function endOf(tx: Tx, area: string, day: string): Promise<{ seq: number; hash: string }> {
  const [last] = await tx
    .select({ seq: auditEntries.seq, hash: auditEntries.hash })
    .from(auditEntries)
    .where(and(eq(auditEntries.area, area), eq(auditEntries.day, day)))
    .orderBy(desc(auditEntries.seq))
    .limit(1);
  return last ?? { seq: 0, hash: firstPreviousHash(area, day) };
}

function byChain(recorded: readonly Recorded[]): [area: string, day: string, entries: Recorded[]][] {
  const chains = new Map<string, [string, string, Recorded[]]>();
  for (const entry of recorded) {
    const day = Temporal.Instant.from(entry.at).toZonedDateTimeISO(zone).toPlainDate().toString();
    const chain = chains.get(`${day} ${entry.area}`);
    if (chain) chain[2].push(entry);
    else chains.set(`${day} ${entry.area}`, [entry.area, day, [entry]]);
  }
  return [...chains.values()];
}
