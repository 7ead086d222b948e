import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RestreamPictureOnWire } from '#server/contract/feeds.ts';
import { Restreams } from '#server/media/restream/restreams.ts';
import type { HostPage } from '#tests/fixtures/live-page/host.ts';
import { type RtmpServer, startRtmp } from '#tests/support/rtmp-server.ts';
import { openStage, type Stage, until } from './live-stage.ts';

declare const host: HostPage;

const run = promisify(execFile);

describe('the picture that platforms get', () => {
  const episodeId = randomUUID();
  let stage: Stage;
  let platform: RtmpServer;
  let studio: Page;
  let restreams: Restreams;

  beforeAll(async () => {
    [stage, platform] = await Promise.all([openStage(), startRtmp()]);
    const log = { info: () => {}, warn: () => {} };
    restreams = new Restreams({ media: stage.media, allowPrivate: true, now: () => performance.now(), log });
    stage.media.open(episodeId);
    studio = await stage.open('host');
    await studio.evaluate((id) => host.start(id, 'test'), episodeId);
    await until('on air', () => stage.media.find(episodeId)?.status.isOnAir);
  });
  afterAll(async () => {
    restreams?.close();
    await stage?.close();
    await platform?.stop();
  });

  const target = (picture: RestreamPictureOnWire) => ({ id: picture, url: platform.url, key: picture, picture });
  const state = (picture: RestreamPictureOnWire) => restreams.stateOf(picture);
  const sends = (picture: RestreamPictureOnWire) => until(`${picture} is sent`, () => state(picture)?.is === 'sending');

  /** Whether the middle of the last picture that arrived is white, as the code is that covers it. */
  async function isCovered(name: string): Promise<boolean> {
    const file = await platform.recording(name);
    const filter = 'crop=320:160:480:280,scale=1:1,format=gray';
    const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', file, '-vf', filter, '-f', 'rawvideo', '-'], {
      encoding: 'buffer',
      maxBuffer: 2 ** 26,
    });
    return (stdout.at(-1) ?? 0) > 225;
  }

  it('has no code unless the host wants it there, and nothing goes out in its place', { timeout: 120_000 }, async () => {
    await studio.evaluate(() => host.cover(true, true));
    restreams.apply(episodeId, [target('numbers'), target('program')]);
    await sends('program');
    // The studio does not send the picture without codes yet.
    expect(state('numbers')).toEqual({ is: 'waiting', why: 'cut' });
    expect(await platform.publishing()).toEqual(['program']);

    await studio.evaluate(() => host.sendCuts(['numbers']));
    await sends('numbers');
    await until('both have pictures', async () => {
      const files = await Promise.allSettled(['program', 'numbers'].map(isCovered));
      return files.every(({ status }) => status === 'fulfilled');
    });
    await until('the code is in the program’s picture', () => isCovered('program'));
    expect(await isCovered('numbers')).toBe(false);

    // What is no code is in both.
    await studio.evaluate(() => host.cover(true, false));
    await until('the card is in the platform’s picture', () => isCovered('numbers'));

    // The same sound and pictures, as whole as the program's.
    restreams.apply(episodeId, []);
    await until('both have ended', async () => (await platform.publishing()).length === 0);
    const { stdout } = await run(
      'ffprobe',
      ['-v', 'error', '-show_streams', '-show_packets', '-of', 'json', await platform.recording('numbers')],
      {
        maxBuffer: 2 ** 26,
      },
    );
    const probed: {
      streams: { index: number; codec_name: string; width?: number }[];
      packets: { stream_index: number; dts_time: string; flags: string }[];
    } = JSON.parse(stdout);
    expect(probed.streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
    expect(probed.streams.find(({ codec_name }) => codec_name === 'h264')?.width).toBe(1280);
    for (const { index } of probed.streams) {
      const times = probed.packets.filter(({ stream_index }) => stream_index === index).map(({ dts_time }) => Number(dts_time));
      expect(times.length).toBeGreaterThan(20);
      expect(times.slice(1).every((time, at) => time > (times[at] ?? 0))).toBe(true);
    }
    await stage.clear();
  });
});
