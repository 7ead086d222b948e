import { z } from 'zod';
import { segmentKinds } from '../domain/live/segments.ts';
import { pitchOnWire } from './live.ts';
import { id, isoInstant } from './primitives.ts';

/** One job as it was pitched. Times are positions in the recording, ms from its start. */
export const chapterOnWire = z.object({
  /** Number of the rundown change that began it: `?chapter=` in links. */
  seq: z.int(),
  /** The posting's spoken number, with which people ask for it. */
  number: z.int().nullable(),
  trade: z.string(),
  /** 环节: pitches nothing, and `trade` is its title. */
  segment: z.enum(segmentKinds).nullable(),
  fromMs: z.number(),
  toMs: z.number(),
  /** `open` can be grabbed, `full` has a waiting list, `closed` is no longer offered. */
  state: z.enum(['open', 'full', 'closed']),
  /** Null once closed: what is no longer offered is not shown as if it were. */
  pitch: pitchOnWire.nullable(),
});
export type ChapterOnWire = z.infer<typeof chapterOnWire>;

export const replayOnWire = z.object({
  /** The whole episode as HLS; null where nothing is recorded, or no longer kept. */
  playlistUrl: z.string().nullable(),
  durationMs: z.number(),
  chapters: z.array(chapterOnWire),
  /** 字幕 as WebVTT on the recording's own line; null where nothing was written. */
  captionsUrl: z.string().nullable(),
  /** YYYY-MM-DD in the show's zone. */
  today: z.string(),
});
export type ReplayOnWire = z.infer<typeof replayOnWire>;

/** An MP4 made of a recording: all of it for the archive, or one pitch to share. */
export const cutOnWire = z.object({
  id,
  kind: z.enum(['whole', 'clip']),
  /** The chapter of a clip. */
  seq: z.int().nullable(),
  title: z.string(),
  state: z.enum(['waiting', 'making', 'ready', 'failed']),
  /** 0–100 */
  percent: z.int(),
  bytes: z.number().nullable(),
  durationMs: z.number().nullable(),
  /** Where anybody watches a clip. */
  pageUrl: z.string().nullable(),
  createdAt: isoInstant,
});
export type CutOnWire = z.infer<typeof cutOnWire>;

export const askCut = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole') }),
  z.object({ kind: z.literal('clip'), seq: z.int().min(1) }),
]);
export type AskCut = z.infer<typeof askCut>;

/** A recording as the host sees it, while it is made and afterwards. */
export const recordingForHost = z.object({
  /** `none`: nothing recorded (yet); `recording` and `failing` only while the show is on; `deleted` by the retention rule. */
  state: z.enum(['none', 'recording', 'failing', 'kept', 'deleted']),
  /** Why nothing is recorded now: `full` disk, `slow` disk, `broken`. */
  trouble: z.enum(['full', 'slow', 'broken']).nullable(),
  /** Of this run of the show, not recorded. */
  lostMs: z.number(),
  durationMs: z.number(),
  bytes: z.number(),
  keepUntil: isoInstant.nullable(),
  chapters: z.array(chapterOnWire.omit({ pitch: true })),
  cuts: z.array(cutOnWire),
});
export type RecordingForHost = z.infer<typeof recordingForHost>;

export const clipOnWire = z.object({
  title: z.string(),
  videoUrl: z.string(),
  durationMs: z.number(),
  show: z.object({
    slug: z.string(),
    title: z.string(),
    hostName: z.string(),
    organiser: z.string(),
    startedAt: isoInstant,
    demo: z.boolean(),
  }),
  seq: z.int(),
  /** The job as it stands today. */
  chapter: chapterOnWire.omit({ fromMs: true, toMs: true, seq: true }),
  today: z.string(),
});
export type ClipOnWire = z.infer<typeof clipOnWire>;
