import { describe, expect, it } from 'vitest';
import { type EffortState, nextEffort, startOfEffort } from './effort.ts';

const run = (state: EffortState, seconds: number, measured: { fps: number; busy?: number }, fromMs: number) => {
  let now = state;
  const steps: { rung: string; atS: number }[] = [];
  for (let second = 1; second <= seconds; second += 1) {
    const atMs = fromMs + second * 1_000;
    const next = nextEffort(now, { atMs, fps: measured.fps, busy: measured.busy ?? 0.2 });
    if (next.rung !== now.rung) steps.push({ rung: next.rung, atS: atMs / 1_000 });
    now = next;
  }
  return { state: now, steps };
};

describe('the ladder of effort', () => {
  it('stays where it is while 25 frames go out', () => {
    expect(run(startOfEffort(0), 600, { fps: 25 }, 0).steps).toEqual([]);
  });

  it.each([
    ['a stutter of three seconds', 3, 5, []],
    ['twelve seconds of 18 frames', 16, 18, ['reduced']],
    ['a picture that stands still', 40, 2, ['reduced', 'card']],
    ['16 frames for long: the reduced picture holds', 120, 16, ['reduced']],
  ])('%s', (_, seconds, fps, rungs) => {
    const { state, steps } = run(startOfEffort(0), seconds, { fps }, 0);
    expect(steps.map(({ rung }) => rung)).toEqual(rungs);
    expect(state.rung).toBe(rungs.at(-1) ?? 'full');
  });

  it('takes the first step within a quarter of a minute', () => {
    expect(run(startOfEffort(0), 30, { fps: 12 }, 0).steps[0]).toMatchObject({ rung: 'reduced', atS: 12 });
  });

  it('steps where pictures hover about their least: too few on the average is too few', () => {
    let state = startOfEffort(0);
    for (let second = 1; second <= 30; second += 1)
      state = nextEffort(state, { atMs: second * 1_000, fps: second % 4 === 3 ? 25.4 : 23.4, busy: 0.2 });
    expect(state.rung).toBe('reduced');
  });

  it('forgets a stutter: two of them far apart are no reason to step', () => {
    let { state } = run(startOfEffort(0), 5, { fps: 10 }, 0);
    ({ state } = run(state, 30, { fps: 25 }, 5_000));
    expect(run(state, 5, { fps: 10 }, 35_000).steps).toEqual([]);
  });

  it('goes up again after a calm minute, and no sooner', () => {
    const { state } = run(startOfEffort(0), 13, { fps: 16 }, 0);
    expect(state.rung).toBe('reduced');
    expect(run(state, 55, { fps: 22 }, 13_000).steps).toEqual([]);
    expect(run(state, 80, { fps: 22 }, 13_000).steps[0]).toMatchObject({ rung: 'full' });
  });

  it('comes back as soon from two rungs as from one: they were one fall', () => {
    const { state } = run(startOfEffort(0), 30, { fps: 2 }, 0);
    expect(state.rung).toBe('card');
    expect(run(state, 65, { fps: 5 }, 30_000).steps).toMatchObject([{ rung: 'reduced' }]);
  });

  it('does not go up while drawing takes most of the time', () => {
    const { state } = run(startOfEffort(0), 13, { fps: 16 }, 0);
    expect(run(state, 600, { fps: 22, busy: 0.7 }, 13_000).steps).toEqual([]);
  });

  it('waits twice as long after each try that failed, so that viewers see no see-saw', () => {
    let state = startOfEffort(0);
    const tries: number[] = [];
    for (let second = 1; second <= 3_600; second += 1) {
      const next = nextEffort(state, { atMs: second * 1_000, fps: state.rung === 'full' ? 14 : 22, busy: 0.2 });
      if (next.rung === 'full' && state.rung !== 'full') tries.push(second);
      state = next;
    }
    const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(tries.length).toBeGreaterThan(3);
    expect(tries.length).toBeLessThan(8);
    for (const [at, wait] of waits.entries()) if (at > 0) expect(wait).toBeGreaterThan(Math.min((waits[at - 1] ?? 0) * 1.5, 16 * 60));
  });

  it('comes back from card and sound, one rung at a time', () => {
    const { state } = run(startOfEffort(0), 40, { fps: 2 }, 0);
    expect(state.rung).toBe('card');
    const { steps } = run(state, 1_200, { fps: 25 }, 40_000);
    expect(steps.map(({ rung }) => rung)).toEqual(['reduced', 'full']);
  });
});
