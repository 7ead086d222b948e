// What happens at a turn of the page: frames lost, layout shifted, and how far apart the walls of one station turn. Real browsers, each a device of its own,
// told apart by nothing but their clocks' discipline.
//   npm run bench swap [walls = 2] [seconds = 180] [hurry = 8]
import { setTimeout as delay } from 'node:timers/promises';
import { startDemo } from '#tests/e2e/demo-server.ts';
import { progress, Report } from './lib/report.ts';
import { type Box, type DemoScreen, droppedShare, newBox, screensOf, standingBoard, turnsOf, watchTurns } from './player/wall.ts';

const walls = Number(process.argv[2] ?? 2);
const seconds = Number(process.argv[3] ?? 180);
/** Pages stand so many times as short, or three minutes would hold a handful of turns; fades, and what is drawn before a turn, take their own time. */
const hurry = Number(process.argv[4] ?? 8);
/** Turns that lie further apart than half a beat (domain/screen/cadence.ts) are not the same turn. */
const sameTurnMs = 1_000;

const report = new Report('swap');
const demo = await startDemo();
const boxes: Box[] = [];
try {
  const wall = commonWall(await screensOf(demo));
  const pages = [];
  for (let n = 0; n < walls; n += 1) {
    const box = await newBox(wall.glass);
    boxes.push(box);
    pages.push((await box.boot({ isOffline: false, url: `${demo.url}/screen/?as=${wall.id}&hurry=${hurry}` })).page);
  }
  await Promise.all(pages.map((page) => page.locator(standingBoard).waitFor({ timeout: 120_000 })));
  // Clocks need some answers before they are good; each beat is one.
  await delay(20_000);
  await Promise.all(pages.map(watchTurns));
  progress(`${walls} walls of one station, watched for ${seconds} s`);
  await delay(seconds * 1_000);
  const seen = await Promise.all(pages.map(turnsOf));
  const [first, ...others] = seen;
  const apart = (first?.turns ?? []).flatMap(({ atMs, id }) =>
    others.flatMap(({ turns }) => {
      const same = turns.filter((turn) => Math.abs(turn.atMs - atMs) < sameTurnMs);
      return same.map((turn) => ({ ms: Math.abs(turn.atMs - atMs), isSamePage: turn.id === id }));
    }),
  );
  // The first and the last one may have been seen by one of them alone.
  const common = { from: Math.max(...edges(seen, 0)) - sameTurnMs, until: Math.min(...edges(seen, -1)) + sameTurnMs };
  const lonely = seen
    .flatMap(({ turns }, mine) => turns.map(({ atMs }) => ({ atMs, mine })))
    .filter(({ atMs }) => atMs >= common.from && atMs <= common.until)
    .filter(({ atMs, mine }) =>
      seen.some(({ turns }, theirs) => theirs !== mine && !turns.some((turn) => Math.abs(turn.atMs - atMs) < sameTurnMs)),
    ).length;
  const frames = seen.flatMap((one) => one.frames);
  const turns = seen.reduce((sum, one) => sum + one.turns.length, 0);
  if (apart.length === 0) throw new Error(`no turn was shared: ${seen.map(({ turns: own }) => own.length).join(' and ')} turns`);
  report.figure('hurry', { value: hurry, unit: 'times' });
  report.distribution('between the walls of one station at a turn', { samples: apart.map(({ ms }) => ms), unit: 'ms', as: 'p99' });
  report.figure('turns at which they turned to the same page', {
    value: apart.filter(({ isSamePage }) => isSamePage).length / Math.max(1, apart.length),
    unit: 'share',
    samples: apart.length,
  });
  report.figure('turns that no other wall shared', { value: lonely, unit: 'turns', samples: turns });
  report.distribution('between two frames at a turn', { samples: frames, unit: 'ms', as: 'p99' });
  report.figure('frames lost at a turn', { value: 100 * droppedShare(frames), unit: '%', samples: frames.length });
  report.figure('layout shift', {
    value: seen.reduce((sum, one) => sum + one.shifted, 0) / Math.max(1, turns),
    unit: 'CLS a turn',
    samples: turns,
  });
  report.budget('walls of one station apart at a turn, p99 ms', {
    limit: 100,
    value: report.result.figures['between the walls of one station at a turn']?.p99 ?? Infinity,
  });
  report.budget('turns that no other wall shared', { limit: 0, value: lonely });
  report.budget('layout shift a turn', { limit: 0.001, value: report.result.figures['layout shift']?.value ?? Infinity });
} finally {
  await demo.stop();
  for (const box of boxes) await box.throwAway();
}
report.print();
process.exit();

/** When each wall's first or last turn was. */
function edges(seen: readonly { turns: readonly { atMs: number }[] }[], at: 0 | -1): number[] {
  return seen.map(({ turns }) => turns.at(at)?.atMs ?? Number.NaN);
}

/** One that hangs in a hall: landscape, as most do. */
function commonWall(screens: readonly DemoScreen[]): DemoScreen {
  const found = screens.find(({ glass }) => glass.widthPx === 1920 && glass.heightPx === 1080) ?? screens[0];
  if (found === undefined) throw new Error('the demo has no screens');
  return found;
}
