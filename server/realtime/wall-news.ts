import type { WallView } from '../contract/figures.ts';
import type { Unsubscribe } from '../services/bus.ts';
import type { Context } from '../services/context.ts';
import { readWall } from '../services/figures/read-wall.ts';
import { reckonedTopic } from '../services/figures/reckon.ts';
import type { Scope } from '../services/figures/scope.ts';
import type { Hub } from './hub.ts';

/** Between two pictures of one wall: numbers that change faster are nobody's to read. */
const atMostEveryMs = 10_000;

interface Watched {
  scope: Scope;
  /** Asked for already: everybody who comes meanwhile gets the same. */
  reading: Promise<WallView> | undefined;
  readAtMs: number;
  told: string;
}

const watchedBy = new WeakMap<Hub, Map<string, Watched>>();

const topicOf = (scope: Scope): string => `wall:${scope.kind}:${scope.code}`;

/** A wall's topic, and its numbers as they were at most ten seconds ago: however many look, one place is read once. */
export function watchWall(ctx: Context, hub: Hub, scope: Scope): { topic: string; view: Promise<WallView> } {
  const walls = watchedBy.get(hub) ?? new Map<string, Watched>();
  watchedBy.set(hub, walls);
  const topic = topicOf(scope);
  const watched = walls.get(topic) ?? { scope, reading: undefined, readAtMs: Number.NEGATIVE_INFINITY, told: '' };
  walls.set(topic, watched);
  return { topic, view: fresh(ctx, watched) };
}

function fresh(ctx: Context, watched: Watched): Promise<WallView> {
  const nowMs = performance.now();
  if (watched.reading !== undefined && nowMs - watched.readAtMs < atMostEveryMs) return watched.reading;
  watched.readAtMs = nowMs;
  const reading = readWall(ctx, watched.scope);
  watched.reading = reading;
  // A failure is the asker's to hear, and nobody's to keep.
  reading.catch(() => {
    if (watched.reading === reading) watched.reading = undefined;
  });
  return reading;
}

/** When sums are brought up to date, every wall that somebody looks at here is read and told, if anything on it changed. */
export function tellWalls(ctx: Context, hub: Hub): Promise<Unsubscribe> {
  return ctx.bus.subscribe(reckonedTopic, () => {
    const walls = watchedBy.get(hub);
    for (const [topic, watched] of walls ?? []) {
      if (hub.count(topic) === 0) {
        walls?.delete(topic);
        continue;
      }
      tell(ctx, hub, topic, watched).catch((error: unknown) => ctx.log.error({ err: error }, 'a data wall could not be told'));
    }
  });
}

async function tell(ctx: Context, hub: Hub, topic: string, watched: Watched): Promise<void> {
  const view = await fresh(ctx, watched);
  const { serverTime: _at, ...told } = view;
  const text = JSON.stringify(told);
  if (text === watched.told) return;
  watched.told = text;
  hub.publish(topic, 'wall', view);
}
