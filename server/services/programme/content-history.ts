import { and, asc, eq } from 'drizzle-orm';
import type { ContentHistory } from '../../contract/programme.ts';
import type { Database, Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { contents } from '../../db/schema/programme.ts';
import { auditEntries } from '../../db/schema/records.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { namesOfPeople } from '../staff/names-of.ts';

/** What an entry of the audit chain says of what was done. */
interface Said {
  version?: number;
  facts?: { title: string; source: string };
  reason?: string;
}

const staffPrefix = 'staff:';

/**
 * From what stands on a wall back to who wrote it, who approved it, and its source, version by version, out of the audit chain: a slide's id
 * ends in the version. @throws Refusal CONTENT_NOT_FOUND, NOT_ALLOWED
 */
export async function contentHistory(ctx: Context, actor: Actor, contentId: string): Promise<ContentHistory> {
  const [found] = await ctx.db
    .select({ path: regions.path })
    .from(contents)
    .innerJoin(regions, eq(regions.code, contents.regionCode))
    .where(eq(contents.id, contentId));
  if (!found) throw new Refusal('CONTENT_NOT_FOUND');
  requireIn(actor, 'clerk', found.path);
  return { entries: await historyOf(ctx.db, { area: 'programme', subject: contentId }) };
}

/** What people did to one thing that passes two people, the oldest first, from the audit chain. */
export async function historyOf(
  db: Database | Tx,
  { area, subject }: { area: 'programme' | 'settings'; subject: string },
): Promise<ContentHistory['entries']> {
  const entries = await db
    .select({ at: auditEntries.at, actor: auditEntries.actor, action: auditEntries.action, after: auditEntries.after })
    .from(auditEntries)
    .where(and(eq(auditEntries.area, area), eq(auditEntries.subject, subject)))
    .orderBy(asc(auditEntries.day), asc(auditEntries.seq));
  const person = (by: string) => (by.startsWith(staffPrefix) ? by.slice(staffPrefix.length) : by);
  const names = await namesOfPeople(
    db,
    entries.map(({ actor: by }) => person(by)),
  );
  return entries.map(({ at, actor: by, action, after }) => {
    // Written in this shape by contents.ts and change-guidance.ts alone.
    const { version, facts, reason } = (after ?? {}) as Said;
    return {
      at: at.toString(),
      by: names.get(person(by)) ?? by,
      action,
      version: version ?? null,
      title: facts?.title ?? null,
      source: facts?.source ?? null,
      reason: reason ?? null,
    };
  });
}
