import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { screens } from '#server/db/schema/screens.ts';
import { tellScreens } from '#server/realtime/screen-news.ts';
import { tellShows } from '#server/realtime/show-news.ts';
import { pairScreen } from '#server/services/screens/pair-screen.ts';
import boards from '#workers/boards/handler.ts';
import { awayMsOf, onThisGlass } from '$signage/player/on-this-glass.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { httpApp } from '../support/http-app.ts';
import { ScreenDevice } from '../support/screen-device.ts';
import { until } from '../support/until.ts';
import { server, startShow, type World, world } from './host-world.ts';

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
