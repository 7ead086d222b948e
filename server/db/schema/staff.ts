import { boolean, index, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../types.ts'

export const staffRoles = ['admin', 'approver', 'clerk', 'host', 'employer'] as const
export type StaffRole = (typeof staffRoles)[number]

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
		/** Set for role `employer` only. */
		employerId: text(),
		grantedBy: text().notNull(),
		grantedAt: instant().notNull(),
		revokedAt: instant(),
	},
	(t) => [index('staff_grants_user').on(t.userId)],
)

/** One-time set-up link of the first start; only its hash is kept. */
export const setupLinks = pgTable('setup_links', {
	tokenHash: text().primaryKey(),
	createdAt: instant().notNull(),
	expiresAt: instant().notNull(),
	usedAt: instant(),
	demo: boolean().notNull().default(false),
})
