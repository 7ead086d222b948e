import { and, asc, eq, ne } from 'drizzle-orm';
import type { AskCut, ClipOnWire, CutOnWire, RecordingForHost } from '../../contract/recordings.ts';
import { recordingCuts, recordings } from '../../db/schema/recordings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { keepDays } from '../../domain/retention/rules.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import type { EpisodeRow } from '../live/episode-row.ts';
import { findEpisode, todayOf } from '../live/episode-view.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { cutKey, NothingRecorded, type RecordingOutline, type RecordingsPort } from './recordings-port.ts';
import { chaptersWithCards } from './replay.ts';

type CutRow = typeof recordingCuts.$inferSelect;

/** What this machine knows of a recording that it is making now. */
export interface RecordingNow {
  readonly state: string;
  readonly trouble?: 'full' | 'slow' | 'broken';
  readonly lostMs: number;
}

/** @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function asHost(ctx: Context, actor: Actor, episodeId: string): Promise<EpisodeRow> {
  const episode = await findEpisode(ctx.db, { id: episodeId });
  requireIn(actor, 'host', await regionPath(ctx.db, episode.regionCode));
  return episode;
}

/** @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function viewRecording(
  ctx: Context,
  port: RecordingsPort,
  actor: Actor,
  { episodeId, now }: { episodeId: string; now: RecordingNow | undefined },
): Promise<RecordingForHost> {
  const episode = await asHost(ctx, actor, episodeId);
  const [kept] = await ctx.db.select().from(recordings).where(eq(recordings.episodeId, episodeId));
  const outline = kept?.deletedAt ? undefined : await port.outline(episodeId);
  const cuts = await ctx.db
    .select()
    .from(recordingCuts)
    .where(and(eq(recordingCuts.episodeId, episodeId), ne(recordingCuts.state, 'deleted')))
    .orderBy(asc(recordingCuts.createdAt));
  const chapters = outline ? await chaptersWithCards(ctx, episode, outline) : [];
  return {
    state: stateOf({ episode, isDeleted: kept?.deletedAt !== null && kept !== undefined, now, outline }),
    trouble: now?.trouble ?? null,
    lostMs: now?.lostMs ?? 0,
    durationMs: outline?.durationMs ?? 0,
    bytes: outline?.bytes ?? 0,
    keepUntil: episode.endedAt?.add({ hours: keepDays.recording * 24 }).toString() ?? null,
    chapters: chapters.map(({ pitch: _, ...chapter }) => chapter),
    cuts: cuts.map((cut) => cutOnWire(ctx, cut)),
  };
}

function stateOf(known: {
  episode: EpisodeRow;
  isDeleted: boolean;
  now: RecordingNow | undefined;
  outline: RecordingOutline | undefined;
}): RecordingForHost['state'] {
  if (known.isDeleted) return 'deleted';
  const isOn = known.episode.state === 'live' || known.episode.state === 'away';
  if (isOn && known.now?.state === 'failing') return 'failing';
  if (isOn && known.now?.state === 'recording') return 'recording';
  if (!known.outline) return 'none';
  return isOn ? 'recording' : 'kept';
}

/**
 * 下载、剪出一段: asks for the MP4 of an ended episode or of one pitch. Asked again, it is the same one; one that failed is tried anew.
 * @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE, RECORDING_NOT_FOUND
 */
export async function askForCut(
  ctx: Context,
  port: RecordingsPort,
  actor: Actor,
  input: AskCut & { episodeId: string },
): Promise<CutOnWire> {
  const episode = await asHost(ctx, actor, input.episodeId);
  if (episode.state !== 'ended') throw new Refusal('EPISODE_STATE', { state: episode.state });
  const outline = await port.outline(episode.id, { noOlderThanMs: 1_000 });
  if (!outline) throw new Refusal('RECORDING_NOT_FOUND');
  const wanted = await spanOf(ctx, episode, outline, input);
  const cut = await ctx.db.transaction(async (tx) => {
    const [made] = await tx
      .insert(recordingCuts)
      .values({
        id: ctx.random.id(),
        episodeId: episode.id,
        kind: input.kind,
        ...wanted,
        code: input.kind === 'clip' ? Buffer.from(ctx.random.bytes(9)).toString('base64url') : null,
        state: 'waiting',
        createdBy: actor.kind === 'staff' ? actor.userId : actor.kind,
        createdAt: ctx.clock.now(),
      })
      .onConflictDoUpdate({
        target: [recordingCuts.episodeId, recordingCuts.kind, recordingCuts.seq],
        set: { state: 'waiting', percent: 0 },
        setWhere: eq(recordingCuts.state, 'failed'),
      })
      .returning();
    if (!made) return await cutOf(tx, { episodeId: episode.id, kind: input.kind, seq: wanted.seq });
    await record(tx, ctx, actor, {
      area: 'live',
      action: 'recording.cut-asked',
      subject: made.id,
      after: { episodeId: episode.id, kind: made.kind, seq: made.seq },
    });
    await announce(tx, ctx, { type: 'recording.cut-asked', cutId: made.id });
    return made;
  });
  return cutOnWire(ctx, cut);
}

async function cutOf(
  tx: Parameters<Parameters<Context['db']['transaction']>[0]>[0],
  { episodeId, kind, seq }: { episodeId: string; kind: 'whole' | 'clip'; seq: number },
): Promise<CutRow> {
  const [found] = await tx
    .select()
    .from(recordingCuts)
    .where(and(eq(recordingCuts.episodeId, episodeId), eq(recordingCuts.kind, kind), eq(recordingCuts.seq, seq)));
  if (!found || found.state === 'deleted') throw new Refusal('RECORDING_NOT_FOUND');
  return found;
}

