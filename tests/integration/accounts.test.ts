import { and, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { regions } from '#server/db/schema/org.ts';
import { employers } from '#server/db/schema/postings.ts';
import { staffGrants } from '#server/db/schema/staff.ts';
import type { Actor } from '#server/domain/access/actor.ts';
import { accessMark } from '#server/http/env.ts';
import type { StaffAuth } from '#server/services/staff/auth.ts';
import { makeCliPass } from '#server/services/staff/cli-pass.ts';
import { acceptInvitation, inviteStaff, issueSetupLink } from '#server/services/staff/invitations.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { httpApp, visitor } from '#tests/support/http-app.ts';
import { signedIn } from '#tests/support/staff.ts';

describe('every route', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse('embedded');
  });
  afterAll(() => house.close());

  it('says who may use it', () => {
    const { app, close } = httpApp(house);
    close();
    const guarded = new Set(app.routes.filter(({ handler }) => accessMark in handler).map(({ method, path }) => `${method} ${path}`));
    const unguarded = app.routes
      .filter(({ method, path }) => method !== 'ALL' && !guarded.has(`${method} ${path}`))
      .map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(unguarded)]).toEqual([]);
    expect(guarded.size).toBeGreaterThan(40);
  });
});

const boss = { name: '站长', username: 'boss', password: 'a long enough phrase' };

