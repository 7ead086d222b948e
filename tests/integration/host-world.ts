import { eq } from 'drizzle-orm';
import { vi } from 'vitest';
import { episodes } from '#server/db/schema/live.ts';
import type { ProgramEvents } from '#server/media/live-program.ts';
import { HostWatch, type WatchedPictures } from '#server/realtime/host-watch.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { goLive } from '#server/services/live/run-show.ts';
import type { House } from '../support/house.ts';
import { person, shangcheng } from './desk-world.ts';
import { phoneWorld } from './phone-world.ts';

/** One server's pictures, which come and go as the test says. The real ones are tests/integration/media's. */
export class Pictures implements WatchedPictures {
  readonly onAir = new Set<string>();
  readonly open_ = new Set<string>();
  /** How far each picture has come, ms. */
  readonly reached = new Map<string, number>();
  #events: ((episodeId: string) => ProgramEvents) | undefined;

  observe(events: (episodeId: string) => ProgramEvents): void {
    this.#events = events;
  }
  open(episodeId: string): void {
    this.open_.add(episodeId);
  }
  end(episodeId: string): void {
    this.open_.delete(episodeId);
    this.onAir.delete(episodeId);
  }
  openEpisodes = () => [...this.open_];
  isOnAir = (episodeId: string) => this.onAir.has(episodeId);
  mediaTimeMs = (episodeId: string) => this.reached.get(episodeId);
  viewers = () => 0;

  comes(episodeId: string): void {
    this.open(episodeId);
    this.onAir.add(episodeId);
    this.#events?.(episodeId).hostBack();
  }
  stops(episodeId: string): void {
    this.onAir.delete(episodeId);
    this.#events?.(episodeId).hostLost();
  }
}

/** A server, whose rounds the test calls: with the clock standing still, its own timer would tell of a time that has not come. */
export async function server({ ctx }: House) {
  const pictures = new Pictures();
  vi.useFakeTimers({ toFake: ['setInterval'] });
  try {
    return { pictures, watch: await HostWatch.start(ctx, pictures) };
  } finally {
    vi.useRealTimers();
  }
}

export const world = async (house: House) => {
  const phone = await phoneWorld(house);
  return { phone, host: await person(phone.ctx, '主播小赵', 'host', phone.desk.li.grants[0]?.regionPath ?? null) };
};
export type World = Awaited<ReturnType<typeof world>>;

export async function startShow({ phone, host }: World, pictures: Pictures) {
  const { episodeId, slug } = await createEpisode(phone.ctx, host, {
    title: '第 12 期直播带岗',
    regionCode: shangcheng,
    hostName: '小赵',
    organiser: '城站零工市场',
    plannedAt: '2026-12-01T06:30:00Z',
    postingIds: [await phone.post(3)],
  });
  await goLive(phone.ctx, pictures, host, episodeId);
  return { episodeId, slug };
}

export const stateOf = async ({ phone }: World, episodeId: string) => {
  const [row] = await phone.ctx.db.select({ state: episodes.state }).from(episodes).where(eq(episodes.id, episodeId));
  return row?.state;
};
