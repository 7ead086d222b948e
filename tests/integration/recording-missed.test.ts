import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { missedStretches } from '#server/db/schema/missed.ts';
import { recordingCuts } from '#server/db/schema/recordings.ts';
import type { Actor } from '#server/domain/access/actor.ts';
import { PIECE_BYTES } from '#server/domain/live/missed.ts';
import type { ProgramPart } from '#server/media/packager/program-sink.ts';
import { MissedShelf } from '#server/media/recording/missed-shelf.ts';
import { RecordingShelf } from '#server/media/recording/shelf.ts';
import type { Context } from '#server/services/context.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { findEpisode } from '#server/services/live/episode-view.ts';
import type { LivePort } from '#server/services/live/live-port.ts';
import { endEpisode, goLive, stepRundown } from '#server/services/live/run-show.ts';
import { askForCut, viewRecording } from '#server/services/recordings/cuts.ts';
import { dropAbandoned } from '#server/services/recordings/fill-missed.ts';
import { cutKey } from '#server/services/recordings/recordings-port.ts';
import { offerMissed, takePiece, viewMissed } from '#server/services/recordings/send-missed.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { clockOf, clockWebm, picturesOf } from '#tests/support/clock-webm.ts';
import { httpApp } from '#tests/support/http-app.ts';
import recordingsHandler from '#workers/recordings/handler.ts';
import { person, shangcheng } from './desk-world.ts';
import { decode } from './media/probe.ts';
import { SlateProgram } from './media/slate-program.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

