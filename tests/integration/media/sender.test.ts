import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostPage } from '#tests/fixtures/live-page/host.ts';
import type { ViewerPage } from '#tests/fixtures/live-page/viewer.ts';
import { openStage, type Stage, until } from './live-stage.ts';

declare const host: HostPage;
declare const viewer: ViewerPage;

const AFTER_MS = 20_000;

describe('the sender', () => {
  const episodeId = randomUUID();
  let stage: Stage;
  let studio: Page;
  let phone: Page;

  beforeAll(async () => {
    stage = await openStage();
    stage.media.open(episodeId);
    studio = await stage.open('host');
    await studio.evaluate((id) => host.start(id, 'test'), episodeId);
    await until('on air', () => stage.media.find(episodeId)?.status.isOnAir);
    phone = await stage.open('viewer');
    await phone.evaluate((id) => viewer.start(id, 'webrtc'), episodeId);
    await until('pictures', () => phone.evaluate(() => viewer.frames > 10));
  });
  afterAll(async () => stage?.close());

  it('keeps at least 1 Mbit/s and 20 pictures a second at 720p after 20 s, with one viewer', async () => {
    const since = await studio.evaluate(() => host.figures.length);
    // The claim is about the time after 20 s, so that time has to pass: ten measurements of 2 s, then five that count.
    await until('20 s and five measurements', () => studio.evaluate((from) => host.figures.length >= from + 15, since), AFTER_MS + 25_000);
    const figures = await studio.evaluate(() => host.figures.slice(-5));
    for (const { bitrate, fps: sent, width, height } of figures) {
      expect({ width, height }).toEqual({ width: 1280, height: 720 });
      expect(bitrate).toBeGreaterThanOrEqual(1_000_000);
      expect(sent).toBeGreaterThanOrEqual(20);
    }
  });

  it('never changes the size of its picture: one map for the whole stretch', async () => {
    const playlist = await (await fetch(`${stage.origin}/live-media/${episodeId}/video.m3u8`)).text();
    expect(playlist.match(/#EXT-X-MAP/g)).toHaveLength(1);
    expect(playlist).not.toContain('#EXT-X-DISCONTINUITY\n');
  });
});
