import { and, eq, isNotNull, ne, sql } from 'drizzle-orm';
import type { AssetForStaff } from '../../contract/programme.ts';
import { contentAssets, contents } from '../../db/schema/programme.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { assetForStaff } from './list-contents.ts';

/** Asked before a byte of it is taken. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN */
export async function requireUploader(ctx: Context, actor: Actor, regionCode: string): Promise<void> {
  requireIn(actor, 'clerk', await regionPath(ctx.db, regionCode));
}

/** Puts down what was kept of an upload. The same file again is the same asset. */
export async function noteAsset(
  ctx: Context,
  actor: Actor,
  kept: Omit<typeof contentAssets.$inferSelect, 'uploadedBy' | 'uploadedAt'>,
): Promise<AssetForStaff> {
  const row = { ...kept, uploadedBy: personOf(actor), uploadedAt: ctx.clock.now() };
  await ctx.db.transaction(async (tx) => {
    const [stored] = await tx
      .insert(contentAssets)
      .values(row)
      // Brought again, it is wanted again: an unused file is deleted some time after it last came.
      .onConflictDoUpdate({ target: contentAssets.sha256, set: { uploadedAt: row.uploadedAt } })
      .returning({ isNew: sql<boolean>`xmax = 0` });
    if (stored?.isNew) await record(tx, ctx, actor, { area: 'programme', action: 'file.kept', subject: kept.sha256, after: kept });
  });
  return assetForStaff(row);
}

/** The file's facts for staff, and for a screen where somebody has approved what it belongs to. @throws Refusal CONTENT_FILE_MISSING */
export async function findAsset(ctx: Context, actor: Actor, sha256: string): Promise<{ mediaType: string }> {
  const [asset] = await ctx.db.select({ mediaType: contentAssets.mediaType }).from(contentAssets).where(eq(contentAssets.sha256, sha256));
  if (!asset) throw new Refusal('CONTENT_FILE_MISSING');
  if (actor.kind !== 'screen') return asset;
  const [shown] = await ctx.db
    .select({ id: contents.id })
    .from(contents)
    .where(and(isNotNull(contents.approved), ne(contents.state, 'withdrawn'), sql`${contents.approved} ->> 'asset' = ${sha256}`))
    .limit(1);
  if (!shown) throw new Refusal('CONTENT_FILE_MISSING');
  return asset;
}
