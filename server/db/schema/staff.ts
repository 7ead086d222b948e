import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { staffRoles } from '../../domain/access/actor.ts';
import { instant } from '../types.ts';

/**
 * What a signed-in person may do, and where. better-auth knows who somebody is; what they may do stands
 * here alone, because better-auth stores any role it is told.
 */
export const staffGrants = pgTable(
  'staff_grants',
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    role: text({ enum: staffRoles }).notNull(),
    /** The subtree the role holds for; null: everywhere. */
    regionCode: text(),
    /** Of that region the one station that it holds for, and nothing else; null: the whole subtree. */
    stationId: text(),
    /** Set for role `employer` only. */
    employerId: text(),
    grantedBy: text().notNull(),
    grantedAt: instant().notNull(),
    revokedAt: instant(),
  },
  (t) => [index('staff_grants_user').on(t.userId)],
);

/**
 * One-time links that create an account: the administrator's at the first start, a colleague's by invitation. Nobody is ever
 * given a password: who opens the link chooses it. Only the token's hash is kept.
 */
export const invitations = pgTable('invitations', {
  tokenHash: text().primaryKey(),
  role: text({ enum: staffRoles }).notNull(),
  regionCode: text(),
  stationId: text(),
  employerId: text(),
  /** null: the set-up link of the first start. */
  invitedBy: text(),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  usedAt: instant(),
});
