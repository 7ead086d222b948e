import { and, eq, exists, isNotNull, ne, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { AssetForStaff } from '../../contract/programme.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { contentAssets, contents } from '../../db/schema/programme.ts';
import { auditEntries } from '../../db/schema/records.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { assetForStaff } from './list-contents.ts';
import { onceNamed } from './once-named.ts';

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
      // Brought again, it is wanted again: an unused file is deleted some time after it last came, and until then is theirs who brought it last.
      .onConflictDoUpdate({ target: contentAssets.sha256, set: { uploadedBy: row.uploadedBy, uploadedAt: row.uploadedAt } })
      .returning({ isNew: sql<boolean>`xmax = 0` });
    if (stored?.isNew) await record(tx, ctx, actor, { area: 'programme', action: 'file.kept', subject: kept.sha256, after: kept });
  });
  return assetForStaff(row);
}

/**
 * The file's facts for whoever may see something that it belongs to, or once belonged to: staff in the region of such content, below it or above it, and who
 * brought the file; a screen where it is approved for the region in which the screen hangs. @throws Refusal CONTENT_FILE_MISSING
 */
export async function findAsset(ctx: Context, actor: Actor, sha256: string): Promise<{ mediaType: string }> {
  const [asset] = await ctx.db.select().from(contentAssets).where(eq(contentAssets.sha256, sha256));
  if (!asset || !(await maySee(ctx, actor, asset))) throw new Refusal('CONTENT_FILE_MISSING');
  return { mediaType: asset.mediaType };
}

async function maySee(ctx: Context, actor: Actor, { sha256, uploadedBy }: typeof contentAssets.$inferSelect): Promise<boolean> {
  const isShown = and(isNotNull(contents.approved), ne(contents.state, 'withdrawn'), isAsset(contents.approved, sha256));
  if (actor.kind === 'screen') return isAny(ctx, isShown, isAbove(await pathOfScreen(ctx, actor.screenId)));
  const reach = reachOf(actor, 'clerk');
  if (reach === null || uploadedBy === personOf(actor)) return true;
  const around = aroundReach(reach);
  // What hung last week stands in the trace of a screen, whatever has taken its place since.
  return (await isAny(ctx, or(isAsset(contents.draft, sha256), isShown), around)) || isAny(ctx, wasGiven(ctx, sha256), around);
}

const wasGiven = ({ db }: Pick<Context, 'db'>, sha256: string): SQL =>
  exists(
    db
      .select({ one: sql`1` })
      .from(auditEntries)
      .where(and(eq(auditEntries.subject, contents.id), onceNamed(sha256))),
  );

const isAsset = (facts: SQLWrapper, sha256: string): SQL => sql`${facts} ->> 'asset' = ${sha256}`;
const isAbove = (path: string): SQL => sql`starts_with(${path}, ${regions.path})`;

/** Where a desk sees contents (list-contents.ts): of a region in reach, of those below it and of those above. */
const aroundReach = (reach: readonly string[]): SQL => sql`exists (
  select 1 from unnest(${sql.param(reach)}::text[]) as reached(path)
  where starts_with(${regions.path}, reached.path) or starts_with(reached.path, ${regions.path}))`;

async function isAny(ctx: Context, ...conditions: (SQL | undefined)[]): Promise<boolean> {
  const [found] = await ctx.db
    .select({ id: contents.id })
    .from(contents)
    .innerJoin(regions, eq(regions.code, contents.regionCode))
    .where(and(...conditions))
    .limit(1);
  return found !== undefined;
}

/** Nowhere for one that is unknown: nothing is above it. */
async function pathOfScreen(ctx: Context, screenId: string): Promise<string> {
  const [found] = await ctx.db
    .select({ path: regions.path })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(eq(screens.id, screenId));
  return found?.path ?? '';
}
