import { and, asc, eq, isNull } from 'drizzle-orm';
import { user } from '../../db/schema/auth.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { staffGrants } from '../../db/schema/staff.ts';
import { type Actor, mayIn } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';

export interface StaffMember {
  userId: string;
  name: string;
  username: string | null;
  grants: { id: string; role: string; regionCode: string | null; station: string | null }[];
}

/** Accounts with the grants that the asker may administer. */
export async function listStaff({ db }: Context, actor: Actor): Promise<StaffMember[]> {
  const rows = await db
    .select({
      userId: user.id,
      name: user.name,
      username: user.username,
      id: staffGrants.id,
      role: staffGrants.role,
      regionCode: staffGrants.regionCode,
      station: stations.name,
      path: regions.path,
    })
    .from(staffGrants)
    .innerJoin(user, eq(user.id, staffGrants.userId))
    .leftJoin(regions, eq(regions.code, staffGrants.regionCode))
    .leftJoin(stations, eq(stations.id, staffGrants.stationId))
    .where(isNull(staffGrants.revokedAt))
    .orderBy(asc(user.name), asc(staffGrants.grantedAt));
  const members = new Map<string, StaffMember>();
  for (const { userId, name, username, path, ...grant } of rows) {
    if (!mayIn(actor, 'admin', path ?? '')) continue;
    const member = members.get(userId) ?? { userId, name, username, grants: [] };
    member.grants.push(grant);
    members.set(userId, member);
  }
  return [...members.values()];
}

/** @throws Refusal NOT_FOUND, NOT_ALLOWED, LAST_ADMIN */
export async function revokeGrant(ctx: Context, actor: Actor, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [grant] = await tx
      .select({
        userId: staffGrants.userId,
        role: staffGrants.role,
        regionCode: staffGrants.regionCode,
        stationId: staffGrants.stationId,
        path: regions.path,
      })
      .from(staffGrants)
      .leftJoin(regions, eq(regions.code, staffGrants.regionCode))
      .where(and(eq(staffGrants.id, id), isNull(staffGrants.revokedAt)));
    if (!grant) throw new Refusal('NOT_FOUND');
    if (!mayIn(actor, 'admin', grant.path ?? '')) throw new Refusal('NOT_ALLOWED');
    if (grant.role === 'admin' && grant.regionCode === null) {
      const admins = await tx
        .select({ id: staffGrants.id })
        .from(staffGrants)
        .where(and(eq(staffGrants.role, 'admin'), isNull(staffGrants.regionCode), isNull(staffGrants.revokedAt)))
        .for('update');
      if (admins.length === 1) throw new Refusal('LAST_ADMIN');
    }
    await tx.update(staffGrants).set({ revokedAt: ctx.clock.now() }).where(eq(staffGrants.id, id));
    await record(tx, ctx, actor, {
      area: 'staff',
      action: 'grant.revoked',
      subject: grant.userId,
      before: { role: grant.role, regionCode: grant.regionCode, stationId: grant.stationId },
    });
    await announce(tx, ctx, { type: 'staff.changed', userId: grant.userId });
  });
}
