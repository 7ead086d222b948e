import { and, asc, eq, sql } from 'drizzle-orm';
import type { Trace, TracedOther } from '../../contract/proofs.ts';
import { among } from '../../db/among.ts';
import type { Database } from '../../db/database.ts';
import { user } from '../../db/schema/auth.ts';
import { contents } from '../../db/schema/programme.ts';
import { auditEntries } from '../../db/schema/records.ts';
import { takeovers } from '../../db/schema/screens.ts';
import type { ContentFacts } from '../../domain/programme/content.ts';

type Shown = Pick<Trace['slides'][number], 'id' | 'kind' | 'subject'>;

/**
 * What stood there besides jobs, each version once: who wrote it, who let it hang, and its source; of a takeover, who raised it. Figures, teams
 * and leaders are nobody's words.
 */
export async function otherWays(db: Database, slides: readonly Shown[]): Promise<TracedOther[]> {
  return [...(await contentWays(db, slides)), ...(await takeoverWays(db, slides))];
}

/** As the composer names a piece of content, with its version and perhaps its page. */
const versionOf = (slideId: string): number | undefined => {
  const [, version] = /-(\d+)(?:\.\d+)?$/.exec(slideId) ?? [];
  return version === undefined ? undefined : Number(version);
};

/** What an entry of the audit chain says of a piece of content: see services/programme/contents.ts. */
interface Said {
  version?: number;
  facts?: ContentFacts;
}

async function contentWays(db: Database, slides: readonly Shown[]): Promise<TracedOther[]> {
  const shown = new Map(
    slides.flatMap(({ id, kind, subject }): [string, { id: string; version: number }][] => {
      const version = versionOf(id);
      return kind === 'content' && subject !== null && version !== undefined ? [[`${subject} ${version}`, { id: subject, version }]] : [];
    }),
  );
  const ids = [...new Set([...shown.values()].map(({ id }) => id))];
  if (ids.length === 0) return [];
  const rows = await db.select({ id: contents.id, draft: contents.draft }).from(contents).where(among(contents.id, ids));
  const drafts = new Map(rows.map(({ id, draft }) => [id, draft]));
  const entries = await db
    .select({
      id: auditEntries.subject,
      actor: auditEntries.actor,
      at: auditEntries.at,
      action: auditEntries.action,
      after: auditEntries.after,
      name: user.name,
    })
    .from(auditEntries)
    .leftJoin(user, sql`${auditEntries.actor} = 'staff:' || ${user.id}`)
    .where(and(eq(auditEntries.area, 'programme'), among(auditEntries.subject, ids)))
    .orderBy(asc(auditEntries.day), asc(auditEntries.seq));
  return [...shown.values()].flatMap(({ id, version }) => {
    const draft = drafts.get(id);
    if (draft === undefined) return [];
    const mine = entries.flatMap((entry) => {
      // Written by that area alone, in this shape.
      const said = (entry.after ?? {}) as Said;
      return entry.id === id && said.version === version ? [{ ...entry, facts: said.facts }] : [];
    });
    const written = mine.findLast(({ action }) => action === 'content.entered' || action === 'content.changed');
    const approved = mine.findLast(({ action }) => action === 'content.approved');
    const person = (entry: typeof written) => (entry === undefined ? null : { name: entry.name ?? entry.actor, at: entry.at.toString() });
    const { title, source } = written?.facts ?? draft;
    return [{ kind: 'content' as const, id, title, version, writtenBy: person(written), approvedBy: person(approved), source }];
  });
}

async function takeoverWays(db: Database, slides: readonly Shown[]): Promise<TracedOther[]> {
  const ids = [...new Set(slides.flatMap(({ kind, subject }) => (kind === 'takeover' && subject !== null ? [subject] : [])))];
  if (ids.length === 0) return [];
  const rows = await db
    .select({ takeover: takeovers, name: user.name })
    .from(takeovers)
    .leftJoin(user, sql`${takeovers.raisedBy} = 'staff:' || ${user.id}`)
    .where(among(takeovers.id, ids));
  return rows.map(({ takeover: { id, message, raisedBy, startsAt }, name }) => ({
    kind: 'takeover' as const,
    id,
    title: message ?? '',
    version: null,
    writtenBy: { name: name ?? raisedBy, at: startsAt.toString() },
    approvedBy: null,
    source: null,
  }));
}
