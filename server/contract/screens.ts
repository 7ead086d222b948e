import { z } from 'zod';
import { type BoardRow, type TakeoverOnGlass, wallHalves } from '../domain/board/manifest.ts';
import { id, isoInstant, line } from './primitives.ts';

/** 6 characters, no look-alikes (no 0 O 1 I L U). */
export const pairingCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[2-9A-HJKMNP-TV-Z]{6}$/);

/** The device asks for a code with the public half of a key it can't export (ECDSA P-256, SPKI, base64url). */
export const pairingRequest = z.object({ publicKey: z.string().min(80).max(200) });
export const pairingOffer = z.object({ deviceId: id, code: pairingCode, expiresAt: isoInstant });
/** Polled (or pushed) until a clerk has typed the code. */
export const pairingState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), code: pairingCode, expiresAt: isoInstant }),
  /** With the key by which manifests are signed: pinned from now on (Ed25519, 32 raw bytes, base64url). */
  z.object({ state: z.literal('paired'), screenId: id, signingKey: z.object({ id: z.string(), raw: z.string() }) }),
]);

const arrangement = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plain') }),
  /** Two equal screens of one station; saving one half sets the other. */
  z.object({ kind: z.literal('wall'), half: z.enum(wallHalves), partnerId: id, bezelMm: z.int().min(0).max(500) }),
  z.object({ kind: z.literal('double'), side: z.enum(['jobs', 'show']) }),
  z.object({ kind: z.literal('split') }),
]);
export const glassLook = z.object({
  type: z.enum(['standard', 'large']).default('standard'),
  contrast: z.enum(['standard', 'high']).default('standard'),
  arrangement: arrangement.default({ kind: 'plain' }),
});

export const glassSize = z.object({
  name: line(40).min(1),
  kind: z.enum(['lcd', 'led-low-resolution', 'led-ultra-wide', 'kiosk']),
  widthMm: z.int().min(50).max(200_000),
  heightMm: z.int().min(50).max(200_000),
  widthPx: z.int().min(64).max(16_384),
  heightPx: z.int().min(64).max(16_384),
  viewingDistanceM: z.number().min(0.3).max(100),
  mountHeightM: z.number().min(0).max(50),
  touch: z.boolean().default(false),
  /** A show comes only where its station has said so. */
  liveMode: z.enum(['off', 'beside', 'full']).default('off'),
  soundOn: z.boolean().default(false),
  /** Unsaid: the plain board of its shape. */
  look: glassLook.optional(),
});
/** A clerk's answer to a code: an existing screen of a station, or a new one. */
export const pairScreen = z.object({
  code: pairingCode,
  stationId: id,
  screenId: id.optional(),
  glass: glassSize.optional(),
});
export type PairScreen = z.infer<typeof pairScreen>;

/** Challenge–response: the device signs `gangbo-screen:<screenId>:<nonce>` and gets a session cookie for /api/screen. */
export const screenSessionRequest = z.object({
  screenId: id,
  nonce: z.string().min(16).max(128),
  signature: z.string().min(40).max(200),
  /** What the demo gave this browser when it became this wall. Real devices have none: their key stands at the screen. */
  adoption: z.string().max(400).optional(),
  /** The session that this start of the device had before. A start that never had one takes the screen over from whoever plays it. */
  continues: z.int().optional(),
});

/** What a glass can be told to do. `volume` says how loud, from 0 (silent) to 100; `screenshot` is answered by a picture (see `screenshotQuery`). */
const commandWords = {
  command: z.enum(['identify', 'reload', 'refresh', 'screenshot', 'volume']),
  volume: z.int().min(0).max(100).optional(),
};
export const screenCommand = z.object(commandWords).refine(({ command, volume }) => (command === 'volume') === (volume !== undefined), {
  path: ['volume'],
  message: 'goes with volume alone',
});
export type ScreenCommand = z.output<typeof screenCommand>;

/** What a connected player hears (server-sent events, `event:` = type, `data:` = this JSON). */
export const screenEvent = z.discriminatedUnion('type', [
  /** A newer manifest: fetch it with the ETag you hold. `serverTime` steers the player's clock. */
  z.object({ type: z.literal('manifest'), version: z.int(), hash: z.string(), serverTime: isoInstant }),
  /** Applied at once, on top of the manifest held: counts, 已招满, and off the glass. */
  z.object({ type: z.literal('posting'), postingId: z.string(), placesLeft: z.int(), status: z.enum(['open', 'filled', 'closed']) }),
  /** Applied at once; `until` null lifts it. Repeated in the manifest. */
  z.object({
    type: z.literal('takeover'),
    id: z.string(),
    kind: z.enum(['safe-slate', 'notice']),
    message: z.string().optional(),
    drill: z.boolean().optional(),
    until: isoInstant.nullable(),
  }),
  /** 讲解, tied to the media clock: apply when the picture shown has reached mediaTimeMs. */
  z.object({
    type: z.literal('pitch'),
    episodeId: z.string(),
    seq: z.int(),
    mediaTimeMs: z.int().nullable(),
    pitch: z.custom<BoardRow & { link: { code: string; url: string } }>().nullable(),
  }),
  z.object({ type: z.literal('command'), id: z.string(), ...commandWords }),
  z.object({ type: z.literal('revoked') }),
  /** An older start with this screen's key was still playing somewhere: told to the one that plays now. */
  z.object({ type: z.literal('cloned') }),
  /** `release`: which build of the player this server has; one that plays another fetches it, and takes it when it has proved that it plays. */
  z.object({ type: z.literal('tick'), serverTime: isoInstant, release: z.string().max(40).optional() }),
]);
export type ScreenEvent = z.infer<typeof screenEvent>;

