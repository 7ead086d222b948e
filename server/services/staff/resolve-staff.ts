import { and, eq, isNull } from 'drizzle-orm';
import { user } from '../../db/schema/auth.ts';
import { regions } from '../../db/schema/org.ts';
import { staffGrants } from '../../db/schema/staff.ts';
import type { StaffActor } from '../../domain/access/actor.ts';
import { stationPath } from '../../domain/access/station-path.ts';
import type { Context } from '../context.ts';

/** The staff actor of an account with the grants in force, or undefined when the account is gone. */
export async function resolveStaff({ db }: Pick<Context, 'db'>, userId: string): Promise<StaffActor | undefined> {
  const [account] = await db.select({ name: user.name }).from(user).where(eq(user.id, userId));
  if (!account) return undefined;
  const grants = await db
    .select({
      role: staffGrants.role,
      regionPath: regions.path,
      regionCode: staffGrants.regionCode,
      stationId: staffGrants.stationId,
      employerId: staffGrants.employerId,
    })
    .from(staffGrants)
    .leftJoin(regions, eq(regions.code, staffGrants.regionCode))
    .where(and(eq(staffGrants.userId, userId), isNull(staffGrants.revokedAt)));
  return {
    kind: 'staff',
    userId,
    name: account.name,
    // A grant for a region that no longer exists holds nowhere, rather than everywhere.
    grants: grants
      .filter((grant) => grant.regionCode === null || grant.regionPath !== null)
      .map(({ role, regionPath, stationId, employerId }) => ({
        role,
        regionPath: regionPath === null || stationId === null ? regionPath : stationPath(regionPath, stationId),
        employerId,
      })),
  };
}
