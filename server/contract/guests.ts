import { z } from 'zod';
import { guestFits, guestStates, guestWants, LOUDEST } from '../domain/guests/rules.ts';
import { dtlsParameters, rtpCapabilities, rtpParameters, transportOffer } from './live.ts';
import { id, isoInstant, line } from './primitives.ts';

const name = line(20).min(1);
/** 32 random bytes in base64url. */
export const guestToken = z.string().regex(/^[\w-]{43}$/);

// --- the room's signalling: mediasoup's own words, one step a route, for host and guests alike ---

export const roomSession = z.object({
  sessionId: id,
  send: transportOffer,
  receive: transportOffer,
  rtpCapabilities: z.looseObject({}),
});
export type RoomSession = z.infer<typeof roomSession>;
export const connectRoom = z.object({ way: z.enum(['send', 'receive']), dtlsParameters });
export const produceInRoom = z.object({ kind: z.enum(['audio', 'video']), rtpParameters });
export const stopInRoom = z.object({ kind: z.enum(['audio', 'video']) });
export const syncRoom = z.object({ rtpCapabilities });
/** All that this end may see and hear now, and nothing else. */
export const roomTracks = z.object({
  tracks: z.array(
    z.object({
      id: z.string(),
      producerId: z.string(),
      kind: z.enum(['audio', 'video']),
      rtpParameters: z.looseObject({}),
      /** `host`, or a guest's id. */
      from: z.string(),
    }),
  ),
});
export type RoomTracks = z.infer<typeof roomTracks>;

/** Between host and guests, on no recording and kept nowhere: it ends with the room. */
export const greenRoomLine = z.object({ id, from: z.string(), text: z.string(), at: isoInstant });
export type GreenRoomLine = z.infer<typeof greenRoomLine>;
export const sayInGreenRoom = z.object({ text: line(200).min(1) });

// --- the host's side ---

export const inviteGuest = z.object({ name, wants: z.enum(guestWants).default('video') });
export type InviteGuest = z.infer<typeof inviteGuest>;
/** The link is said once; only its hash is kept. */
export const guestInvited = z.object({ guestId: id, url: z.string(), expiresAt: isoInstant });
export type GuestInvited = z.infer<typeof guestInvited>;

export const adjustGuest = z.object({
  name: name.optional(),
  onStage: z.boolean().optional(),
  /** In the program, in percent. */
  volume: z.int().min(0).max(LOUDEST).optional(),
  muted: z.boolean().optional(),
  fit: z.enum(guestFits).optional(),
});
export type AdjustGuest = z.infer<typeof adjustGuest>;

const sending = z.enum(['none', 'flows', 'silent']);
export const guestForHost = z.object({
  id,
  name: z.string(),
  from: z.enum(['link', 'hand']),
  wants: z.enum(guestWants),
  state: z.enum(guestStates),
  volume: z.int(),
  muted: z.boolean(),
  fit: z.enum(guestFits),
  /** `silent`: it was sent, and nothing comes any more. */
  audio: sending,
  video: sending,
  expiresAt: isoInstant,
  consentAt: isoInstant.nullable(),
});
export type GuestForHost = z.infer<typeof guestForHost>;

export const handForHost = z.object({
  id,
  /** 求职者·<number> */
  number: z.int(),
  wants: z.enum(guestWants),
  state: z.enum(['raised', 'called']),
  raisedAt: isoInstant,
});
export type HandForHost = z.infer<typeof handForHost>;

export const guestDesk = z.object({ guests: z.array(guestForHost), hands: z.array(handForHost), lines: z.array(greenRoomLine) });
export type GuestDesk = z.infer<typeof guestDesk>;

// --- the guest's side ---

export const linkSeen = z.object({
  title: z.string(),
  hostName: z.string(),
  organiser: z.string(),
  plannedAt: isoInstant,
  timeZone: z.string(),
  today: z.string(),
  name: z.string(),
  wants: z.enum(guestWants),
  from: z.enum(['link', 'hand']),
  consentVersion: z.string(),
  /** This browser has been let in by this link already. */
  entered: z.boolean(),
});
export type LinkSeen = z.infer<typeof linkSeen>;

export const enterAsGuest = z.object({ consent: z.string().max(20), name: name.optional() });
export type EnterAsGuest = z.infer<typeof enterAsGuest>;

export const guestSelf = z.object({
  guestId: id,
  episodeId: id,
  slug: z.string(),
  title: z.string(),
  hostName: z.string(),
  name: z.string(),
  wants: z.enum(guestWants),
  /** The show's picture goes out now. */
  isOn: z.boolean(),
  onStage: z.boolean(),
  mutedByHost: z.boolean(),
  hostIsHere: z.boolean(),
  lines: z.array(greenRoomLine),
  /** Names of those who speak in the room, by id. */
  names: z.record(z.string(), z.string()),
});
export type GuestSelf = z.infer<typeof guestSelf>;

// --- a viewer's hand ---

export const raiseHand = z.object({ wants: z.enum(guestWants) });
export const myHand = z.object({
  state: z.enum(['down', 'raised', 'called', 'joined']),
  id: id.nullable(),
  /** How many were raised before mine. */
  ahead: z.int(),
  answerBy: isoInstant.nullable(),
});
export type MyHand = z.infer<typeof myHand>;
export const handAnswered = z.object({ url: z.string() });

/** On the streams of host, guests and viewers, as a hint: ask again. `hands`: whose state has changed. */
export const guestsNews = z.object({ type: z.literal('guests') });
export const handsNews = z.object({ type: z.literal('hands'), hands: z.array(id) });