export async function spanOf(
  ctx: Context,
  episode: EpisodeRow,
  outline: RecordingOutline,
  input: AskCut,
): Promise<{ seq: number; title: string; fromMs: number; toMs: number }> {
  const wholeMs = Math.ceil(outline.durationMs);
  if (input.kind === 'whole') return { seq: 0, title: episode.title, fromMs: 0, toMs: wholeMs };
  const chapter = (await chaptersWithCards(ctx, episode, outline)).find(({ seq }) => seq === input.seq);
  if (!chapter) throw new Refusal('RECORDING_NOT_FOUND');
  const title = [chapter.number, chapter.trade].filter((word) => word !== null && word !== '').join(' ');
  return { seq: chapter.seq, title, fromMs: Math.floor(chapter.fromMs), toMs: Math.ceil(chapter.toMs) };
}

/** Makes what was asked for: in a worker, as long as it takes. Safe to run again. */
export async function makeCut(ctx: Context, port: RecordingsPort, cutId: string, signal: AbortSignal): Promise<void> {
  const [cut] = await ctx.db
    .update(recordingCuts)
    .set({ state: 'making', percent: 0 })
    .where(and(eq(recordingCuts.id, cutId), ne(recordingCuts.state, 'ready'), ne(recordingCuts.state, 'deleted')))
    .returning();
  if (!cut) return;
  try {
    const made = await port.cut({
      episodeId: cut.episodeId,
      fromMs: cut.fromMs,
      toMs: cut.toMs,
      key: cutKey(cut.episodeId, cut.id),
      signal,
      progress: async (share) => {
        await ctx.db
          .update(recordingCuts)
          .set({ percent: Math.round(share * 100) })
          .where(eq(recordingCuts.id, cutId));
      },
    });
    await ctx.db
      .update(recordingCuts)
      .set({ state: 'ready', percent: 100, ...made })
      .where(and(eq(recordingCuts.id, cutId), eq(recordingCuts.state, 'making')));
  } catch (error) {
    if (!(error instanceof NothingRecorded)) throw error;
    await giveUpCut(ctx, cutId);
  }
}

export async function giveUpCut(ctx: Context, cutId: string): Promise<void> {
  await ctx.db
    .update(recordingCuts)
    .set({ state: 'failed' })
    .where(and(eq(recordingCuts.id, cutId), ne(recordingCuts.state, 'deleted')));
}

/** The file of a cut for its host. @throws Refusal NOT_ALLOWED, RECORDING_NOT_FOUND */
export async function openCut(ctx: Context, actor: Actor, cutId: string): Promise<{ key: string; name: string }> {
  const [cut] = await ctx.db.select().from(recordingCuts).where(eq(recordingCuts.id, cutId));
  if (!cut) throw new Refusal('RECORDING_NOT_FOUND');
  const episode = await asHost(ctx, actor, cut.episodeId);
  if (cut.state !== 'ready') throw new Refusal('RECORDING_NOT_FOUND');
  const day = (episode.startedAt ?? episode.plannedAt).toString().slice(0, 10);
  return { key: cutKey(cut.episodeId, cut.id), name: `${day} ${cut.title}.mp4` };
}

/** A clip whose page anybody may open. @throws Refusal RECORDING_NOT_FOUND */
export async function findClip(ctx: Context, code: string): Promise<CutRow> {
  const [cut] = await ctx.db
    .select()
    .from(recordingCuts)
    .where(and(eq(recordingCuts.code, code), eq(recordingCuts.state, 'ready')));
  if (!cut) throw new Refusal('RECORDING_NOT_FOUND');
  return cut;
}

/** @throws Refusal RECORDING_NOT_FOUND */
export async function viewClip(ctx: Context, port: RecordingsPort, code: string, videoUrl: string): Promise<ClipOnWire> {
  const cut = await findClip(ctx, code);
  const episode = await findEpisode(ctx.db, { id: cut.episodeId });
  const outline = await port.outline(episode.id);
  const chapter = outline && (await chaptersWithCards(ctx, episode, outline)).find(({ seq }) => seq === cut.seq);
  if (!chapter) throw new Refusal('RECORDING_NOT_FOUND');
  const { number, trade, segment, state, pitch } = chapter;
  return {
    title: cut.title,
    videoUrl,
    durationMs: cut.durationMs ?? cut.toMs - cut.fromMs,
    show: {
      slug: episode.slug,
      title: episode.title,
      hostName: episode.hostName,
      organiser: episode.organiser,
      startedAt: (episode.startedAt ?? episode.plannedAt).toString(),
      demo: episode.demo,
    },
    seq: cut.seq,
    chapter: { number, trade, segment, state, pitch },
    today: await todayOf(ctx, episode),
  };
}

function cutOnWire(ctx: Context, cut: CutRow): CutOnWire {
  return {
    id: cut.id,
    kind: cut.kind,
    seq: cut.kind === 'clip' ? cut.seq : null,
    title: cut.title,
    state: cut.state === 'deleted' ? 'failed' : cut.state,
    percent: cut.percent,
    bytes: cut.bytes,
    durationMs: cut.durationMs,
    pageUrl: cut.code !== null && cut.state === 'ready' ? `${ctx.config.http.publicUrl}/clip/${cut.code}` : null,
    createdAt: cut.createdAt.toString(),
  };
}
