// The product itself in a process of its own, wired as server/main.ts wires it; the bench presses the buttons from outside.

import { serve } from '#server/boot/serve.ts';
import { openInfrastructure } from '#server/compose.ts';
import { readConfig } from '#server/config.ts';
import { readManifest } from '#server/services/boards/read-manifest.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { heldScreen } from '#server/services/screens/held-screen.ts';
import { pairScreen } from '#server/services/screens/pair-screen.ts';
import { liftTakeover, raiseTakeover } from '#server/services/screens/takeovers.ts';
import { Shutdown } from '#server/shutdown.ts';
import { runRelay, runWorkers } from '#workers/background.ts';
import { findHandlers } from '#workers/find-handlers.ts';
import { answering, cpuMs, nowMs } from '../lib/messages.ts';
import { approve, buildWorld, city, type Submitted, submit, type World } from './world.ts';

const infrastructure = await openInfrastructure(readConfig());
const { context } = infrastructure;
const shutdown = new Shutdown(context.log);
shutdown.add('infrastructure', () => infrastructure.close());

let world: World | undefined;
let submitted: Submitted[] = [];
let cpu = process.cpuUsage();
let paired = 0;
const television = {
  kind: 'lcd' as const,
  widthMm: 1210,
  heightMm: 680,
  widthPx: 1920,
  heightPx: 1080,
  viewingDistanceM: 3,
  mountHeightM: 1.8,
  touch: false,
  liveMode: 'beside' as const,
  soundOn: false,
};

function built(): World {
  if (!world) throw new Error('the world is built first');
  return world;
}

answering({
  /** Before the doors open, so that composing the first boards is no part of what is measured. */
  async build({ count, publicKey, rounds }) {
    world = await buildWorld(context, Number(count), String(publicKey));
    submitted = [];
    for (let n = 0; n < Number(rounds); n += 1) submitted.push(await submit(context, world, 100 + n));
    runRelay(infrastructure, shutdown);
    await runWorkers(infrastructure, await findHandlers(), shutdown);
    await serve({ infrastructure, shutdown, demo: undefined });
    return { screenIds: world.screenIds };
  },
  /** Which posting the next press will be about, so that everybody can look out for it. */
  next: ({ round }) => ({ postingId: submitted[Number(round)]?.postingId }),
  async pair({ code }) {
    const [screenId = ''] = built().screenIds.slice(-1 - paired, paired === 0 ? undefined : -paired);
    const { station } = await context.db.transaction((tx) => heldScreen(tx, screenId));
    paired += 1;
    return pairScreen(context, built().clerk, {
      code: String(code),
      stationId: station.id,
      glass: { ...television, name: `真屏 ${paired}` },
    });
  },
  async dwell() {
    const manifest = await readManifest(context, built().screenIds[0] ?? '');
    const { slides } = JSON.parse(manifest?.body.toString() ?? '{"slides":[]}') as { slides: { kind: string; dwellMs: number }[] };
    return { dwellMs: Math.max(...slides.filter((slide) => slide.kind === 'jobs').map((slide) => slide.dwellMs)) };
  },
  async approve({ round }) {
    const posting = submitted[Number(round)];
    if (!posting) throw new Error(`no posting for round ${round}`);
    const pressedMs = nowMs();
    await approve(context, built(), posting);
    return { postingId: posting.postingId, pressedMs, committedMs: nowMs() };
  },
  async withdraw({ postingId }) {
    const pressedMs = nowMs();
    await withdrawPosting(context, built().clerk, String(postingId), {});
    return { pressedMs };
  },
  async slate() {
    const pressedMs = nowMs();
    const target = { kind: 'region' as const, regionCode: city };
    const { takeoverId } = await raiseTakeover(context, built().clerk, { kind: 'safe-slate', minutes: 5, target });
    return { pressedMs, takeoverId };
  },
  async lift({ takeoverId }) {
    const pressedMs = nowMs();
    await liftTakeover(context, built().clerk, String(takeoverId));
    return { pressedMs };
  },
  startCpu() {
    cpu = process.cpuUsage();
    return {};
  },
  readCpu: () => ({ ...cpuMs(cpu), rssBytes: process.memoryUsage.rss() }),
  async stop() {
    await shutdown.run();
    return {};
  },
});
