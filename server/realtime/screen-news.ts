import { eq } from 'drizzle-orm';
import { relayedEvent } from '../contract/events.ts';
import type { ScreenCommand, ScreenEvent } from '../contract/screens.ts';
import { among } from '../db/among.ts';
import { regions, stations } from '../db/schema/org.ts';
import { publications } from '../db/schema/postings.ts';
import { screens, takeovers } from '../db/schema/screens.ts';
import { ancestorCodes } from '../services/boards/load-boards.ts';
import { pitchesFor } from '../services/boards/pitch-on-glass.ts';
import type { Unsubscribe } from '../services/bus.ts';
import { coalesce } from '../services/coalesce.ts';
import type { Context } from '../services/context.ts';
import { perDatabase } from '../services/per-database.ts';
import { forgetCredential } from '../services/screens/credentials.ts';
import type { Hub } from './hub.ts';

/**
 * What connected glass hears. A screen listens for itself, its station, its region and everything above; so a count or a withdrawal goes
 * where its posting was published, with one lookup and nothing kept a screen.
 */
const topic = {
  screen: (id: string) => `screen:${id}`,
  station: (id: string) => `screens-of-station:${id}`,
  region: (code: string) => `screens-of-region:${code}`,
  all: 'screens',
};

/** What one screen alone is told; its end ends every stream of the screen. */
export const ownTopic = topic.screen;

const readTogether = perDatabase(({ db }: Pick<Context, 'db'>) =>
  coalesce<string, string[]>({ most: 500, restMs: 20, run: async (_key, ids) => topicsOfScreens(db, ids) }),
);

/** What a screen listens for. A whole fleet that lost its line comes back within seconds: those who come together are looked up together. */
export const topicsOfScreen = (ctx: Pick<Context, 'db'>, screenId: string): Promise<string[]> => readTogether(ctx)('topics', screenId);

async function topicsOfScreens(db: Context['db'], screenIds: readonly string[]): Promise<string[][]> {
  const rows = await db
    .select({ id: screens.id, stationId: screens.stationId, path: regions.path })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(among(screens.id, [...new Set(screenIds)]));
  const byScreen = new Map(rows.map(({ id, ...at }) => [id, at]));
  return screenIds.map((id) => {
    const at = byScreen.get(id);
    if (at === undefined) return [topic.screen(id)];
    return [topic.all, topic.screen(id), topic.station(at.stationId), ...ancestorCodes(at.path).map(topic.region)];
  });
}

interface ComposedNews {
  screenId: string;
  version: number;
  hash: string;
}

interface CommandNews extends ScreenCommand {
  screenId: string;
  id: string;
}

/** So long a start that begins to listen is told of the older one that it has put out. */
const clonedForMs = 60_000;
const clonedAt = new WeakMap<Hub, Map<string, number>>();

/** The copy that took a screen over may not listen yet when the one that it put out asks why: both happen within the same moment. */
export function wasClonedLately(hub: Hub, screenId: string): boolean {
  const at = clonedAt.get(hub)?.get(screenId);
  return at !== undefined && performance.now() - at < clonedForMs;
}

function noteClone(hub: Hub, screenId: string): void {
  const known = clonedAt.get(hub) ?? new Map<string, number>();
  for (const [id, at] of known) if (performance.now() - at >= clonedForMs) known.delete(id);
  clonedAt.set(hub, known.set(screenId, performance.now()));
}

