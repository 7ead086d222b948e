import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { episodes, rundownChanges } from '#server/db/schema/live.ts';
import { screens } from '#server/db/schema/screens.ts';
import type { ProgramEvents } from '#server/media/live-program.ts';
import { HostWatch, type WatchedPictures } from '#server/realtime/host-watch.ts';
import { tellScreens } from '#server/realtime/screen-news.ts';
import { tellShows } from '#server/realtime/show-news.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { viewForHost } from '#server/services/live/episode-view.ts';
import { prolongShow } from '#server/services/live/prolong-show.ts';
import { endEpisode, goLive } from '#server/services/live/run-show.ts';
import { pairScreen } from '#server/services/screens/pair-screen.ts';
import boards from '#workers/boards/handler.ts';
import { awayMsOf, onThisGlass } from '$signage/player/on-this-glass.ts';
import { describeBothModes, describeModes } from '../support/both-modes.ts';
import type { House } from '../support/house.ts';
import { httpApp } from '../support/http-app.ts';
import { ScreenDevice } from '../support/screen-device.ts';
import { until } from '../support/until.ts';
import { person, shangcheng } from './desk-world.ts';
import { phoneWorld } from './phone-world.ts';

/** One server's pictures, which come and go as the test says. The real ones are tests/integration/media's. */
class Pictures implements WatchedPictures {
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
async function server({ ctx }: House) {
  const pictures = new Pictures();
  vi.useFakeTimers({ toFake: ['setInterval'] });
  try {
    return { pictures, watch: await HostWatch.start(ctx, pictures) };
  } finally {
    vi.useRealTimers();
  }
}

const world = async (house: House) => {
  const phone = await phoneWorld(house);
  return { phone, host: await person(phone.ctx, '主播小赵', 'host', phone.desk.li.grants[0]?.regionPath ?? null) };
};
type World = Awaited<ReturnType<typeof world>>;

async function startShow({ phone, host }: World, pictures: Pictures) {
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

const stateOf = async ({ phone }: World, episodeId: string) => {
  const [row] = await phone.ctx.db.select({ state: episodes.state }).from(episodes).where(eq(episodes.id, episodeId));
  return row?.state;
};

describeBothModes(
  'who watches over a host',
  (house) => {
    let at: World;
    beforeAll(async () => {
      at = await world(house());
    });

    it('waits ten minutes for one who is lost, and no longer', async () => {
      const { pictures, watch } = await server(house());
      const { episodeId } = await startShow(at, pictures);
      pictures.comes(episodeId);
      await watch.look();
      expect(await stateOf(at, episodeId)).toBe('live');
      pictures.stops(episodeId);
      await until(async () => (await stateOf(at, episodeId)) === 'away');
      house().clock.advance({ minutes: 9, seconds: 59 });
      await watch.look();
      expect(await stateOf(at, episodeId)).toBe('away');
      house().clock.advance({ seconds: 1 });
      await watch.look();
      expect(await stateOf(at, episodeId)).toBe('ended');
      expect(pictures.openEpisodes()).toEqual([]);
      await watch.close();
    });

    it('ends a show that nobody ends an hour after its plan, and half an hour later for each press', async () => {
      const { pictures, watch } = await server(house());
      const { ctx } = house();
      const { episodeId } = await startShow(at, pictures);
      pictures.comes(episodeId);
      await watch.look();
      const endsBy = async () => (await viewForHost(ctx, pictures, at.host, episodeId)).endsBy;
      const started = house().clock.now();
      expect(await endsBy()).toBe(new Date(started.add({ minutes: 180 }).epochMilliseconds).toISOString());
      house().clock.advance({ minutes: 179 });
      await prolongShow(ctx, at.host, episodeId);
      house().clock.advance({ minutes: 30 });
      await watch.look();
      expect(await stateOf(at, episodeId)).toBe('live');
      house().clock.advance({ minutes: 1 });
      await watch.look();
      expect(await stateOf(at, episodeId)).toBe('ended');
      expect(pictures.openEpisodes()).toEqual([]);
      expect(await endsBy()).toBeNull();
      await expect(prolongShow(ctx, at.host, episodeId)).rejects.toThrow('EPISODE_STATE');
      await watch.close();
    });

    it('lets the host resume into the same episode', async () => {
      const { pictures, watch } = await server(house());
      const { episodeId } = await startShow(at, pictures);
      pictures.comes(episodeId);
      pictures.stops(episodeId);
      await until(async () => (await stateOf(at, episodeId)) === 'away');
      house().clock.advance({ minutes: 9 });
      pictures.comes(episodeId);
      await until(async () => (await stateOf(at, episodeId)) === 'live');
      house().clock.advance({ minutes: 2 });
      await watch.look();
      expect(await stateOf(at, episodeId)).toBe('live');
      await watch.close();
    });

    it('takes a show to which no picture ever comes for one that has lost its host', async () => {
      const { pictures, watch } = await server(house());
      const { episodeId } = await startShow(at, pictures);
      house().clock.advance({ seconds: 29 });
      await watch.look();
      expect(await stateOf(at, episodeId)).toBe('live');
      house().clock.advance({ seconds: 2 });
      await watch.look();
      expect(await stateOf(at, episodeId)).toBe('away');
      await watch.close();
    });

    it('believes the picture where the row says something else', async () => {
      const { pictures, watch } = await server(house());
      const { episodeId } = await startShow(at, pictures);
      pictures.comes(episodeId);
      await watch.look();
      await at.phone.ctx.db.update(episodes).set({ state: 'away', awayAt: house().clock.now() }).where(eq(episodes.id, episodeId));
      await watch.look();
      expect(await stateOf(at, episodeId)).toBe('live');
      await watch.close();
    });

    it('says so when the server stops, and the show goes on when it is there again', async () => {
      const before = await server(house());
      const { episodeId } = await startShow(at, before.pictures);
      before.pictures.comes(episodeId);
      await before.watch.look();
      await before.watch.close();
      expect(await stateOf(at, episodeId)).toBe('away');
      const after = await server(house());
      after.pictures.comes(episodeId);
      await until(async () => (await stateOf(at, episodeId)) === 'live');
      await after.watch.close();
    });
  },
  { deterministic: true },
);

describeModes(
  ['embedded'],
  'a server that was killed',
  (house) => {
    it('finds its shows away at once when it starts again: nobody else can hold its data folder', async () => {
      const at = await world(house());
      const killed = await server(house());
      const { episodeId } = await startShow(at, killed.pictures);
      killed.pictures.comes(episodeId);
      await killed.watch.look();
      const again = await server(house());
      expect(await stateOf(at, episodeId)).toBe('away');
      await again.watch.close();
    });
  },
  { deterministic: true },
);

describeModes(
  ['standard'],
  'two servers',
  (house) => {
    let at: World;
    let a: Awaited<ReturnType<typeof server>>;
    let b: Awaited<ReturnType<typeof server>>;
    beforeAll(async () => {
      at = await world(house());
    });
    beforeEach(async () => {
      a = await server(house());
    });

    it('leave each other’s shows alone, also when one has just started', async () => {
      const { episodeId } = await startShow(at, a.pictures);
      a.pictures.comes(episodeId);
      await a.watch.look();
      b = await server(house());
      expect(await stateOf(at, episodeId)).toBe('live');
      for (let seconds = 0; seconds < 60; seconds += 6) {
        house().clock.advance({ seconds: 6 });
        await a.watch.look();
        await b.watch.look();
      }
      expect(await stateOf(at, episodeId)).toBe('live');
    });

    it('see when the other is gone, and make its show away', async () => {
      const { episodeId } = await startShow(at, a.pictures);
      a.pictures.comes(episodeId);
      await a.watch.look();
      b = await server(house());
      house().clock.advance({ seconds: 8 });
      await b.watch.look();
      expect(await stateOf(at, episodeId)).toBe('live');
      house().clock.advance({ seconds: 1 });
      await b.watch.look();
      expect(await stateOf(at, episodeId)).toBe('away');
      b.pictures.comes(episodeId);
      await until(async () => (await stateOf(at, episodeId)) === 'live');
    });

    it('know a host who has moved from one to the other: the first loses nobody', async () => {
      const { episodeId } = await startShow(at, a.pictures);
      a.pictures.comes(episodeId);
      await a.watch.look();
      b = await server(house());
      const holder = async () => {
        const [row] = await at.phone.ctx.db.select({ node: episodes.mediaNode }).from(episodes).where(eq(episodes.id, episodeId));
        return row?.node;
      };
      const first = await holder();
      b.pictures.comes(episodeId);
      await until(async () => (await holder()) !== first);
      a.pictures.stops(episodeId);
      await a.watch.look();
      expect(await stateOf(at, episodeId)).toBe('live');
      house().clock.advance({ seconds: 60 });
      await b.watch.look();
      await a.watch.look();
      expect(await stateOf(at, episodeId)).toBe('live');
    });

    it('both let go of a show that has ended at one of them', async () => {
      const { episodeId } = await startShow(at, a.pictures);
      a.pictures.comes(episodeId);
      b = await server(house());
      await endEpisode(at.phone.ctx, b.pictures, at.host, episodeId);
      await a.watch.look();
      expect(a.pictures.openEpisodes()).toEqual([]);
    });

    const endOf = async (episodeId: string) => {
      const ended = and(eq(rundownChanges.episodeId, episodeId), eq(rundownChanges.kind, 'end'));
      const [row] = await at.phone.ctx.db.select({ mediaTimeMs: rundownChanges.mediaTimeMs }).from(rundownChanges).where(ended);
      return row;
    };
    /** A show at the first server, that both could end now: its time is over, or nobody waits for its host any more. */
    async function overShow(why: 'its time' | 'the wait for its host') {
      const { episodeId } = await startShow(at, a.pictures);
      a.pictures.comes(episodeId);
      a.pictures.reached.set(episodeId, 61_000);
      await a.watch.look();
      b = await server(house());
      if (why === 'the wait for its host') {
        a.pictures.stops(episodeId);
        await until(async () => (await stateOf(at, episodeId)) === 'away');
      }
      house().clock.advance(why === 'the wait for its host' ? { minutes: 9, seconds: 59 } : { minutes: 179, seconds: 59 });
      await a.watch.look();
      expect(await endOf(episodeId)).toBeUndefined();
      house().clock.advance({ seconds: 1 });
      return episodeId;
    }

    it.each(['its time', 'the wait for its host'] as const)(
      'leave the end of a show to the one that has its picture, when %s is over',
      async (why) => {
        const episodeId = await overShow(why);
        await b.watch.look();
        expect(await endOf(episodeId)).toBeUndefined();
        await a.watch.look();
        expect(await endOf(episodeId)).toEqual({ mediaTimeMs: 61_000 });
      },
    );

    it.each(['its time', 'the wait for its host'] as const)('end a show of one that is gone, when %s is over', async (why) => {
      const episodeId = await overShow(why);
      house().clock.advance({ seconds: 8 });
      await b.watch.look();
      expect(await endOf(episodeId)).toEqual({ mediaTimeMs: null });
      expect(await stateOf(at, episodeId)).toBe('ended');
    });
  },
  { deterministic: true },
);

describeBothModes(
  'a host who is lost',
  (house) => {
    let at: World;
    let api: Server;
    let base: string;
    let closing: (() => void)[] = [];
    let station: Awaited<ReturnType<typeof server>>;
    const device = () => new ScreenDevice(base);

    beforeAll(async () => {
      at = await world(house());
      station = await server(house());
      const { app, hub, close } = httpApp(house());
      closing = [await tellScreens(house().ctx, hub), await tellShows(house().ctx, station.pictures, hub), close];
      api = createServer(getRequestListener(app.fetch));
      await new Promise<void>((ready) => api.listen(0, '127.0.0.1', ready));
      base = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
      await house().startBackground([boards]);
    });
    afterAll(async () => {
      for (const close of closing) close();
      api.closeAllConnections();
      await new Promise((closed) => api.close(closed));
      await station.watch.close();
    });

    async function pairedWall() {
      const { ctx } = house();
      const [wall] = await ctx.db.select().from(screens).where(eq(screens.stationId, at.phone.stationId));
      if (!wall) throw new Error('the station has no screen');
      const paired = device();
      const { code } = await paired.askForCode();
      await pairScreen(ctx, at.phone.desk.li, { code, stationId: wall.stationId, screenId: wall.id });
      await paired.openSession(wall.id);
      return paired;
    }

    /** A phone's open page: the states of the show, as they came. */
    async function openPage(slug: string) {
      const response = await fetch(`${base}/api/live/shows/${slug}/events`);
      const states: string[] = [];
      const reading = (async () => {
        let rest = '';
        for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
          rest += chunk;
          const blocks = rest.split('\n\n');
          rest = blocks.pop() ?? '';
          for (const block of blocks) {
            const data = /^event: episode\ndata: (.*)$/m.exec(block)?.[1];
            const state = data && (JSON.parse(data) as { episode: { state: string } }).episode.state;
            if (state && state !== states.at(-1)) states.push(state);
          }
        }
      })();
      reading.catch(() => undefined);
      return states;
    }

    it('is a slate for 15 s, then the jobs with the show’s code; phones wait ten minutes; the host resumes in between', async () => {
      const { pictures, watch } = station;
      const wall = await pairedWall();
      const { episodeId, slug } = await startShow(at, pictures);
      const phone = await openPage(slug);
      const onWall = async () => {
        await house().settle();
        await wall.fetchManifest();
        return wall.held?.live;
      };
      const seen = async (path: 'webrtc' | 'hls' | 'none', picturelessMs: number) => {
        const live = await onWall();
        const nowMs = house().clock.now().epochMilliseconds;
        return live && onThisGlass({ path, picturelessMs, awayMs: awayMsOf(live, nowMs) });
      };
      pictures.comes(episodeId);
      await watch.look();
      expect(await seen('webrtc', 0)).toBe('picture');

      pictures.stops(episodeId);
      await until(() => phone.at(-1) === 'away');
      expect(await seen('none', 1_200)).toBe('slate');
      expect(await seen('hls', 0)).toBe('picture');
      house().clock.advance({ seconds: 14 });
      expect(await seen('none', 14_000)).toBe('slate');
      house().clock.advance({ seconds: 1 });
      expect(await seen('none', 15_000)).toBe('rotation');
      expect(await seen('hls', 0)).toBe('rotation');
      expect((await onWall())?.link.url).toContain('/j/');
      expect(wall.held?.slides.some(({ kind }) => kind === 'jobs')).toBe(true);

      house().clock.advance({ minutes: 5 });
      pictures.comes(episodeId);
      await until(() => phone.at(-1) === 'live');
      expect(await seen('hls', 0)).toBe('picture');

      pictures.stops(episodeId);
      await until(() => phone.at(-1) === 'away');
      house().clock.advance({ minutes: 9, seconds: 59 });
      await watch.look();
      expect(phone.at(-1)).toBe('away');
      house().clock.advance({ seconds: 1 });
      await watch.look();
      await until(() => phone.at(-1) === 'ended');
      await until(async () => (await onWall()) === undefined);
      expect(phone).toEqual(['live', 'away', 'live', 'away', 'ended']);
    });
  },
  { deterministic: true },
);
