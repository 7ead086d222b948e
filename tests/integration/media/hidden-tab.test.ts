import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostPage } from '#tests/fixtures/live-page/host.ts';
import { loadCore } from '#tests/support/busy-core.ts';
import { launchPlainChromium, type PlainChromium, type PlainTab } from '#tests/support/plain-chromium.ts';
import { openStage, type Stage, until } from './live-stage.ts';

/** How long the tab is watched while it is hidden. The whole ten minutes are `bench studio-soak`'s. */
const WATCHED_MS = 30_000;

describe('a studio behind another tab, with half a core taken', () => {
  const episodeId = randomUUID();
  let stage: Stage;
  let chromium: PlainChromium;
  let studio: PlainTab;
  let load: { stop(): void } | undefined;

  beforeAll(async () => {
    stage = await openStage();
    stage.media.open(episodeId);
    chromium = await launchPlainChromium();
    studio = await chromium.open(`${stage.origin}/host.html`);
    // A page is there before its script has run.
    await until('the studio’s page', () => studio.evaluate<boolean>('typeof host === "object"'));
    await studio.evaluate(`host.start('${episodeId}', 'camera')`);
    await until('on air', () => stage.media.find(episodeId)?.status.isOnAir);
  });
  afterAll(async () => {
    load?.stop();
    await chromium?.close();
    await stage?.close();
  });

  const told = () => studio.evaluate<Pick<HostPage, 'figures' | 'efforts'>>('({ figures: host.figures, efforts: host.efforts })');
  const soundPackets = async () => {
    const stats = await stage.media.find(episodeId)?.room.publisher?.producer('audio')?.getStats();
    return stats?.reduce((sum, { packetCount }) => sum + packetCount, 0) ?? 0;
  };

  it('sends 25 pictures a second or announces that it sends less, and its sound never stops', async () => {
    await chromium.cover();
    await until('hidden', () => studio.evaluate<boolean>('document.visibilityState === "hidden"'));
    load = loadCore(0.5);
    const before = await told();
    const began = performance.now();
    const first = await soundPackets();
    let packets = first;
    // Piece by piece: a gap in the middle must not hide in a mean. Opus sends 50 packets a second.
    while (performance.now() - began < WATCHED_MS) {
      const enough = packets + 45;
      await until('a second of sound', async () => (await soundPackets()) >= enough, 2_000);
      packets = await soundPackets();
    }
    expect((packets - first) / ((performance.now() - began) / 1_000)).toBeGreaterThan(45);
    const { figures, efforts } = await told();
    const hidden = figures.slice(before.figures.length + 1);
    expect(hidden.length).toBeGreaterThan(WATCHED_MS / 2_000 / 2);
    const mean = hidden.reduce((sum, { fps }) => sum + fps, 0) / hidden.length;
    if (efforts.length === 0) expect(mean).toBeGreaterThanOrEqual(24);
    for (const { width, height } of hidden) expect({ width, height }).toEqual({ width: 1280, height: 720 });
    expect(await studio.evaluate('document.visibilityState')).toBe('hidden');
  });
});
