import type { Restreams } from '../media/restream/restreams.ts';
import type { Context } from '../services/context.ts';
import { type RestreamChanged, restreamTopic, targetsOf } from '../services/feeds/restream-targets.ts';

/** How soon a show that has just been opened here is sent on. */
const LOOK_EVERY_MS = 1_000;

/** Keeps the platforms as the hosts want them: after a switch at once, and when this process opens a show. */
export async function watchRestreams(
  ctx: Context,
  restreams: Restreams,
  openEpisodes: () => readonly string[],
): Promise<() => Promise<void>> {
  const underWay = new Map<string, Promise<void>>();
  let known: readonly string[] = [];

  const look = (episodeId: string): Promise<void> => {
    // One after the other: an older state must not come after a newer one.
    const next = (underWay.get(episodeId) ?? Promise.resolve())
      .then(async () => {
        const rows = await targetsOf(ctx.db, episodeId);
        const wanted = rows.filter((row) => row.wanted);
        restreams.apply(
          episodeId,
          wanted.map(({ id, url, picture, keySealed }) => ({ id, url, picture, key: ctx.vault.open(keySealed) })),
        );
      })
      .catch((error: unknown) => ctx.log.error({ err: error, episodeId }, 'the platforms of a show could not be looked at'));
    underWay.set(episodeId, next);
    void next.then(() => {
      if (underWay.get(episodeId) === next) underWay.delete(episodeId);
    });
    return next;
  };

  const unhear = await ctx.bus.subscribe(restreamTopic, (message) => void look((message as RestreamChanged).episodeId));
  const timer = setInterval(() => {
    const open = openEpisodes();
    const changed = [...open.filter((id) => !known.includes(id)), ...known.filter((id) => !open.includes(id))];
    known = open;
    for (const id of changed) void look(id);
  }, LOOK_EVERY_MS).unref();

  return async () => {
    clearInterval(timer);
    unhear();
    await Promise.all(underWay.values());
    restreams.close();
  };
}
