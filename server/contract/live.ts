import { z } from 'zod';
import type { BoardRow } from '../domain/board/manifest.ts';
import { programCanvases } from '../domain/live/canvas.ts';
import { segmentKinds } from '../domain/live/segments.ts';
import { id, isoInstant, line, paragraph, regionCode } from './primitives.ts';
import { offAir } from './shows.ts';
import { viewingSeen } from './viewing.ts';

// --- signalling: WebRTC's parameters as mediasoup words them. Their inner rules are mediasoup's to check; here sizes are bounded. ---

const text = z.string().max(512);
const parameters = z.record(z.string().max(64), z.unknown());

/** RFC 8829's answer in mediasoup's words: what an end can receive. */
export const rtpCapabilities = z.object({
  codecs: z
    .array(z.looseObject({ mimeType: text, kind: z.enum(['audio', 'video']), clockRate: z.int() }))
    .max(64)
    .optional(),
  headerExtensions: z
    .array(z.looseObject({ uri: text }))
    .max(64)
    .optional(),
});
export const rtpParameters = z.looseObject({
  mid: text.optional(),
  codecs: z
    .array(z.looseObject({ mimeType: text, payloadType: z.int(), clockRate: z.int() }))
    .min(1)
    .max(8),
  headerExtensions: z.array(parameters).max(32).optional(),
  encodings: z.array(parameters).max(4).optional(),
  rtcp: parameters.optional(),
});
export const dtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(z.object({ algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']), value: text }))
    .min(1)
    .max(8),
});
export const iceParameters = z.object({ usernameFragment: text, password: text, iceLite: z.boolean().optional() });

/** RTCIceServer: a TURN server with credentials that lapse. */
export const iceServer = z.object({ urls: z.array(text), username: text, credential: text });
export type IceServer = z.infer<typeof iceServer>;

export const transportOffer = z.object({
  id: text,
  iceParameters,
  iceCandidates: z.array(z.looseObject({})),
  dtlsParameters,
  iceServers: z.array(iceServer).optional(),
});

/**
 * The program's clock. `epochMs` (server time, ms) is media time 0 and what PROGRAM-DATE-TIME counts from; `rtp` says which media
 * time an RTP timestamp of the picture has (90 kHz). Null until the first sender reports have come.
 */
export const programClock = z.object({
  epochMs: z.number(),
  rtp: z.object({ timestamp: z.int(), mediaTimeMs: z.number() }),
});
export type ProgramClockOnWire = z.infer<typeof programClock>;

/** Our own studio, whose canvas draws who speaks and for whom; or an encoder by WHIP, whose picture has nothing of ours in it. */
export const pictureSource = z.enum(['studio', 'whip']);
export type PictureSource = z.infer<typeof pictureSource>;

/** What a player must know before it can play. */
export const programInfo = z.object({
  /** A picture comes in now. */
  onAir: z.boolean(),
  /** Null while nobody sends. */
  from: pictureSource.nullable(),
  rtpCapabilities: z.looseObject({}),
  hlsUrl: z.string(),
  clock: programClock.nullable(),
});

export const openViewer = z.object({ rtpCapabilities });
export const viewerOffer = z.object({
  viewerId: id,
  transport: transportOffer,
  tracks: z.array(z.object({ id: text, producerId: text, kind: z.enum(['audio', 'video']), rtpParameters: z.looseObject({}) })),
});
export const connectTransport = z.object({ dtlsParameters });

export const publisherOffer = z.object({ publisherId: id, transport: transportOffer, rtpCapabilities: z.looseObject({}) });
/** The picture as other platforms get it: with nothing over it, or with the jobs' cards and their numbers but without codes to scan. */
export const pictureCut = z.enum(['plain', 'numbers']);
export type PictureCut = z.infer<typeof pictureCut>;
/** @param cut the picture is not the program's, but a further one for other platforms */
export const produceTrack = z.object({ kind: z.enum(['audio', 'video']), rtpParameters, cut: pictureCut.optional() });
export const producedTrack = z.object({ producerId: text });

/** Sent every few seconds by whoever watches, so that viewers can be counted on every path. */
export const presenceReport = z.object({
  /** Random, made by the page; says nothing about the person. */
  viewerKey: z.string().regex(/^[\w-]{8,40}$/),
  path: z.enum(['webrtc', 'hls', 'none']),
  /** What it saw since the last report. */
  seen: viewingSeen.optional(),
});

// --- episodes ---

export const episodeState = z.enum(['planned', 'live', 'away', 'ended', 'cancelled']);

/** The posting that is being pitched, as a row of the board, with the code that opens it. */
export const pitchOnWire = z.custom<BoardRow & { link: { code: string; url: string } }>(
  (value) => typeof value === 'object' && value !== null,
);
export type PitchOnWire = z.infer<typeof pitchOnWire>;

/** An episode as anybody sees it: the show page and the screens. */
export const episodeForPublic = z.object({
  id,
  slug: z.string(),
  title: z.string(),
  hostName: z.string(),
  organiser: z.string(),
  demo: z.boolean(),
  /** Which shape its picture has. */
  canvas: z.enum(programCanvases),
  state: episodeState,
  plannedAt: isoInstant,
  /** How long it is planned to be. */
  minutes: z.int(),
  /** Why it is 停播. */
  off: offAir.nullable(),
  /** The next one of the series, where this one is off. */
  later: z.object({ slug: z.string(), plannedAt: isoInstant }).nullable(),
  /** 栏目 that it is of, and its picture. */
  series: z.object({ slug: z.string(), name: z.string(), posterUrl: z.string().nullable() }).nullable(),
  /** Of the show's region: what its hours are said in. */
  timeZone: z.string(),
  startedAt: isoInstant.nullable(),
  awayAt: isoInstant.nullable(),
  endedAt: isoInstant.nullable(),
  serverTime: isoInstant,
  /** YYYY-MM-DD in the show's zone: what 今天 and 明天 on its cards are counted from. */
  today: z.string(),
  /** Number of the last rundown change. */
  seq: z.int(),
  pitch: pitchOnWire.nullable(),
  /** Media time at which `pitch` began; null when no picture ran. */
  mediaTimeMs: z.int().nullable(),
  /** Viewers on every path. */
  viewers: z.int(),
});
export type EpisodeForPublic = z.infer<typeof episodeForPublic>;

/** What a show page hears (server-sent events, `event:` = type, `data:` = this JSON). */
export const showEvent = z.discriminatedUnion('type', [
  /** Everything anew: on connecting, and whenever the state changes. */
  z.object({ type: z.literal('episode'), episode: episodeForPublic }),
  /** 讲解: apply when the picture shown has reached `mediaTimeMs`. */
  z.object({
    type: z.literal('pitch'),
    seq: z.int(),
    mediaTimeMs: z.int().nullable(),
    pitch: pitchOnWire.nullable(),
  }),
  /** The pitched posting's places changed. */
  z.object({ type: z.literal('counted'), postingId: id, placesLeft: z.int(), filled: z.boolean() }),
  z.object({ type: z.literal('tick'), serverTime: isoInstant, viewers: z.int() }),
]);
export type ShowEvent = z.infer<typeof showEvent>;

export const createEpisode = z.object({
  title: line(40).min(1),
  regionCode,
  hostName: line(20).min(1),
  organiser: line(40).min(1),
  plannedAt: isoInstant,
  postingIds: z.array(id).max(100).default([]),
});
export type CreateEpisode = z.infer<typeof createEpisode>;

export const rundownItem = z.object({
  id,
  position: z.int(),
  kind: z.enum(['pitch', 'segment']),
  /** Null: a segment. */
  postingId: id.nullable(),
  segment: z.enum(segmentKinds).nullable(),
  title: z.string().nullable(),
  guests: z.string().nullable(),
  /** It has been on air: it keeps its place. */
  aired: z.boolean(),
  notes: z.string().nullable(),
  plannedMinutes: z.int().nullable(),
  pitch: pitchOnWire.nullable(),
});
export type RundownItemOnWire = z.infer<typeof rundownItem>;

const itemPlan = {
  /** Of an item that is there already. A job is known by its posting too. */
  id: id.optional(),
  notes: paragraph(2_000).optional(),
  plannedMinutes: z.int().min(1).max(180).nullable().optional(),
  guests: line(60).optional(),
};
/**
 * The whole list in its new order: what is missing is taken out, what is new is added. What an item says replaces what it said; what it leaves out
 * stays; an empty text, or null for minutes, empties it.
 */
export const setRundown = z.object({
  /** Of the list that was rearranged: when another one is stored by now, nothing is written. */
  revision: z.int().optional(),
  items: z
    .array(
      z.union([z.object({ ...itemPlan, postingId: id }), z.object({ ...itemPlan, segment: z.enum(segmentKinds), title: line(40).min(1) })]),
    )
    .max(100),
});
export type SetRundown = z.infer<typeof setRundown>;

/** An episode as its host sees it. */
export const episodeForHost = episodeForPublic.extend({
  regionCode,
  currentItemId: id.nullable(),
  /** When the talk about it began. */
  itemSince: isoInstant.nullable(),
  /** Its card is `pitch` whatever is being pitched. */
  pinnedItemId: id.nullable(),
  rundown: z.array(rundownItem),
  rundownRevision: z.int(),
  showId: id.nullable(),
  /** The holiday on which nobody has said whether it is held. */
  question: z.string().nullable(),
  /** Its year, where its series goes by holidays and nobody has entered that year's. */
  unknownYear: z.int().nullable(),
  /** Another time than its series has. */
  moved: z.boolean(),
  /** Until when the last step can be taken back. */
  undoUntil: isoInstant.nullable(),
  /** While it is on: when it ends by itself. */
  endsBy: isoInstant.nullable(),
  /** Where phones open the show. */
  showUrl: z.string(),
  /** Screens of its region: those that take a show, and those whose stations have not said that they do. */
  screens: z.object({ taking: z.int(), others: z.int() }),
});
export type EpisodeForHost = z.infer<typeof episodeForHost>;

export const episodeListed = z.object({
  id,
  slug: z.string(),
  title: z.string(),
  hostName: z.string(),
  organiser: z.string(),
  state: episodeState,
  plannedAt: isoInstant,
  minutes: z.int(),
  off: offAir.nullable(),
  question: z.string().nullable(),
  showId: id.nullable(),
  startedAt: isoInstant.nullable(),
  endedAt: isoInstant.nullable(),
  pitches: z.int(),
});
export type EpisodeListed = z.infer<typeof episodeListed>;

/** The host steps away from the item that the page showed: a second press, or an old tab, changes nothing. */
export const stepRundown = z.object({ step: z.enum(['next', 'back', 'undo']), seenItemId: id });
export type StepRundown = z.infer<typeof stepRundown>;

export const programReport = z.object({
  kind: z.enum(['fee', 'fake', 'abuse', 'other']),
  note: line(200).optional(),
});
