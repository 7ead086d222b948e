import { boolean, index, integer, jsonb, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import type { GlassLook } from '../../domain/board/manifest.ts';
import { instant } from '../types.ts';

export const screenKinds = ['lcd', 'led-low-resolution', 'led-ultra-wide', 'kiosk'] as const;
export type ScreenKind = (typeof screenKinds)[number];

/** 屏 */
export const screens = pgTable(
  'screens',
  {
    id: text().primaryKey(),
    stationId: text().notNull(),
    name: text().notNull(),
    kind: text({ enum: screenKinds }).notNull(),
    widthMm: integer().notNull(),
    heightMm: integer().notNull(),
    widthPx: integer().notNull(),
    heightPx: integer().notNull(),
    viewingDistanceM: real().notNull(),
    mountHeightM: real().notNull(),
    touch: boolean().notNull().default(false),
    /** Live shows: none until the station says otherwise, beside the jobs, or the whole glass. */
    liveMode: text({ enum: ['off', 'beside', 'full'] })
      .notNull()
      .default('off'),
    soundOn: boolean().notNull().default(false),
    /** 版式 chosen beyond the glass's shape; null: the plain board of its shape. */
    look: jsonb().$type<GlassLook>(),
    /** The device's public key (SPKI, base64url): ECDSA P-256, made non-extractable on the device. */
    publicKey: text(),
    /** Raised to revoke every session of the device. */
    credentialVersion: integer().notNull().default(0),
    pairedAt: instant(),
    revokedAt: instant(),
    lastSeenAt: instant(),
    /** Version last reported as on the glass. */
    presentedVersion: integer(),
    presentedAt: instant(),
    /** Commands and takeovers that the glass has said to have carried out, the newest last: a command is proved by its echo. */
    echoes: text().array().notNull().default([]),
    demo: boolean().notNull().default(false),
    createdAt: instant().notNull(),
  },
  (t) => [index('screens_station').on(t.stationId)],
);

/** A device waiting with its 6-character code for a clerk. */
export const pairings = pgTable('pairings', {
  code: text().primaryKey(),
  deviceId: text().notNull(),
  publicKey: text().notNull(),
  screenId: text(),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  claimedAt: instant(),
});

/** 清单: the signed list a player holds. The newest version of a screen is what it should show. */
export const manifests = pgTable(
  'manifests',
  {
    screenId: text().notNull(),
    version: integer().notNull(),
    /** SHA-256 (hex) over the canonical JSON without signature: also the ETag. */
    hash: text().notNull(),
    /** SHA-256 (hex) over the content without version and time of issue: the same content is never published twice. */
    contentHash: text().notNull().default(''),
    /**
     * The whole signed manifest as sent, so that serving it is a copy. Null in embedded mode: the process that composes is the one that serves,
     * and the same content under the same version gives the same bytes again.
     */
    body: text(),
    issuedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.screenId, t.version] })],
);

/** 插播接管: safe slate or urgent notice; always with an end. A live show is a takeover by its episode's state. */
export const takeovers = pgTable('takeovers', {
  id: text().primaryKey(),
  kind: text({ enum: ['safe-slate', 'notice'] }).notNull(),
  /** null: every screen. */
  screenId: text(),
  stationId: text(),
  regionCode: text(),
  message: text(),
  /** 演练: raised like a real one, marked on the glass, measured. */
  drill: boolean().notNull().default(false),
  /** Paired screens that it was meant for, when it was raised: what its answers are measured against. */
  reached: text().array().notNull().default([]),
  raisedBy: text().notNull(),
  startsAt: instant().notNull(),
  endsAt: instant().notNull(),
  liftedAt: instant(),
  liftedBy: text(),
});