/** Takeovers that came to stand on the glass, and how long before this word: by a clock that can't be wrong, because it only counts. */
const stood = z
  .array(
    z.object({
      id: z.string().max(64),
      agoMs: z
        .int()
        .min(0)
        .max(24 * 3_600_000),
    }),
  )
  .max(50)
  .optional();

/** 已上屏: after the frame is on glass. */
export const presentedReport = z.object({
  version: z.int(),
  hash: z.string().max(64),
  slideId: z.string().max(80),
  presentedAt: isoInstant,
  /** Commands and takeovers carried out since the last report: each is proved by its echo, not by an open socket. */
  echoes: z.array(z.string().max(64)).max(50).default([]),
  stood,
});

/** A player's heartbeat. */
export const beatEveryMs = 5_000;

/** How a player fares; its heartbeat, and at once when something was set aside. What an older player doesn't say is simply unknown. */
export const playerHealth = z.object({
  appVersion: z.string().max(40),
  userAgent: z.string().max(300),
  viewport: z.object({ width: z.int(), height: z.int(), pixelRatio: z.number() }),
  heldVersion: z.int().nullable(),
  uptimeMs: z.int(),
  heapBytes: z.int().nullable(),
  /** Items that failed three times and are left out. */
  setAside: z.array(z.object({ id: z.string().max(80), why: z.string().max(200) })).max(20),
  /** Times the error boundary or the watchdog had to step in since the start. */
  rescues: z.int(),
  /** Of the manifest held: what was approved and signed is what is drawn. */
  heldHash: z.string().max(64).nullable().optional(),
  /** On the glass now; null: the pairing view, a takeover or the station's own slide. */
  slideId: z.string().max(80).nullable().optional(),
  /** Frames painted since the beat before, and how long ago that was, ms. A picture may stand still; a page that paints nothing at all hangs. */
  frames: z.object({ painted: z.int().min(0), overMs: z.int().min(0) }).optional(),
  /** A sample of what is drawn: mean brightness 0–1, how much it varies over the glass 0–1, a hash that changes with it, and the kind of slide. */
  pixels: z
    .object({
      mean: z.number().min(0).max(1),
      spread: z.number().min(0).max(1),
      hash: z.string().max(32),
      of: z.string().max(20).optional(),
    })
    .nullable()
    .optional(),
  /** Samples in a row that could not be drawn. */
  unproved: z.int().min(0).optional(),
  storage: z
    .object({ usedBytes: z.number().min(0), quotaBytes: z.number().min(0), persisted: z.boolean() })
    .nullable()
    .optional(),
  /** The device's own clock less the server's, ms; null: the server has not been heard since the start. */
  clockErrorMs: z.int().nullable().optional(),
  updateState: z.enum(['current', 'installing', 'probation', 'rolled-back']).optional(),
  /** Another device plays with this identity. */
  isCloned: z.boolean().optional(),
  /** Commands and takeovers carried out since the beat before: of a glass that draws numbers, and presents no manifest. */
  echoes: z.array(z.string().max(64)).max(50).optional(),
  stood,
});
export type PlayerHealth = z.infer<typeof playerHealth>;

/** The answer to a `screenshot` command: the picture itself (JPEG, PNG or WebP) as the body, with these beside it. */
export const screenshotQuery = z.object({
  commandId: z.string().max(64),
  /** `page`: what the page says it drew; `glass`: what a wrapper read from the display. */
  source: z.enum(['page', 'glass']),
});
export const mostScreenshotBytes = 512 * 1024;

/** An address as long as each that a code on glass holds now: whoever measures a glass reckons with it. */
export const codeAddress = z.object({ url: z.url() });

export interface ScreenForStaff {
  id: string;
  /** `openNow` by the station's own hours: a screen that is switched off at night is no alarm. */
  station: { id: string; name: string; regionCode: string; openNow: boolean };
  glass: z.infer<typeof glassSize>;
  state: 'paired' | 'unpaired' | 'revoked';
  newestVersion: number | null;
  presentedVersion: number | null;
  presentedAt: string | null;
  lastSeenAt: string | null;
  takeover: TakeoverOnGlass | null;
  /** Commands and takeovers that the glass itself has said to have carried out, the newest last. */
  echoes: string[];
  health: unknown;
}
