import { and, eq, inArray, isNull } from 'drizzle-orm';
import { user } from '../../db/schema/auth.ts';
import { staffGrants } from '../../db/schema/staff.ts';
import type { StaffActor, StaffRole } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';

/** The demo's cast. They have no password: only a demo tab can be them, and only on this machine. The wall
 * that a visitor sees first hangs in their county. */
export const demoPeople = {
  admin: { userId: 'demo-admin', name: '管理员 孙姐', role: 'admin', regionCode: null },
  approver: { userId: 'demo-approver', name: '审核 老周', role: 'approver', regionCode: '330102' },
  clerk: { userId: 'demo-clerk', name: '专员 小李', role: 'clerk', regionCode: '330102' },
  host: { userId: 'demo-host', name: '主播 小赵', role: 'host', regionCode: '330102' },
} as const satisfies Record<string, { userId: string; name: string; role: StaffRole; regionCode: string | null }>;

export type DemoRole = keyof typeof demoPeople;

/** As an actor for the seed's own steps, which go through the same use cases as everybody's, in every region of the sample. */
export const demoActor = (role: DemoRole): StaffActor => ({
  kind: 'staff',
  userId: demoPeople[role].userId,
  name: demoPeople[role].name,
  grants: [{ role: demoPeople[role].role, regionPath: null, employerId: null }],
});

export async function castDemoPeople(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  const moment = new Date(now.epochMilliseconds);
  const cast = Object.values(demoPeople);
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(user)
      .values(cast.map(({ userId, name }) => ({ id: userId, name, email: `${userId}@demo.invalid`, createdAt: moment, updatedAt: moment })))
      .onConflictDoNothing();
    const userIds = cast.map(({ userId }) => userId);
    const held = await tx
      .select({ userId: staffGrants.userId })
      .from(staffGrants)
      .where(and(inArray(staffGrants.userId, userIds), isNull(staffGrants.revokedAt)));
    const missing = cast.filter(({ userId }) => !held.some((grant) => grant.userId === userId));
    if (missing.length === 0) return;
    await tx.insert(staffGrants).values(
      missing.map(({ userId, role, regionCode }) => ({
        id: ctx.random.id(),
        userId,
        role,
        regionCode,
        grantedBy: 'system:demo',
        grantedAt: now,
      })),
    );
  });
}

/** Outside the demo its cast can do nothing, even where it once ran on the same data. */
export async function dismissDemoPeople(ctx: Context): Promise<void> {
  const userIds = Object.values(demoPeople).map(({ userId }) => userId);
  await ctx.db
    .update(staffGrants)
    .set({ revokedAt: ctx.clock.now() })
    .where(and(inArray(staffGrants.userId, userIds), isNull(staffGrants.revokedAt), eq(staffGrants.grantedBy, 'system:demo')));
}
