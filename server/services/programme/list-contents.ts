import { and, desc, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import { type AssetForStaff, type ContentQuery, type ContentsPage, mostContents } from '../../contract/programme.ts';
import { among } from '../../db/among.ts';
import { user } from '../../db/schema/auth.ts';
import { regions } from '../../db/schema/org.ts';
import { contentAssets, contents, playlists } from '../../db/schema/programme.ts';
import { type Actor, mayIn } from '../../domain/access/actor.ts';
import { mayApprove } from '../../domain/approval/two-people.ts';
import { assetOf } from '../../domain/programme/content.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { regionPath } from '../regions/region-of.ts';
import { namesOfPeople } from '../staff/names-of.ts';
import { assetUrl } from './asset-url.ts';

type Asked = Pick<ContentQuery, 'region'> & Partial<ContentQuery>;

/** What a region's desk has, and what the regions above have made for it: the newest first, at most `limit`, behind where an answer before has ended. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN */
export async function listContents(
  ctx: Context,
  actor: Actor,
  { region: regionCode, after, limit = mostContents }: Asked,
): Promise<ContentsPage> {
  const path = await regionPath(ctx.db, regionCode);
  requireIn(actor, 'clerk', path);
  const rows = await ctx.db
    .select({ content: contents, path: regions.path, approver: user.name })
    .from(contents)
    .innerJoin(regions, eq(regions.code, contents.regionCode))
    .leftJoin(user, eq(user.id, contents.approvedBy))
    .where(and(aroundPath(path), after === undefined ? undefined : behind(after)))
    .orderBy(desc(contents.updatedAt), desc(contents.id))
    .limit(limit);
  const hashes = rows.flatMap(({ content }) => assetOf(content.draft) ?? []);
  const assets = new Map(
    (await ctx.db.select().from(contentAssets).where(among(contentAssets.sha256, hashes))).map((asset) => [asset.sha256, asset]),
  );
  const writers = await namesOfPeople(
    ctx.db,
    rows.flatMap(({ content }) => content.writers),
  );
  const holding = await playlistNames(ctx, path);
  const me = personOf(actor);
  const last = rows.length === limit ? rows.at(-1)?.content : undefined;
  const listed = rows.map(({ content, path: theirs, approver }) => {
    const asset = assets.get(assetOf(content.draft) ?? '');
    return {
      id: content.id,
      regionCode: content.regionCode,
      state: content.state,
      version: content.version,
      facts: content.draft,
      approvedFacts: content.approvedVersion === content.version ? null : content.approved,
      asset: asset === undefined ? null : assetForStaff(asset),
      writtenBy: content.writers.map((id) => writers.get(id) ?? id).join('、'),
      approvedBy: content.approvedBy === null ? null : (approver ?? content.approvedBy),
      approvedAt: content.approvedAt?.toString() ?? null,
      rejectedReason: content.rejectedReason,
      updatedAt: content.updatedAt.toString(),
      isMine: !mayApprove(me, content.writers),
      mayApprove: content.state === 'waiting' && mayIn(actor, 'approver', theirs) && mayApprove(me, content.writers),
      playlists: holding.get(content.id) ?? [],
    };
  });
  return { contents: listed, next: last === undefined ? null : `${last.updatedAt}~${last.id}` };
}

/** In the list's own order. By the time that the answer before has shown: the content itself may have been edited since, and stand first. */
function behind(cursor: string): SQL {
  const [updatedAt, id] = cursor.split('~');
  return sql`(${contents.updatedAt}, ${contents.id}) < (${updatedAt}::timestamptz, ${id})`;
}

/** The region itself, those below it and those above. */
const aroundPath = (path: string) => or(sql`starts_with(${regions.path}, ${path})`, sql`starts_with(${path}, ${regions.path})`);

export function assetForStaff(asset: typeof contentAssets.$inferSelect): AssetForStaff {
  const { sha256, mediaType, bytes, width, height, durationMs } = asset;
  return { sha256, kind: durationMs === null ? 'picture' : 'film', url: assetUrl(sha256), mediaType, bytes, width, height, durationMs };
}

/** Of playlists that the same desk may see. */
async function playlistNames(ctx: Context, path: string): Promise<Map<string, string[]>> {
  const rows = await ctx.db
    .select({ name: playlists.name, items: playlists.items })
    .from(playlists)
    .innerJoin(regions, eq(regions.code, playlists.regionCode))
    .where(and(isNull(playlists.removedAt), aroundPath(path)));
  const names = new Map<string, string[]>();
  for (const { name, items } of rows)
    for (const item of items)
      if (item.kind === 'content') names.set(item.contentId, [...new Set([...(names.get(item.contentId) ?? []), name])]);
  return names;
}
