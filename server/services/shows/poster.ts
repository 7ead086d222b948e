import type { Poster } from '../../contract/shows.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { ensureLinks, linkUrl } from '../links/ensure-links.ts';
import { itemsOf } from '../live/episode-row.ts';
import { findEpisode, offOf, pitchesOf } from '../live/episode-view.ts';
import { regionPath, timeZoneOf } from '../regions/region-of.ts';
import { posterUrl } from './poster-picture.ts';

const mostTrades = 8;

/** What a poster of one episode says, with a code of its own: scans of posters are counted apart. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function episodePoster(ctx: Context, actor: Actor, episodeId: string): Promise<Poster> {
  const episode = await findEpisode(ctx.db, { id: episodeId });
  const path = await regionPath(ctx.db, episode.regionCode);
  requireIn(actor, 'host', path);
  const setKey = `${episode.id}:poster`;
  const codes = await ctx.db.transaction((tx) =>
    ensureLinks(tx, ctx, [{ origin: 'poster', setKey, episodeId: episode.id, postingIds: [] }]),
  );
  const code = codes.get(setKey) ?? '';
  const items = await itemsOf(ctx.db, episodeId);
  const pitches = await pitchesOf(
    ctx,
    episode,
    items.map((item) => item.id),
  );
  const { title, hostName, organiser, plannedAt, minutes } = episode;
  return {
    ...{ title, hostName, organiser, minutes },
    plannedAt: plannedAt.toString(),
    timeZone: await timeZoneOf(ctx.db, path),
    off: offOf(episode),
    pictureUrl: episode.showId === null ? null : await posterUrl(ctx.db, episode.showId),
    trades: [...new Set(items.flatMap((item) => pitches.get(item.id)?.trade ?? []))].slice(0, mostTrades),
    link: { code, url: linkUrl(ctx, code) },
  };
}
