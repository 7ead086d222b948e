import { and, asc, eq, gt } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { auditEntries } from '../../db/schema/records.ts';
import { firstPreviousHash, hashEntry } from './chain.ts';

export type ChainVerdict =
  | { intact: true; entries: number; lastHash: string }
  /** `seq`: the first entry that is wrong or missing. */
  | { intact: false; seq: number; why: 'missing' | 'changed' | 'relinked' };

const page = 1000;

/**
 * Walks an area's chain of a day (YYYY-MM-DD, Shanghai). What was cut off at the end leaves no gap: compare `entries` and `lastHash` with a copy kept
 * elsewhere to see that too.
 */
export async function verifyAudit(db: Database, area: string, day: string): Promise<ChainVerdict> {
  let previousHash = firstPreviousHash(area, day);
  let seq = 0;
  for (;;) {
    const entries = await db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.area, area), eq(auditEntries.day, day), gt(auditEntries.seq, seq)))
      .orderBy(asc(auditEntries.seq))
      .limit(page);
    for (const entry of entries) {
      seq += 1;
      if (entry.seq !== seq) return { intact: false, seq, why: 'missing' };
      if (entry.previousHash !== previousHash) return { intact: false, seq, why: 'relinked' };
      if (hashEntry({ ...entry, at: entry.at.toString() }, previousHash) !== entry.hash) return { intact: false, seq, why: 'changed' };
      previousHash = entry.hash;
    }
    if (entries.length < page) return { intact: true, entries: seq, lastHash: previousHash };
  }
}

/** Every chain there is, oldest first. */
export async function verifyAllAudit(db: Database): Promise<{ area: string; day: string; verdict: ChainVerdict }[]> {
  const chains = await db
    .selectDistinct({ area: auditEntries.area, day: auditEntries.day })
    .from(auditEntries)
    .orderBy(asc(auditEntries.day), asc(auditEntries.area));
  const verified = [];
  for (const { area, day } of chains) verified.push({ area, day, verdict: await verifyAudit(db, area, day) });
  return verified;
}
