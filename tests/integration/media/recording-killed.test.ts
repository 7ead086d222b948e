import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lengthOf, recordingKey } from '#server/media/recording/run-files.ts';
import { RecordingShelf } from '#server/media/recording/shelf.ts';
import type { HostPage } from '#tests/fixtures/live-page/host.ts';
import type { ReplayPage } from '#tests/fixtures/live-page/replay.ts';
import { type Killable, startKillable } from '#tests/support/killable-recording.ts';
import { quietLog } from '#tests/support/quiet-log.ts';
import { launch, until } from './live-stage.ts';
import { decode, probe } from './probe.ts';

declare const host: HostPage;
declare const replay: ReplayPage;

describe('a show whose server is killed in its middle', () => {
  const episodeId = randomUUID();
  let dir: string;
  let server: Killable;
  let browser: Browser;
  let studio: Page;

  const read = async () => {
    const recording = await new RecordingShelf({ dir, log: quietLog }).recording(episodeId);
    if (!recording) throw new Error('nothing is recorded');
    return recording;
  };
  const wholeOf = async (origin: string) => {
    const answer = await fetch(`${origin}/recorded/${episodeId}/whole.m3u8`);
    return answer.ok ? await answer.text() : '';
  };
  const segmentsIn = (playlist: string) => playlist.match(/#EXTINF/g)?.length ?? 0;
  const openPage = async (name: string) => {
    const context = await browser.newContext({ permissions: ['camera', 'microphone'], viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    await page.goto(`${server.origin}/${name}.html`);
    return page;
  };

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gangbo-killed-'));
    [browser, server] = await Promise.all([launch(), startKillable({ dir, episodeId })]);
    studio = await openPage('host');
    await studio.evaluate((id) => host.start(id, 'test'), episodeId);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.kill();
    await rm(dir, { recursive: true, force: true });
  });

  it('can be looked back into while it is on', async () => {
    await until('five segments', async () => segmentsIn(await wholeOf(server.origin)) >= 5, 60_000);
    const phone = await openPage('replay');
    await phone.evaluate((url) => replay.open(url, 1_000), `/recorded/${episodeId}/whole.m3u8`);
    await until('it plays from there', () =>
      phone.evaluate(() => replay.video.currentTime > 2 && replay.video.currentTime < 9 && replay.video.videoWidth === 1280),
    );
    const skipped = await (await fetch(`${server.origin}/recorded/${episodeId}/whole.m3u8?_HLS_skip=YES`)).text();
    expect(skipped).not.toContain('#EXT-X-ENDLIST');
    await phone.context().close();
  });

  it('has lost nothing of what viewers had', async () => {
    const edge = await edgeOf(server.origin, episodeId);
    await server.kill();
    const recording = await read();
    const [only] = recording.runs;
    const last = only?.segments.at(-1);
    const end = (only?.epochMs ?? 0) + (last?.timeMs ?? 0) + (last?.durationMs ?? 0);
    // A part that was handed out may still have been on its way to the file: no more than one.
    expect(edge - end).toBeLessThanOrEqual(240);

    const file = join(dir, recordingKey(episodeId), only?.name ?? '', 'program.mp4');
    const { streams, pictures, sounds } = await probe(file);
    expect(streams).toEqual(['h264', 'aac']);
    for (const [times, longest] of [
      [pictures, 0.25],
      [sounds, 0.03],
    ] as const) {
      expect(Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)))).toBeLessThan(longest);
    }
    expect(Math.abs((pictures.at(-1) ?? 0) - (sounds.at(-1) ?? 0))).toBeLessThan(0.1);
    expect(await decode(file)).toBe('');
  });

  it('goes on in the same recording when the server is back, and the host with it', async () => {
    const before = await read();
    const last = before.runs.at(-1)?.segments.at(-1);
    server = await startKillable({ dir, episodeId, port: server.port });
    await until('three segments more', async () => segmentsIn(await wholeOf(server.origin)) >= segmentsIn(render(before)) + 3, 60_000);
    // The host is gone for a moment: the slate is another source, with a map of its own.
    await studio.evaluate(() => host.stop());
    await until('the slate', async () => ((await wholeOf(server.origin)).match(/#EXT-X-MAP/g)?.length ?? 0) >= 3, 30_000);
    await studio.evaluate((id) => host.start(id, 'test'), episodeId);
    await until('the host again', async () => ((await wholeOf(server.origin)).match(/#EXT-X-MAP/g)?.length ?? 0) >= 4, 60_000);
    await server.end();
    const recording = await read();
    expect(recording.runs).toHaveLength(2);
    const [first] = recording.runs[1]?.segments ?? [];
    expect(first?.timeMs).toBeGreaterThan((last?.timeMs ?? 0) + (last?.durationMs ?? 0));
    expect(recording.runs[1]?.isSealed).toBe(true);
  });

  it('plays from one end to the other, over the death, as a replay and as one file', async () => {
    const recording = await read();
    const lengthS = lengthOf(recording) / 1000;
    const death = lengthOf({ episodeId, runs: recording.runs.slice(0, 1) });
    const phone = await openPage('replay');
    await phone.evaluate(([url, from]) => replay.open(url, from), [`/recorded/${episodeId}/whole.m3u8`, death - 1_500] as const);
    await until('it has passed the death', () => phone.evaluate((at) => replay.video.currentTime > at + 2, death / 1000));
    await phone.evaluate((to) => {
      replay.video.playbackRate = 4;
      return to;
    }, lengthS);
    await until('its end', () => phone.evaluate((to) => replay.video.ended || replay.video.currentTime > to - 0.5, lengthS), 60_000);
    const played = await phone.evaluate(() => ({ failures: replay.failures, durationS: replay.video.duration }));
    expect(played.failures).toBe(0);
    expect(Math.abs(played.durationS - lengthS)).toBeLessThan(0.5);

    const key = `cuts/${episodeId}/whole.mp4`;
    const shelf = new RecordingShelf({ dir, log: quietLog });
    const cut = {
      episodeId,
      fromMs: 0,
      toMs: Number.MAX_SAFE_INTEGER,
      key,
      progress: async () => {},
      signal: new AbortController().signal,
    };
    const { durationMs } = await shelf.cut(cut);
    expect(Math.abs(durationMs / 1000 - lengthS)).toBeLessThan(0.5);
    const { streams, isFragmented } = await probe(join(dir, key));
    expect([streams, isFragmented]).toEqual([['h264', 'aac'], false]);
    expect(await decode(join(dir, key))).toBe('');
    await phone.route('**/whole.mp4', (route) => route.fulfill({ path: join(dir, key), contentType: 'video/mp4' }));
    await phone.evaluate(() => replay.openFile('/whole.mp4'));
    await phone.evaluate(() => {
      replay.video.playbackRate = 4;
    });
    await until('the end of the file', () => phone.evaluate(() => replay.video.ended), 60_000);
    expect(await phone.evaluate(() => replay.failures)).toBe(0);
  });
});

const render = ({ runs }: { runs: readonly { segments: readonly unknown[] }[] }) =>
  runs.flatMap(({ segments }) => segments.map(() => '#EXTINF')).join('\n');

/** How far viewers could see: server time of the end of the newest part, ms. */
async function edgeOf(origin: string, episodeId: string): Promise<number> {
  const playlist = await (await fetch(`${origin}/live-media/${episodeId}/video.m3u8`)).text();
  const [, date = '', rest = ''] = /.*#EXT-X-PROGRAM-DATE-TIME:([^\n]+)\n([\s\S]*)$/.exec(playlist) ?? [];
  const parts = [...rest.matchAll(/#EXT-X-PART:DURATION=([\d.]+)/g)].map(([, duration]) => Number(duration) * 1000);
  return Date.parse(date) + parts.reduce((sum, duration) => sum + duration, 0);
}
