import { asc, eq, inArray } from 'drizzle-orm';
import type { PostingDetail } from '../../contract/desk.ts';
import type { Tx } from '../../db/database.ts';
import { user } from '../../db/schema/auth.ts';
import { regions } from '../../db/schema/org.ts';
import { intakeRows, intakes, postings, postingVersions } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { deskPostings, withoutPhones } from './desk-view.ts';
import { openVersion } from './versions.ts';

/** Everything the desk knows of one posting; phone numbers in the words as sent are masked too. */
export async function getPosting(ctx: Context, actor: Actor, postingId: string): Promise<PostingDetail> {
  return await ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ posting: postings, path: regions.path })
      .from(postings)
      .innerJoin(regions, eq(regions.code, postings.regionCode))
      .where(eq(postings.id, postingId));
    if (!found) throw new Refusal('POSTING_NOT_FOUND');
    requireIn(actor, 'clerk', found.path);
    const [view] = await deskPostings(ctx, tx, eq(postings.id, postingId), 1);
    if (!view) throw new Refusal('POSTING_NOT_FOUND');
    const versions = await tx
      .select({ version: postingVersions, authorName: user.name })
      .from(postingVersions)
      .leftJoin(user, eq(user.id, postingVersions.authorId))
      .where(eq(postingVersions.postingId, postingId))
      .orderBy(asc(postingVersions.version));
    const approved = versions.find(({ version }) => version.version === found.posting.approvedVersion);
    const newest = versions.at(-1);
    return {
      ...view,
      original: newest ? maskNumbers(openVersion(ctx, newest.version).original) : '',
      versions: versions.map(({ version, authorName }) => ({
        version: version.version,
        authorName: authorName ?? version.authorId,
        createdAt: version.createdAt.toString(),
        approved: version.version === found.posting.approvedVersion,
      })),
      evidence: await evidenceOf(
        tx,
        found.posting.evidenceId,
        versions.flatMap(({ version }) => version.intakeRowId ?? []),
      ),
      approvedFacts: approved && approved !== newest ? withoutPhones(openVersion(ctx, approved.version).facts) : null,
    };
  });
}

/** Seven digits or more, however they are spaced, keep their first three and last four. */
export const maskNumbers = (text: string): string =>
  text.replace(/\d(?:[\d０-９]|[ -](?=\d)){5,}\d/g, (run) =>
    run.replace(/\d/g, (digit, at: number) => (at < 3 || at >= run.length - 4 ? digit : '*')),
  );

async function evidenceOf(tx: Tx, evidenceId: string | null, intakeRowIds: string[]): Promise<PostingDetail['evidence']> {
  const throughRows =
    intakeRowIds.length === 0
      ? []
      : await tx.select({ id: intakeRows.intakeId }).from(intakeRows).where(inArray(intakeRows.id, intakeRowIds));
  const ids = [...new Set([...throughRows.map((row) => row.id), ...(evidenceId === null ? [] : [evidenceId])])];
  if (ids.length === 0) return [];
  return await tx
    .select({ id: intakes.id, kind: intakes.kind, fileName: intakes.fileName, mediaType: intakes.mediaType })
    .from(intakes)
    .where(inArray(intakes.id, ids));
}