describeBothModes('a stretch that the server missed', (house) => {
  let world: PhoneWorld;
  let ctx: Context;
  let host: Actor;
  let shelf: RecordingShelf;
  let missed: MissedShelf;
  let kept: Buffer;

  beforeAll(async () => {
    world = await phoneWorld(house());
    ctx = world.ctx;
    host = await person(ctx, '主播小赵', 'host', world.desk.li.grants[0]?.regionPath ?? null);
    shelf = new RecordingShelf({ dir: ctx.config.media.dir, log: ctx.log, spareBytes: 0 });
    missed = new MissedShelf({ shelf, dir: ctx.config.media.dir, spareBytes: 0 });
    // It began a second before the gap, and went on behind it: more than a piece.
    kept = await clockWebm(8_000);
    await house().startBackground([recordingsHandler]);
  });

  /** Two jobs: 6 s of the first, then the line is away for 6 s, in the midst of which the host goes on to the second; then 6 s of it. */
  async function aShow({ isOver = true, away = 'slate' as 'slate' | 'nothing' } = {}) {
    const postingIds = [await world.post(3), await world.post(1)];
    const { episodeId } = await createEpisode(ctx, host, {
      title: '第 12 期直播带岗',
      regionCode: shangcheng,
      hostName: '小赵',
      organiser: '城站零工市场',
      plannedAt: '2026-12-01T06:30:00Z',
      postingIds,
    });
    const startedMs = ctx.clock.now().epochMilliseconds;
    let mediaTimeMs = 0;
    const live: LivePort = { open: () => {}, mediaTimeMs: () => mediaTimeMs, viewers: () => 0, end: () => {} };
    const { recorder } = shelf.begin(episodeId, { nowMs: startedMs, epochMs: () => startedMs, now: () => performance.now() });
    let isAway = false;
    const part = (each: ProgramPart) => {
      if (!isAway) recorder.part(each);
      else if (away === 'slate') recorder.part({ ...each, isSlate: true });
    };
    const play = (startMs: number, ms: number) => {
      const program = new SlateProgram(
        { part: (each) => part({ ...each, startsDiscontinuity: each.index === 0 && startMs > 0 }) },
        startMs,
      );
      program.play(ms);
      program.end();
    };
    await goLive(ctx, live, host, episodeId);
    play(0, 5_800);
    isAway = true;
    play(6_000, 5_800);
    mediaTimeMs = 9_000;
    const { currentItemId } = await findEpisode(ctx.db, { id: episodeId });
    await stepRundown(ctx, live, host, { episodeId, step: 'next', seenItemId: currentItemId ?? '' });
    isAway = false;
    play(12_000, 5_800);
    mediaTimeMs = 18_000;
    const end = async () => {
      recorder.end();
      await shelf.finished(episodeId);
      await endEpisode(ctx, live, host, episodeId);
      await house().settle();
    };
    await recorder.settled();
    if (isOver) await end();
    return { episodeId, startedMs, end, postingIds };
  }

  const offerOf = (gap: { fromMs: number; toMs: number }) => ({
    fromMs: Math.round(gap.fromMs),
    toMs: Math.round(gap.toMs),
    zeroMs: Math.round(gap.fromMs) - 1_000,
    bytes: kept.length,
  });

  async function send(episodeId: string, stretchId: string, pieces?: number[]) {
    const all = Array.from({ length: Math.ceil(kept.length / PIECE_BYTES) }, (_, piece) => piece);
    let last: Awaited<ReturnType<typeof takePiece>> | undefined;
    for (const piece of pieces ?? all) {
      const bytes = kept.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      last = await takePiece(ctx, missed, host, { episodeId, stretchId, piece, sha256, bytes });
    }
    return last;
  }

  async function wholeOf(episodeId: string) {
    const cut = await askForCut(ctx, shelf, host, { episodeId, kind: 'whole' });
    await house().settle();
    return `${ctx.config.media.dir}/${cutKey(episodeId, cut.id)}`;
  }

  it.each(['slate', 'nothing'] as const)('comes from the host’s own recording into the replay, where %s stood', async (away) => {
    const { episodeId, startedMs } = await aShow({ away });
    const before = await viewRecording(ctx, shelf, host, { episodeId, now: undefined });
    const { gaps, serverMs } = await viewMissed(ctx, missed, host, episodeId);
    expect(gaps).toHaveLength(1);
    const [gap] = gaps;
    if (!gap) throw new Error('nothing is missed');
    expect([gap.fromMs, gap.toMs, gap.atMs - startedMs].map(Math.round)).toEqual([6_000, 12_000, 6_000]);
    expect(Math.abs(serverMs - ctx.clock.now().epochMilliseconds)).toBeLessThan(5_000);

    const stretch = await offerMissed(ctx, missed, host, { episodeId, ...offerOf(gap) });
    expect((await send(episodeId, stretch.id))?.state).toBe('received');
    await house().settle();
    const after = await viewMissed(ctx, missed, host, episodeId);
    expect(after).toMatchObject({ gaps: [], stretches: [{ state: 'filled', percent: 100 }] });

    // The house's own shelf has read it before: another one is another server.
    const fresh = new RecordingShelf({ dir: ctx.config.media.dir, log: ctx.log, spareBytes: 0 });
    const outline = await fresh.outline(episodeId);
    expect(outline?.positionOf(15_000)).toBeCloseTo(15_000, -2);
    const recording = await viewRecording(ctx, fresh, host, { episodeId, now: undefined });
    expect(recording.chapters.map(({ fromMs }) => Math.round(fromMs / 100))).toEqual([0, 90]);
    if (away === 'slate') expect(recording.durationMs).toBeCloseTo(before.durationMs, -2);
    else expect(recording.durationMs).toBeCloseTo(before.durationMs + 6_000, -2);

    const file = await wholeOf(episodeId);
    const pictures = await picturesOf(file);
    // 6 s of 25 pictures, each at its own moment: the first is the recording's at one second.
    const filled = pictures.filter(({ atMs }) => atMs > 5_990 && atMs < 11_990);
    expect(filled).toHaveLength(150);
    for (const picture of filled) expect(Math.abs(clockOf(picture) - (picture.atMs - 5_000))).toBeLessThan(60);
    expect(await decode(file)).toBe('');
  });

  it('goes on where it stopped, takes a piece twice, and refuses one that was damaged', async () => {
    const { episodeId } = await aShow();
    const [gap] = (await viewMissed(ctx, missed, host, episodeId)).gaps;
    if (!gap) throw new Error('nothing is missed');
    const stretch = await offerMissed(ctx, missed, host, { episodeId, ...offerOf(gap) });
    expect(kept.length).toBeGreaterThan(PIECE_BYTES);
    await send(episodeId, stretch.id, [1, 1]);
    const again = await offerMissed(ctx, missed, host, { episodeId, ...offerOf(gap) });
    expect(again).toEqual({ ...stretch, pieces: [1] });
    const damaged = { episodeId, stretchId: stretch.id, piece: 0, sha256: '0'.repeat(64), bytes: kept.subarray(0, PIECE_BYTES) };
    await expect(takePiece(ctx, missed, host, damaged)).rejects.toMatchObject({ problem: { code: 'MISSED_PIECE_BROKEN' } });
    expect((await viewMissed(ctx, missed, host, episodeId)).stretches[0]?.pieces).toEqual([1]);
    await send(episodeId, stretch.id);
    await house().settle();
    // Also when all of it comes once more.
    expect((await send(episodeId, stretch.id))?.state).toBe('filled');
    await expect(offerMissed(ctx, missed, host, { episodeId, ...offerOf(gap) })).resolves.toMatchObject({ state: 'filled' });
  });

  it('may come while the show is on, and is put in when it has ended', async () => {
    const { episodeId, end } = await aShow({ isOver: false });
    await expect.poll(async () => (await viewMissed(ctx, missed, host, episodeId)).gaps.length, { timeout: 10_000 }).toBe(1);
    const [gap] = (await viewMissed(ctx, missed, host, episodeId)).gaps;
    if (!gap) throw new Error('nothing is missed');
    const stretch = await offerMissed(ctx, missed, host, { episodeId, ...offerOf(gap) });
    await send(episodeId, stretch.id);
    await house().settle();
    expect((await viewMissed(ctx, missed, host, episodeId)).stretches).toMatchObject([{ state: 'received' }]);
    await end();
    expect((await viewMissed(ctx, missed, host, episodeId)).stretches).toMatchObject([{ state: 'filled' }]);
  });

  it('is sent by whoever hosts there, of what is missing, and of nothing else', async () => {
    const { episodeId } = await aShow();
    const [gap] = (await viewMissed(ctx, missed, host, episodeId)).gaps;
    if (!gap) throw new Error('nothing is missed');
    const stranger = await person(ctx, '外地主播', 'host', 'elsewhere/');
    const offer = { episodeId, ...offerOf(gap) };
    await expect(offerMissed(ctx, missed, stranger, offer)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    await expect(viewMissed(ctx, missed, stranger, episodeId)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    const shown = { ...offer, fromMs: 1_000, toMs: 4_000 };
    await expect(offerMissed(ctx, missed, host, shown)).rejects.toMatchObject({ problem: { code: 'MISSED_NOT_WANTED' } });
    const { app, close } = httpApp(house());
    expect((await app.request(`http://gangbo.test/api/recordings/episodes/${episodeId}/missed`)).status).toBe(401);
    close();
  });

  it('is said to be unusable when it is, and the replay stays as it was', async () => {
    const { episodeId } = await aShow();
    const [gap] = (await viewMissed(ctx, missed, host, episodeId)).gaps;
    if (!gap) throw new Error('nothing is missed');
    const bytes = Buffer.alloc(2_000, 'no recording');
    const stretch = await offerMissed(ctx, missed, host, { episodeId, ...offerOf(gap), bytes: bytes.length });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await takePiece(ctx, missed, host, { episodeId, stretchId: stretch.id, piece: 0, sha256, bytes });
    await house().settle();
    expect((await viewMissed(ctx, missed, host, episodeId)).stretches).toMatchObject([{ state: 'failed' }]);
    const fresh = new RecordingShelf({ dir: ctx.config.media.dir, log: ctx.log, spareBytes: 0 });
    expect((await fresh.recording(episodeId))?.stored).toBeUndefined();
  });

  it('is refused by a disk that is nearly full, and taken when there is room', async () => {
    const { episodeId } = await aShow();
    const [gap] = (await viewMissed(ctx, missed, host, episodeId)).gaps;
    if (!gap) throw new Error('nothing is missed');
    const stretch = await offerMissed(ctx, missed, host, { episodeId, ...offerOf(gap) });
    const full = new MissedShelf({ shelf, dir: ctx.config.media.dir, spareBytes: Number.MAX_SAFE_INTEGER });
    const bytes = kept.subarray(0, PIECE_BYTES);
    const piece = { episodeId, stretchId: stretch.id, piece: 0, sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
    await expect(takePiece(ctx, full, host, piece)).rejects.toMatchObject({ problem: { code: 'DISK_NEARLY_FULL' } });
    await expect(takePiece(ctx, missed, host, piece)).resolves.toMatchObject({ pieces: [0] });
    // Of what never came whole nothing stays.
    await ctx.db
      .update(missedStretches)
      .set({ touchedAt: ctx.clock.now().subtract({ hours: 24 * 9 }) })
      .where(eq(missedStretches.id, stretch.id));
    await dropAbandoned(ctx, missed);
    expect((await viewMissed(ctx, missed, host, episodeId)).stretches).toEqual([]);
    expect(await missed.pieces({ episodeId, id: stretch.id })).toEqual([]);
  });

  it('makes anew what had been cut over it', async () => {
    const { episodeId } = await aShow({ away: 'nothing' });
    const before = await wholeOf(episodeId);
    const count = (await picturesOf(before)).length;
    const [gap] = (await viewMissed(ctx, missed, host, episodeId)).gaps;
    if (!gap) throw new Error('nothing is missed');
    const stretch = await offerMissed(ctx, missed, host, { episodeId, ...offerOf(gap) });
    await send(episodeId, stretch.id);
    await house().settle();
    const cuts = await ctx.db.select().from(recordingCuts).where(eq(recordingCuts.episodeId, episodeId));
    expect(cuts).toMatchObject([{ state: 'ready' }]);
    expect((await picturesOf(before)).length).toBe(count + 150);
  });
});
