import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asc, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import type { EpisodeForPublic } from '#server/contract/live.ts';
import type { SeriesForPublic } from '#server/contract/shows.ts';
import { episodes } from '#server/db/schema/live.ts';
import { recordings } from '#server/db/schema/recordings.ts';
import { cancelEpisode } from '#server/services/shows/change-episode.ts';
import { episodePoster } from '#server/services/shows/poster.ts';
import { removePosterPicture, savePosterPicture } from '#server/services/shows/poster-picture.ts';
import { listSeries, saveSeries } from '#server/services/shows/series.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { httpApp } from '#tests/support/http-app.ts';
import { person, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

const run = promisify(execFile);

/** A photograph with a place and a name in it, as a phone makes one. */
async function photograph(size: string): Promise<Uint8Array> {
  const dir = await mkdtemp(join(tmpdir(), 'gangbo-jpeg-'));
  try {
    const file = join(dir, 'a.jpg');
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size}`, '-frames:v', '1', file]);
    const jpeg = await readFile(file);
    const exif = Buffer.from('Exif\0\0 30.2741 N 120.1551 E');
    const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
    return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** As FFmpeg reads it: it still is a picture. */
async function sizeOf(jpeg: Buffer): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'gangbo-jpeg-'));
  try {
    const file = join(dir, 'a.jpg');
    await writeFile(file, jpeg);
    const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', file]);
    return stdout.trim();
  } finally {
    await rm(dir, { recursive: true });
  }
}

describeBothModes(
  'a series’ page',
  (house) => {
    let world: PhoneWorld;
    let host: Awaited<ReturnType<typeof person>>;
    let showId: string;
    let slug: string;
    beforeAll(async () => {
      house().clock.set('2026-09-21T01:00:00Z');
      world = await phoneWorld(house());
      host = await person(world.ctx, '主播小赵', 'host', world.desk.li.grants[0]?.regionPath ?? null);
      ({ id: showId } = await saveSeries(world.ctx, host, {
        ...{ name: '周二直播带岗', regionCode: shangcheng, weekdays: ['TU'], everyWeeks: 1, startTime: '14:30', minutes: 120 },
        ...{ startsOn: '2026-09-01', onHoliday: 'hold', onSwapped: 'usual', hostName: '小赵', organiser: '城站零工市场' },
        titlePattern: '周二直播带岗 第{n}期',
      }));
      slug = (await seriesOfStaff()).slug ?? '';
    });

    const ask = async (path: string, init?: RequestInit) => {
      const { app, close } = httpApp(house());
      try {
        return await app.request(`http://gangbo.test${path}`, init);
      } finally {
        close();
      }
    };
    const seriesOfStaff = async () => {
      const [series] = await listSeries(world.ctx, host);
      if (!series) throw new Error('there is no series');
      return series;
    };
    const page = async () => (await (await ask(`/api/shows/series/${slug}`)).json()) as SeriesForPublic;
    const ahead = () => world.ctx.db.select().from(episodes).where(eq(episodes.showId, showId)).orderBy(asc(episodes.plannedAt));

    it('says when it is on, what comes next and what was called off, and what can be watched again', async () => {
      const [first, second] = await ahead();
      if (!first || !second) throw new Error('nothing is ahead');
      await cancelEpisode(world.ctx, host, { episodeId: second.id, reason: '场地检修' });
      const before = await page();
      expect(before).toMatchObject({ name: '周二直播带岗', weekdays: ['TU'], startTime: '14:30', hostName: '小赵', on: null, past: [] });
      expect(before.next.slice(0, 2).map((episode) => [episode.slug, episode.off?.reason])).toEqual([
        [first.slug, undefined],
        [second.slug, '场地检修'],
      ]);
      expect((await ask(before.calendarUrl)).headers.get('content-type')).toContain('text/calendar');
      expect((await seriesOfStaff()).pageUrl).toMatch(new RegExp(`/live/series/${slug}$`));

      await world.ctx.db.update(episodes).set({ state: 'live' }).where(eq(episodes.id, first.id));
      expect(await page()).toMatchObject({ on: { slug: first.slug } });
      const now = world.ctx.clock.now();
      await world.ctx.db.update(episodes).set({ state: 'ended', startedAt: now, endedAt: now }).where(eq(episodes.id, first.id));
      await world.ctx.db.insert(recordings).values({ episodeId: first.id, place: 'disk', durationMs: 60_000, bytes: 1, finishedAt: now });
      const after = await page();
      expect(after.past.map((past) => past.slug)).toEqual([first.slug]);
      expect(after.next.map((episode) => episode.slug)).not.toContain(first.slug);
      expect((await ask('/api/shows/series/nothing-here')).status).toBe(404);
    });

    it('shows the picture that its host has put up, and so does each episode; without what the camera wrote into it', async () => {
      expect((await page()).posterUrl).toBeNull();
      await savePosterPicture(world.ctx, host, { showId, bytes: await photograph('1280x720') });
      const { posterUrl } = await page();
      const shown = await ask(posterUrl ?? '');
      const bytes = Buffer.from(await shown.arrayBuffer());
      expect([shown.headers.get('content-type'), shown.headers.get('cache-control')]).toEqual([
        'image/jpeg',
        'public, max-age=31536000, immutable',
      ]);
      expect(bytes.includes('Exif')).toBe(false);
      expect(await sizeOf(bytes)).toBe('1280,720');

      const [, , third] = await ahead();
      const episode = (await (await ask(`/api/live/shows/${third?.slug}`)).json()) as EpisodeForPublic;
      expect(episode.series).toEqual({ slug, name: '周二直播带岗', posterUrl });
      expect(await episodePoster(world.ctx, host, third?.id ?? '')).toMatchObject({ pictureUrl: posterUrl });

      // Another picture is another address, and the old one is gone.
      await savePosterPicture(world.ctx, host, { showId, bytes: await photograph('640x360') });
      const another = (await page()).posterUrl;
      expect(another).not.toBe(posterUrl);
      expect((await ask(posterUrl ?? '')).status).toBe(404);
      await removePosterPicture(world.ctx, host, showId);
      expect((await page()).posterUrl).toBeNull();
    });

    it('takes pictures from its own hosts, and nothing but pictures', async () => {
      const stranger = await person(world.ctx, '外地主播', 'host', 'elsewhere/');
      const picture = await photograph('640x360');
      await expect(savePosterPicture(world.ctx, stranger, { showId, bytes: picture })).rejects.toMatchObject({
        problem: { code: 'NOT_ALLOWED' },
      });
      const refused = { problem: { code: 'POSTER_PICTURE' } };
      await expect(savePosterPicture(world.ctx, host, { showId, bytes: Buffer.from('<svg onload=alert(1)>') })).rejects.toMatchObject(
        refused,
      );
      await expect(savePosterPicture(world.ctx, host, { showId, bytes: await photograph('64x64') })).rejects.toMatchObject(refused);
      const large = { showId, bytes: new Uint8Array(700 * 1024) };
      await expect(savePosterPicture(world.ctx, host, large)).rejects.toMatchObject({ problem: { code: 'TOO_LARGE' } });
      expect((await ask(`/api/shows/${showId}/poster-picture`, { method: 'POST', body: picture.slice() })).status).toBe(401);
    });
  },
  { deterministic: true },
);
