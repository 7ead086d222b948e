import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { findEpisode } from './episode-view.ts';

/** Only a host of its region has a hand in an episode's picture. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function requireHosting(ctx: Context, actor: Actor, episodeId: string) {
  const episode = await findEpisode(ctx.db, { id: episodeId });
  requireIn(actor, 'host', await regionPath(ctx.db, episode.regionCode));
  return episode;
}

/** And sends it only while it is on. @returns when it began, ms since the Unix epoch. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE */
export async function requirePublishing(ctx: Context, actor: Actor, episodeId: string): Promise<number | undefined> {
  const episode = await requireHosting(ctx, actor, episodeId);
  if (episode.state !== 'live' && episode.state !== 'away') throw new Refusal('EPISODE_STATE', { state: episode.state });
  return episode.startedAt?.epochMilliseconds;
}
