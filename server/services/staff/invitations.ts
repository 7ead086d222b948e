import { and, count, eq, gt, isNull } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { AcceptInvitation, InviteStaff } from '../../contract/staff.ts';
import { account, user } from '../../db/schema/auth.ts';
import { regions } from '../../db/schema/org.ts';
import { employers } from '../../db/schema/postings.ts';
import { invitations, staffGrants } from '../../db/schema/staff.ts';
import { type Actor, mayIn, nameOf } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, stationWithPath } from '../regions/region-of.ts';
import type { StaffAuth } from './auth.ts';
import { hashToken, newToken } from './token.ts';

const invitationLifetime = Temporal.Duration.from({ hours: 72 });

/**
 * The set-up link of the first start, or undefined once anybody holds an account. Each start makes a new one and the older ones
 * stop working, so that a link in an old log is worth nothing.
 */
export async function issueSetupLink(ctx: Context): Promise<{ token: string } | undefined> {
  const [accounts] = await ctx.db.select({ n: count() }).from(account);
  if ((accounts?.n ?? 0) > 0) return undefined;
  const { token, tokenHash } = newToken(ctx.random);
  const now = ctx.clock.now();
  await ctx.db.transaction(async (tx) => {
    await tx.delete(invitations).where(isNull(invitations.invitedBy));
    await tx.insert(invitations).values({
      tokenHash,
      role: 'admin',
      createdAt: now,
      expiresAt: now.add(invitationLifetime),
    });
  });
  return { token };
}

/** An administrator invites a colleague; the link is shown once. @throws Refusal NOT_ALLOWED, NOT_FOUND, REGION_UNKNOWN, STATION_UNKNOWN */
export async function inviteStaff(ctx: Context, actor: Actor, input: InviteStaff): Promise<{ token: string; expiresAt: Temporal.Instant }> {
  const { path, ...place } = await placeOf(ctx, input);
  if (!mayIn(actor, 'admin', path)) throw new Refusal('NOT_ALLOWED');
  await requireEmployerWithin(ctx, actor, input);
  const { token, tokenHash } = newToken(ctx.random);
  const now = ctx.clock.now();
  const expiresAt = now.add(invitationLifetime);
  await ctx.db.transaction(async (tx) => {
    await tx.insert(invitations).values({ tokenHash, ...input, ...place, invitedBy: nameOf(actor), createdAt: now, expiresAt });
    await record(tx, ctx, actor, {
      area: 'staff',
      action: 'staff.invited',
      subject: tokenHash.slice(0, 12),
      after: { ...input, ...place },
    });
  });
  return { token, expiresAt };
}

/** Opens a link: creates the account with the chosen name and password. @throws Refusal SETUP_LINK_INVALID, USERNAME_TAKEN */
export async function acceptInvitation(ctx: Context, auth: StaffAuth, input: AcceptInvitation): Promise<{ userId: string }> {
  const now = ctx.clock.now();
  // A password's hash is made to be costly: not for whoever sends a token that is none.
  const [offered] = await ctx.db
    .select({ usedAt: invitations.usedAt })
    .from(invitations)
    .where(eq(invitations.tokenHash, hashToken(input.token)));
  if (!offered || offered.usedAt !== null) throw new Refusal('SETUP_LINK_INVALID');
  const passwordHash = await (await auth.$context).password.hash(input.password);
  return await ctx.db.transaction(async (tx) => {
    const [link] = await tx
      .update(invitations)
      .set({ usedAt: now })
      .where(and(eq(invitations.tokenHash, hashToken(input.token)), isNull(invitations.usedAt), gt(invitations.expiresAt, now)))
      .returning();
    if (!link) throw new Refusal('SETUP_LINK_INVALID');
    const userId = ctx.random.id();
    const moment = new Date(now.epochMilliseconds);
    const made = await tx
      .insert(user)
      .values({
        id: userId,
        name: input.name,
        // better-auth asks for an address; nobody is ever written to here (RFC 2606 reserves .invalid).
        email: `${input.username}@staff.invalid`,
        username: input.username,
        displayUsername: input.username,
        createdAt: moment,
        updatedAt: moment,
      })
      // Two may choose the same name in the same moment: the index knows who came first.
      .onConflictDoNothing()
      .returning({ id: user.id });
    if (made.length === 0) throw new Refusal('USERNAME_TAKEN');
    await tx.insert(account).values({
      id: ctx.random.id(),
      accountId: userId,
      providerId: 'credential',
      userId,
      password: passwordHash,
      createdAt: moment,
      updatedAt: moment,
    });
    await tx.insert(staffGrants).values({
      id: ctx.random.id(),
      userId,
      role: link.role,
      regionCode: link.regionCode,
      stationId: link.stationId,
      employerId: link.employerId,
      grantedBy: link.invitedBy ?? 'system:setup',
      grantedAt: now,
    });
    await record(
      tx,
      ctx,
      { kind: 'system', name: 'invitation' },
      {
        area: 'staff',
        action: 'staff.joined',
        subject: userId,
        after: { role: link.role, regionCode: link.regionCode, stationId: link.stationId },
      },
    );
    return { userId };
  });
}

/** An employer's account sees who grabbed that employer's jobs: only its own region's administrator gives that away. */
async function requireEmployerWithin(ctx: Context, actor: Actor, { role, employerId }: InviteStaff): Promise<void> {
  if ((role === 'employer') !== (employerId !== null)) throw new Refusal('BAD_INPUT', { field: 'employerId' });
  if (employerId === null) return;
  const [employer] = await ctx.db
    .select({ path: regions.path })
    .from(employers)
    .innerJoin(regions, eq(regions.code, employers.regionCode))
    .where(eq(employers.id, employerId));
  if (!employer) throw new Refusal('NOT_FOUND');
  if (!mayIn(actor, 'admin', employer.path)) throw new Refusal('NOT_ALLOWED');
}

/** For what the role is to hold: a station with its region, a region, or everywhere. @throws Refusal STATION_UNKNOWN, REGION_UNKNOWN */
async function placeOf(ctx: Context, { stationId, regionCode }: InviteStaff) {
  if (stationId !== null) {
    const { station, path } = await stationWithPath(ctx.db, stationId);
    return { path, stationId, regionCode: station.regionCode };
  }
  return { path: regionCode === null ? '' : await regionPath(ctx.db, regionCode), stationId, regionCode };
}
