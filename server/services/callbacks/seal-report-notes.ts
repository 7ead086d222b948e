import { and, eq, sql } from 'drizzle-orm';
import { callBacks } from '../../db/schema/postings.ts';
import type { Context } from '../context.ts';

/** `show`, what is claimed, `episode:…`, and what somebody wrote: so the releases before put a report of a show down, all of it in clear. */
const isInClear = and(
  eq(callBacks.kind, 'report'),
  sql`${callBacks.facts} ->> 0 = 'show'`,
  sql`jsonb_array_length(${callBacks.facts}) > 2`,
);

/**
 * Seals the notes that an older server has written in clear, open reports or done: at the start, and every night, since such a server may run beside this
 * one while a release is rolled out. The database can't do it in a migration: the key is ours.
 */
export async function sealReportNotes({ db, vault }: Pick<Context, 'db' | 'vault'>): Promise<void> {
  for (const { id, facts } of await db.select({ id: callBacks.id, facts: callBacks.facts }).from(callBacks).where(isInClear)) {
    const [show = '', claim = '', episode = '', note] = facts;
    const sealed = {
      facts: [show, claim],
      episodeId: episode.replace(/^episode:/, ''),
      noteSealed: note ? vault.seal(note) : null,
    };
    // Asked again: another process may have sealed it, and the rule may have taken it since.
    await db
      .update(callBacks)
      .set(sealed)
      .where(and(eq(callBacks.id, id), isInClear));
  }
}
