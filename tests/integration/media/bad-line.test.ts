import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HostPage } from '#tests/fixtures/live-page/host.ts';
import type { ViewerPage } from '#tests/fixtures/live-page/viewer.ts';
import { type LossyLine, openLossyLine } from '#tests/support/lossy-line.ts';
import { launchPlainChromium } from '#tests/support/plain-chromium.ts';
import { openStage, type Stage, until } from './live-stage.ts';

declare const host: HostPage;
declare const viewer: ViewerPage;

const OUTAGE_MS = 10_000;
/** Long enough that everybody has noticed, as when a lid is shut and opened again. */
const ASLEEP_MS = 6_000;

const path = (page: Page) => page.evaluate(() => viewer.paths.at(-1)?.path);
const frames = (page: Page) => page.evaluate(() => viewer.frames);
const moves = (what: string, page: Page, count = 25) =>
  frames(page).then((from) => until(`${what}: ${count} more pictures`, async () => (await frames(page)) >= from + count));

describe('a show over bad lines', () => {
  // Below the ports that the system gives to clients.
  const sfuPort = 20_000 + Math.floor(Math.random() * 10_000);
  let stage: Stage;
  let hostLine: LossyLine;
  let phoneLine: LossyLine;

  beforeAll(async () => {
    stage = await openStage({ sfuPort });
    [hostLine, phoneLine] = await Promise.all([openLossyLine(sfuPort), openLossyLine(sfuPort)]);
  });
  afterEach(async () => {
    await stage.clear();
    for (const line of [hostLine, phoneLine]) line.lose(0);
  });
  afterAll(async () => {
    for (const line of [hostLine, phoneLine]) line?.close();
    await stage?.close();
  });

  async function newShow() {
    const episodeId = randomUUID();
    stage.media.open(episodeId);
    const studio = await stage.open('host');
    await studio.evaluate((port) => host.useRelay(port), hostLine.port);
    await studio.evaluate((id) => host.start(id, 'test'), episodeId);
    await until('on air', () => stage.media.find(episodeId)?.status.isOnAir);
    stage.hostEvents.length = 0;
    return { episodeId, studio, program: stage.media.require(episodeId) };
  }

  async function watch(episodeId: string, first: 'webrtc' | 'hls', line?: LossyLine): Promise<Page> {
    const page = await stage.open('viewer');
    if (line) await page.evaluate((port) => viewer.useRelay(port), line.port);
    await page.evaluate(([id, way]) => viewer.start(id, way), [episodeId, first] as const);
    await until(`pictures over ${first}`, async () => (await path(page)) === first && (await frames(page)) > 5);
    return page;
  }

  const said = (what: string) => stage.hostEvents.filter((event) => event.what === what);

  it('goes on where a tenth of the packets is lost, between host and server and between server and phone', {
    timeout: 60_000,
  }, async () => {
    const { episodeId, studio } = await newShow();
    const near = await watch(episodeId, 'webrtc', phoneLine);
    const far = await watch(episodeId, 'hls');
    for (const line of [hostLine, phoneLine]) line.lose(0.1);
    await Promise.all([moves('the near phone', near, 50), moves('the far phone', far, 50)]);
    for (const line of [hostLine, phoneLine]) {
      const { passed, lost } = line.counted();
      expect(lost / (passed + lost)).toBeGreaterThan(0.05);
    }
    // Nobody is told that the host is lost, and nobody's picture is gone.
    expect(said('hostLost')).toEqual([]);
    expect(await studio.evaluate(() => host.states.at(-1))).toBe('on-air');
    for (const page of [near, far]) expect(await path(page)).not.toBe('none');
  });

  it('goes over TCP where a network lets no UDP through, at the host’s and at a viewer’s', { timeout: 60_000 }, async () => {
    const episodeId = randomUUID();
    stage.media.open(episodeId);
    const studio = await stage.open('host');
    await studio.evaluate(() => host.useTcpAlone());
    await studio.evaluate((id) => host.start(id, 'test'), episodeId);
    await until('on air', () => stage.media.find(episodeId)?.status.isOnAir);
    const phone = await stage.open('viewer');
    // Given TCP alone to go to, whatever arrives has come over it.
    await phone.evaluate(() => viewer.useTcpAlone());
    await phone.evaluate((id) => viewer.start(id, 'webrtc'), episodeId);
    await until('pictures over WebRTC', async () => (await path(phone)) === 'webrtc');
    await moves('the phone', phone, 50);
    expect(await path(phone)).toBe('webrtc');
  });

  it('comes back by itself after ten seconds without the host’s line, and without a phone’s', { timeout: 90_000 }, async () => {
    const { episodeId, studio, program } = await newShow();
    const near = await watch(episodeId, 'webrtc', phoneLine);
    const far = await watch(episodeId, 'hls');
    const cutMs = performance.now();
    hostLine.lose(1);
    await until('the server knows', () => said('hostLost').length > 0);
    expect((said('hostLost')[0]?.atMs ?? 0) - cutMs).toBeLessThan(1_500);
    await until('the near phone shows its slate', async () => (await path(near)) === 'none');
    // HLS shows the slate as a picture like any other.
    await moves('the slate in HLS', far, 10);
    expect(program.status.isOnAir).toBe(false);

    // The host is told while it lasts, not when all ways out have been tried.
    await until('the studio says so', () => studio.evaluate(() => host.states.at(-1) === 'reconnecting'), OUTAGE_MS);
    expect(performance.now() - cutMs).toBeLessThan(OUTAGE_MS);

    // The phone’s own line goes too, and is there again first.
    phoneLine.lose(1);
    await until('ten seconds are over', () => performance.now() - cutMs >= OUTAGE_MS, OUTAGE_MS + 5_000);
    phoneLine.lose(0);
    hostLine.lose(0);
    await until('the host is back in the same episode', () => program.status.isOnAir);
    await until('the studio says so', () => studio.evaluate(() => host.states.at(-1) === 'on-air'));
    await until('the near phone has a picture', async () => (await path(near)) !== 'none');
    await Promise.all([moves('the near phone', near), moves('the far phone', far)]);

    // And the tab is closed: nothing is waited for.
    stage.hostEvents.length = 0;
    const closedMs = performance.now();
    await studio.close();
    await until('the server knows of the closed tab', () => said('hostLost').length > 0);
    expect((said('hostLost')[0]?.atMs ?? 0) - closedMs).toBeLessThan(1_500);
    await until('the near phone shows its slate again', async () => (await path(near)) === 'none');
  });

  it('goes on in the same episode when the host’s laptop was asleep', { timeout: 90_000 }, async () => {
    const episodeId = randomUUID();
    const program = stage.media.open(episodeId);
    const laptop = await launchPlainChromium();
    try {
      const studio = await laptop.open(`${stage.origin}/host.html`);
      await until('the studio’s page', () => studio.evaluate<boolean>('typeof host === "object"'));
      await studio.evaluate(`host.start('${episodeId}', 'test')`);
      await until('on air', () => program.status.isOnAir);
      const phone = await watch(episodeId, 'webrtc');
      const far = await watch(episodeId, 'hls');
      const before = program.status.mediaTimeMs ?? Number.NaN;
      stage.hostEvents.length = 0;

      const pids = (await laptop.processes()).map(({ id }) => id);
      const asleepMs = performance.now();
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      try {
        await until('the server knows', () => said('hostLost').length > 0);
        await until('the phone shows its slate', async () => (await path(phone)) === 'none');
        await until('it has slept', () => performance.now() - asleepMs >= ASLEEP_MS);
      } finally {
        for (const pid of pids) process.kill(pid, 'SIGCONT');
      }
      await until('awake and on air', () => program.status.isOnAir);
      await until('the phone has a picture', async () => (await path(phone)) !== 'none');
      await Promise.all([moves('the phone', phone), moves('the far phone', far)]);
      // The program’s clock went on meanwhile: a card keeps its place.
      expect((program.status.mediaTimeMs ?? 0) - before).toBeGreaterThan(ASLEEP_MS);
      expect(await studio.evaluate('host.states.at(-1)')).toBe('on-air');
      expect(await studio.evaluate('host.refused')).toEqual([]);
    } finally {
      await laptop.close();
    }
  });
});
