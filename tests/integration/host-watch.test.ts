import { and, eq } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { episodes, rundownChanges } from '#server/db/schema/live.ts';
import { viewForHost } from '#server/services/live/episode-view.ts';
import { lapsedShows, takePicture } from '#server/services/live/media-lease.ts';
import { prolongShow } from '#server/services/live/prolong-show.ts';
import { endEpisode } from '#server/services/live/run-show.ts';
import { describeBothModes, describeModes } from '../support/both-modes.ts';
import { until } from '../support/until.ts';
import { server, startShow, stateOf, type World, world } from './host-world.ts';

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

    it('believe the newest sign of a picture, in whatever order the database takes them', async () => {
      const { episodeId } = await startShow(at, a.pictures);
      a.pictures.comes(episodeId);
      const { clock, ctx } = house();
      const came = clock.now();
      clock.advance({ seconds: 30 });
      await a.watch.look();
      const seen = clock.now();
      clock.set(came.toString());
      const [row] = await ctx.db.select({ node: episodes.mediaNode }).from(episodes).where(eq(episodes.id, episodeId));
      await takePicture(ctx, row?.node ?? '', episodeId);
      clock.set(seen.add({ seconds: 1 }).toString());
      expect(await lapsedShows(ctx)).not.toContain(episodeId);
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
