import { and, asc, eq } from 'drizzle-orm';
import type { ContentHistory } from '../../contract/programme.ts';
import { among } from '../../db/among.ts';
import { user } from '../../db/schema/auth.ts';
import { regions } from '../../db/schema/org.ts';
import { contents } from '../../db/schema/programme.ts';
import { auditEntries } from '../../db/schema/records.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { ContentFacts } from '../../domain/programme/content.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';

/** What an entry of the audit chain says of a piece of content. */
interface Said {
  version?: number;
  facts?: ContentFacts;
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
  const entries = await ctx.db
    .select({ at: auditEntries.at, actor: auditEntries.actor, action: auditEntries.action, after: auditEntries.after })
    .from(auditEntries)
    .where(and(eq(auditEntries.area, 'programme'), eq(auditEntries.subject, contentId)))
    .orderBy(asc(auditEntries.day), asc(auditEntries.seq));
  const ids = entries.flatMap(({ actor: by }) => (by.startsWith(staffPrefix) ? [by.slice(staffPrefix.length)] : []));
  const people = await ctx.db.select({ id: user.id, name: user.name }).from(user).where(among(user.id, ids));
  const names = new Map(people.map(({ id, name }) => [`${staffPrefix}${id}`, name]));
  return {
    entries: entries.map(({ at, actor: by, action, after }) => {
      // Written by this area alone, in this shape: see contents.ts.
      const { version, facts, reason } = (after ?? {}) as Said;
      return {
        at: at.toString(),
        by: names.get(by) ?? by,
        action,
        version: version ?? null,
        title: facts?.title ?? null,
        source: facts?.source ?? null,
        reason: reason ?? null,
      };
    }),
  };
}
