import { index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { outsideKinds } from '../../domain/outside/address.ts';
import { instant } from '../types.ts';

/** 外部展示: an address by which somebody else's screens show our board or data wall. Only the token's hash is kept. */
export const outsideLinks = pgTable(
  'outside_links',
  {
    id: text().primaryKey(),
    kind: text({ enum: outsideKinds }).notNull(),
    label: text().notNull(),
    /** Of a wall, what it tells of; of a board, where its screen is. */
    regionCode: text().notNull(),
    /** Of a wall that tells of one station. */
    stationId: text(),
    /** Of a board: the screen whose slides are shown. */
    screenId: text(),
    tokenHash: text().notNull(),
    /** Origins that may put it into a frame (CSP frame-ancestors, Level 3 §6.4.2.1). */
    frameOrigins: text().array().notNull(),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant(),
    revokedAt: instant(),
    /** To the hour: says which address nobody uses any more. */
    usedAt: instant(),
  },
  (t) => [uniqueIndex('outside_links_token').on(t.tokenHash), index('outside_links_region').on(t.regionCode)],
);

/** MP_verify_*.txt: what WeChat's platform looks for at a domain's root before it lets the domain in. */
export const domainProofs = pgTable('domain_proofs', {
  fileName: text().primaryKey(),
  content: text().notNull(),
  uploadedBy: text().notNull(),
  uploadedAt: instant().notNull(),
});
