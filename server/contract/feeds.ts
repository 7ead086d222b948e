import { z } from 'zod';
import { pictureCut, pictureSource } from './live.ts';
import { id, isoInstant, line } from './primitives.ts';

/** OBS by WHIP: where an encoder sends an episode's picture to. */
export const whipDoor = z.object({
  url: z.string(),
  /** When the token that holds now was made; null: there is none, and no encoder gets in. */
  tokenMadeAt: isoInstant.nullable(),
  tokenUsedAt: isoInstant.nullable(),
});
export type WhipDoor = z.infer<typeof whipDoor>;

/** Shown once: only its hash is kept. */
export const whipTokenMade = whipDoor.extend({ token: z.string() });
export type WhipTokenMade = z.infer<typeof whipTokenMade>;

/** What comes in now, measured where it arrives. */
export const incomingPicture = z.object({
  from: pictureSource,
  onAir: z.boolean(),
  /** RFC 6381; null before the first picture. */
  codecs: z.string().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** Pictures a second. */
  fps: z.number(),
  /** Of picture and sound, bits a second. */
  bitrate: z.number(),
});
export type IncomingPicture = z.infer<typeof incomingPicture>;

export const MOST_RESTREAM_TARGETS = 2;
export const restreamPicture = z.enum(['plain', 'numbers', 'program']);
export type RestreamPictureOnWire = z.infer<typeof restreamPicture>;

const rtmpUrl = z.string().trim().max(300);
const streamKey = z
  .string()
  .trim()
  .min(1)
  .max(400)
  .regex(/^[\x21-\x7e]+$/);

export const addRestreamTarget = z.object({
  name: line(30).min(1),
  url: rtmpUrl,
  key: streamKey,
  picture: restreamPicture.default('numbers'),
});
export type AddRestreamTarget = z.input<typeof addRestreamTarget>;

/** Without a key the one that is kept stays. */
export const changeRestreamTarget = z.object({
  name: line(30).min(1),
  url: rtmpUrl,
  key: streamKey.optional(),
  picture: restreamPicture,
});
export type ChangeRestreamTarget = z.infer<typeof changeRestreamTarget>;

/** Why nothing arrives there, as the studio words it. */
export const restreamTrouble = z.enum([
  'address', // the name has no address
  'private', // the address is inside this network
  'unreachable', // nobody answers there
  'refused', // the platform said no: key, app, or it is taken
  'stalled', // it took nothing for too long
  'dropped', // it hung up
  'protocol', // it does not speak RTMP, or its certificate is not its name's
]);
export type RestreamTrouble = z.infer<typeof restreamTrouble>;

export const restreamState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('off') }),
  /** No picture yet; `cut`: the studio does not send the one without codes, and the one with them never goes in its place. */
  z.object({ is: z.literal('waiting'), why: z.enum(['picture', 'cut']) }),
  z.object({ is: z.literal('connecting') }),
  z.object({
    is: z.literal('sending'),
    sinceMs: z.number(),
    bitrate: z.number(),
    /** Seconds of the show that were left out because the platform did not keep up. */
    leftOutSeconds: z.number(),
  }),
  z.object({
    is: z.literal('retrying'),
    trouble: restreamTrouble,
    /** What the platform said, if it said something; never the key. */
    said: z.string(),
    tries: z.int(),
    inSeconds: z.int(),
  }),
]);
export type RestreamState = z.infer<typeof restreamState>;

export const restreamTarget = z.object({
  id,
  name: z.string(),
  url: z.string(),
  /** `••••` and the key's last letters. */
  keyHint: z.string(),
  picture: restreamPicture,
  wanted: z.boolean(),
  state: restreamState,
});
export type RestreamTargetOnWire = z.infer<typeof restreamTarget>;

/** Everything of an episode's ways in and out that are not our own pages. */
export const episodeFeeds = z.object({
  whip: whipDoor,
  incoming: incomingPicture.nullable(),
  targets: z.array(restreamTarget),
  /** Further pictures that the studio must send, because a platform that is switched on takes no codes. */
  cuts: z.array(pictureCut),
});
export type EpisodeFeeds = z.infer<typeof episodeFeeds>;

export const switchRestream = z.object({ on: z.boolean() });
