import { randomUUID } from 'node:crypto';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HlsOrigin } from '#server/media/hls/hls-origin.ts';
import type { ProgramPart } from '#server/media/packager/program-sink.ts';
import { readRun } from '#server/media/recording/read-run.ts';
import { Recorder, type RecordingFile, type RecordingState } from '#server/media/recording/recorder.ts';
import { slateProgram } from '#tests/fixtures/slate-parts.ts';
import { until } from './live-stage.ts';

/** A disk that answers when it is let: every write and sync waits for that, on the real files. */
function hangingDisk() {
  let open_: () => void = () => {};
  let gate: Promise<void> | undefined;
  const asked = { count: 0 };
  const wait = async () => {
    asked.count += 1;
    await gate;
  };
  return {
    asked,
    hang() {
      gate ??= new Promise((resolve) => {
        open_ = resolve;
      });
    },
    answer() {
      open_();
      gate = undefined;
    },
    async openFile(path: string): Promise<RecordingFile> {
      const file = await open(path, 'w');
      return {
        write: (async (...args: Parameters<typeof file.write>) => {
          await wait();
          return await file.write(...args);
        }) as RecordingFile['write'],
        datasync: async () => {
          await wait();
          await file.datasync();
        },
        truncate: (bytes) => file.truncate(bytes),
        close: () => file.close(),
      };
    },
  };
}

describe('a recording on a disk that takes seconds a write', () => {
  let dir: string;
  let nowMs = 0;
  const disk = hangingDisk();
  const states: RecordingState[] = [];
  const name = 'r1-abc';
  let recorder: Recorder;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gangbo-slow-'));
    recorder = new Recorder({
      dir: join(dir, randomUUID(), name),
      name,
      epochMs: () => 1_700_000_000_000,
      spareBytes: 0,
      now: () => nowMs,
      onState: (state) => states.push(state),
      onProblem: () => {},
      openFile: disk.openFile,
    });
  });
  afterEach(async () => {
    disk.answer();
    recorder.end();
    await recorder.settled();
    await rm(dir, { recursive: true, force: true });
  });

  it('costs the viewers nothing, keeps what fits into memory, and marks what is lost behind it', async () => {
    // A picture of 200 KB: five a second make a program of 8 Mbit/s, and 48 MB hold 48 s of it.
    const program = slateProgram({ heavier: 200_000 });
    const viewers = new HlsOrigin({
      firstSegment: 0,
      firstDiscontinuity: 0,
      folder: 'a',
      epochMs: () => 1_700_000_000_000,
      partTargetS: 0.24,
    });
    let shownMs = 0;
    let handed = 0;
    let last: ProgramPart | undefined;
    const play = (untilMs: number) => {
      nowMs = untilMs;
      for (const part of program.until(untilMs)) {
        // As the packager does: one after the other, and none of them is waited for.
        viewers.part(part);
        recorder.part(part);
        shownMs = endOf(part);
        last = part;
        handed += 1;
      }
    };
    play(6_000);
    await recorder.settled();
    disk.hang();
    play(30_000);
    await until('the disk is asked', () => disk.asked.count > 0);
    // Nothing is written, nothing is lost, and nobody has noticed.
    expect(recorder.state).toMatchObject({ state: 'recording', lostMs: 0 });
    expect(shownMs).toBeGreaterThan(29_000);

    play(90_000);
    expect(shownMs).toBeGreaterThan(89_000);
    // The list ends with the very part that came last.
    expect(viewers.reportAs('v')).toMatchObject([{ segment: last?.segment, part: last?.index }]);
    expect(handed).toBeGreaterThan(440);
    // The bound: 48 MB. Its host is told, in the very moment.
    expect(recorder.state).toMatchObject({ state: 'failing', trouble: 'slow' });
    expect(states.at(-1)).toMatchObject({ state: 'failing', trouble: 'slow' });
    const lostMs = recorder.state.lostMs;
    expect(lostMs).toBeGreaterThan(20_000);
    expect(lostMs).toBeLessThan(60_000);

    disk.answer();
    await recorder.settled();
    play(100_000);
    await recorder.settled();
    await until('it goes on', () => {
      nowMs += 2_000;
      play(nowMs);
      return recorder.state.state === 'recording';
    });
    play(nowMs + 4_000);
    recorder.end();
    await recorder.settled();
    program.close();

    const run = await readRun(join(dir, (await readdir(dir))[0] ?? ''), name);
    if (!run) throw new Error('nothing was recorded');
    // Everything that was held in memory is there, up to one hole that says so.
    const holes = run.segments.filter(({ breaks }) => breaks);
    expect(holes).toHaveLength(1);
    const before = run.segments[(holes[0]?.number ?? 0) - 1];
    const heldMs = (before?.timeMs ?? 0) + (before?.durationMs ?? 0);
    expect(heldMs).toBeGreaterThan(50_000);
    expect((holes[0]?.timeMs ?? 0) - heldMs).toBeCloseTo(recorder.state.lostMs, -1);
    expect(run.segments.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBeCloseTo(
      (run.segments.at(-1)?.timeMs ?? 0) + (run.segments.at(-1)?.durationMs ?? 0) - recorder.state.lostMs,
      -1,
    );
  });
});

const endOf = ({ timeMs, durationMs }: ProgramPart): number => timeMs + durationMs;