/** Carries events and news of the boards' composer from the bus to the screens connected here. */
export async function tellScreens(ctx: Context, hub: Hub): Promise<Unsubscribe> {
  const send = (topics: string | readonly string[], event: ScreenEvent) => hub.publish(topics, event.type, event);
  const guarded = (work: Promise<void>) => void work.catch((error) => ctx.log.error({ err: error }, 'screens were not told'));

  const subscriptions = await Promise.all([
    ctx.bus.subscribe('screen.manifest', (message) => {
      const serverTime = ctx.clock.now().toString();
      for (const { screenId, version, hash } of message as ComposedNews[])
        send(topic.screen(screenId), { type: 'manifest', version, hash, serverTime });
    }),
    // Another start of the device is this screen now; in every process the older one's line ends, and asking again it is told why.
    ctx.bus.subscribe('screen.started', (message) => {
      const { screenId } = message as { screenId: string };
      forgetCredential(ctx, screenId);
      // Who hears this proves its key again, and is told what has become of it.
      send(topic.screen(screenId), { type: 'revoked' });
      hub.end(topic.screen(screenId));
    }),
    ctx.bus.subscribe('screen.cloned', (message) => {
      const { screenId } = message as { screenId: string };
      noteClone(hub, screenId);
      send(topic.screen(screenId), { type: 'cloned' });
    }),
    ctx.bus.subscribe('screen.command', (message) => {
      for (const { screenId, ...command } of message as CommandNews[]) send(topic.screen(screenId), { type: 'command', ...command });
    }),
    ctx.bus.subscribe('event.*', (message) => {
      const parsed = relayedEvent.safeParse(message);
      if (!parsed.success) return;
      const { event } = parsed.data;
      switch (event.type) {
        case 'posting.counted': {
          const { postingId, placesLeft, filled } = event;
          guarded(
            reachOfPosting(ctx, postingId).then((topics) => {
              send(topics, { type: 'posting', postingId, placesLeft, status: filled ? 'filled' : 'open' });
            }),
          );
          return;
        }
        case 'posting.closed': {
          const { postingId, reason } = event;
          // Filled is greyed in its place; everything else must be off the glass now.
          const status = reason === 'filled' ? 'filled' : 'closed';
          guarded(
            reachOfPosting(ctx, postingId).then((topics) => void send(topics, { type: 'posting', postingId, placesLeft: 0, status })),
          );
          return;
        }
        case 'screen.revoked':
          send(topic.screen(event.screenId), { type: 'revoked' });
          hub.end(topic.screen(event.screenId));
          return;
        case 'screen.moved':
          // It comes back within seconds, and then hears the news of its new station.
          hub.end(topic.screen(event.screenId));
          return;
        case 'takeover.changed':
          guarded(tellTakeover(ctx, send, event.takeoverId));
          return;
        case 'episode.pitched':
          guarded(
            pitchesFor(ctx, event.episodeId).then((pitches) => {
              for (const { stationId, pitch } of pitches) {
                const { episodeId, seq, mediaTimeMs } = event;
                send(topic.station(stationId), { type: 'pitch', episodeId, seq, mediaTimeMs, pitch });
              }
            }),
          );
          return;
        default:
          return;
      }
    }),
  ]);
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}

/** The topics of wherever a posting was ever published: withdrawn from there, it must be heard there all the more. */
async function reachOfPosting(ctx: Context, postingId: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ stationId: publications.stationId, regionCode: publications.regionCode })
    .from(publications)
    .where(eq(publications.postingId, postingId));
  const topics = rows.map(({ stationId, regionCode }) =>
    stationId !== null ? topic.station(stationId) : regionCode !== null ? topic.region(regionCode) : topic.all,
  );
  return [...new Set(topics)];
}

async function tellTakeover(ctx: Context, send: (topics: string, event: ScreenEvent) => void, takeoverId: string): Promise<void> {
  const [takeover] = await ctx.db.select().from(takeovers).where(eq(takeovers.id, takeoverId));
  if (takeover === undefined) return;
  const { screenId, stationId, regionCode, kind, message, drill, liftedAt, endsAt } = takeover;
  const topics =
    screenId !== null
      ? topic.screen(screenId)
      : stationId !== null
        ? topic.station(stationId)
        : regionCode !== null
          ? topic.region(regionCode)
          : topic.all;
  send(topics, {
    type: 'takeover',
    id: takeoverId,
    kind,
    ...(message === null ? {} : { message }),
    ...(drill ? { drill } : {}),
    until: liftedAt === null ? endsAt.toString() : null,
  });
}