describeBothModes('accounts', (house) => {
  it('come from a set-up link that works once, and from nowhere else', async () => {
    const { app, close } = httpApp(house());
    const person = visitor(app);
    expect((await person.call('POST', '/api/auth/sign-up/email', { ...boss, email: 'a@b.example' })).status).toBeGreaterThanOrEqual(400);

    const first = await issueSetupLink(house().ctx);
    const second = await issueSetupLink(house().ctx);
    // A link from an older start is worth nothing.
    expect((await person.call('POST', '/api/staff/accept-invitation', { ...boss, token: first?.token })).body.code).toBe(
      'SETUP_LINK_INVALID',
    );
    expect((await person.call('POST', '/api/staff/accept-invitation', { ...boss, token: second?.token })).status).toBe(201);
    expect((await person.call('POST', '/api/staff/accept-invitation', { ...boss, username: 'again', token: second?.token })).status).toBe(
      410,
    );
    expect(await issueSetupLink(house().ctx)).toBeUndefined();
    close();
  });

  it('let a colleague in by invitation, with that role and no other', async () => {
    const { app, close } = httpApp(house());
    const admin = await signedIn(house(), app, 'admin');
    const { body } = await admin.call('POST', '/api/staff/invitations', { role: 'clerk' });
    const token = new URL(String(body.url)).searchParams.get('token');

    const clerk = visitor(app);
    const words = { name: '小李', username: 'xiaoli', password: 'another long phrase' };
    expect((await clerk.call('POST', '/api/staff/accept-invitation', { ...words, token })).status).toBe(201);
    await clerk.call('POST', '/api/auth/sign-in/username', { username: 'xiaoli', password: words.password });
    expect((await clerk.call('GET', '/api/staff/me')).body.roles).toEqual(['clerk']);
    expect((await clerk.call('POST', '/api/staff/invitations', { role: 'admin' })).body.code).toBe('NOT_ALLOWED');
    expect((await clerk.call('GET', '/api/staff')).status).toBe(403);
    close();
  });

  it('hash no password for a link that is none', async () => {
    const hashing = {
      get $context(): never {
        throw new Error('a password was hashed');
      },
    } as unknown as StaffAuth;
    const accept = () => acceptInvitation(house().ctx, hashing, { ...boss, username: 'nobody', token: 'a'.repeat(43) });
    await expect(accept()).rejects.toMatchObject({ problem: { code: 'SETUP_LINK_INVALID' } });
  });

  it('show of the sign-in library what they use, and nothing more', async () => {
    const { app, close } = httpApp(house());
    const stranger = visitor(app);
    for (const [method, path, body] of [
      ['POST', 'is-username-available', { username: 'boss' }],
      ['POST', 'sign-in/email', { email: 'boss@staff.invalid', password: boss.password }],
      ['POST', 'update-user', { name: 'x' }],
      ['POST', 'request-password-reset', { email: 'boss@staff.invalid' }],
      ['GET', 'ok', undefined],
    ] as const)
      expect((await stranger.call(method, `/api/auth/${path}`, body)).status, path).toBe(404);
    expect((await stranger.call('GET', '/api/auth/get-session')).status).toBe(200);
    close();
  });

  it('take the command line’s pass in its header alone, and only with its right MAC', async () => {
    const { app, close } = httpApp(house());
    const { token } = await inviteStaff(
      house().ctx,
      { kind: 'system', name: 'test' },
      { role: 'clerk', regionCode: null, stationId: null, employerId: null },
    );
    const words = { name: '小钱', username: 'xiaoqian', password: 'a very long phrase' };
    expect((await visitor(app).call('POST', '/api/staff/accept-invitation', { ...words, token })).status).toBe(201);
    const pass = makeCliPass(house().ctx.vault, words.username, Date.now());
    const ask = async (path: string, authorization?: string) =>
      (await visitor(app).call('GET', path, undefined, authorization ? { authorization } : {})).status;
    expect(await ask('/api/staff/me', `Bearer ${pass}`)).toBe(200);
    expect(await ask('/api/staff/me', `Bearer ${pass.slice(0, -1)}`)).toBe(401);
    expect(await ask('/api/staff/me', `Bearer ${pass.replace(/[^.]+$/, '')}`)).toBe(401);
    // An address ends up in logs and histories.
    expect(await ask(`/api/staff/me?demo=${pass}`)).toBe(401);
    close();
  });

  it('give an employer’s account away only where that employer is', async () => {
    const { ctx } = house();
    const createdAt = ctx.clock.now();
    const county = (code: string) => ({ code, name: code, level: 'county' as const, path: `${code}/`, parentCode: null });
    await ctx.db
      .insert(regions)
      .values([county('990101'), county('990102')])
      .onConflictDoNothing();
    const employer = { name: '北区物流', kind: 'organisation' as const, createdAt };
    await ctx.db.insert(employers).values([
      { ...employer, id: 'employer-here', regionCode: '990101' },
      { ...employer, id: 'employer-there', regionCode: '990102' },
    ]);
    const admin: Actor = {
      kind: 'staff',
      userId: 'county-admin',
      name: '县管理员',
      grants: [{ role: 'admin', regionPath: '990101/', employerId: null }],
    };
    const invite = (employerId: string | null) =>
      inviteStaff(ctx, admin, { role: 'employer', regionCode: '990101', stationId: null, employerId });
    await invite('employer-here');
    await expect(invite('employer-there')).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    await expect(invite(null)).rejects.toMatchObject({ problem: { code: 'BAD_INPUT' } });
  });

  it('never lose the last administrator', async () => {
    const { app, close } = httpApp(house());
    const admin = await signedIn(house(), app, 'admin');
    type Member = { grants: { id: string; role: string }[] };
    const listed = JSON.parse(String((await admin.call('GET', '/api/staff')).body.text)) as Member[];
    const administrators = listed.flatMap(({ grants }) => grants).filter(({ role }) => role === 'admin');
    const answers: unknown[] = [];
    for (const { id } of administrators) answers.push((await admin.call('DELETE', `/api/staff/grants/${id}`)).body.code);
    expect(administrators.length).toBeGreaterThan(0);
    // Whoever comes last is kept; after revoking oneself nothing more is allowed.
    expect(answers.some((code) => code === 'LAST_ADMIN' || code === 'NOT_ALLOWED')).toBe(true);
    const after = await house()
      .ctx.db.select()
      .from(staffGrants)
      .where(and(eq(staffGrants.role, 'admin'), isNull(staffGrants.revokedAt)));
    expect(after.length).toBeGreaterThan(0);
    close();
  });

  it('refuse a request that another site makes a browser send', async () => {
    const { app, close } = httpApp(house());
    const admin = await signedIn(house(), app, 'admin');
    const forged = await admin.call('POST', '/api/staff/invitations', { role: 'admin' }, { origin: 'http://evil.example' });
    expect(forged.body.code).toBe('NOT_ALLOWED');
    close();
  });

  it('make an employer of one employer, who is asked for', async () => {
    const { app, close } = httpApp(house());
    const admin = await signedIn(house(), app, 'admin');
    expect((await admin.call('POST', '/api/staff/invitations', { role: 'employer' })).body.code).toBe('BAD_INPUT');
    const employerId = house().ctx.random.id();
    expect((await admin.call('POST', '/api/staff/invitations', { role: 'employer', employerId })).body.code).toBe('NOT_FOUND');
    close();
  });

  it('say it in the asker’s language', async () => {
    const { app, close } = httpApp(house());
    const stranger = visitor(app);
    expect((await stranger.call('GET', '/api/staff/me')).body.message).toBe('请先登录。');
    expect((await stranger.call('GET', '/api/staff/me', undefined, { 'accept-language': 'en-GB' })).body.message).toBe('Sign in first.');
    close();
  });
});
