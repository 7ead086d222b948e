import { Hono } from 'hono';
import { beforeAll, expect, it } from 'vitest';
import { places } from '#server/db/schema/org.ts';
import { isUniqueViolation } from '#server/db/unique-violation.ts';
import type { Env } from '#server/http/env.ts';
import { answerError } from '#server/http/errors.ts';
import { importStations } from '#server/services/regions/import-stations.ts';
import { createStaffAuth } from '#server/services/staff/auth.ts';
import { acceptInvitation, inviteStaff } from '#server/services/staff/invitations.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk, type Desk, shangcheng } from './desk-world.ts';

describeBothModes('the same again', (house) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await buildDesk(house().ctx);
  });

  it('a sign-in name that two choose in the same moment goes to one of them; the other is told', async () => {
    const { ctx } = house();
    const auth = createStaffAuth({ db: ctx.db, secret: ctx.vault.fingerprint('staff sessions'), trustedOrigins: [] });
    const invited = () => inviteStaff(ctx, desk.admin, { role: 'clerk', regionCode: shangcheng, stationId: null, employerId: null });
    const links = await Promise.all([invited(), invited(), invited()]);
    const joined = await Promise.allSettled(
      links.map(({ token }) =>
        acceptInvitation(ctx, auth, { token, name: '小周', username: 'xiaozhou', password: 'a long enough phrase' }),
      ),
    );
    expect(joined.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of joined) if (one.status === 'rejected') expect(one.reason).toMatchObject({ problem: { code: 'USERNAME_TAKEN' } });
    // Who was too late still has the link, and takes another name.
    const late = joined.findIndex((one) => one.status === 'rejected');
    await acceptInvitation(ctx, auth, {
      token: links[late]?.token ?? '',
      name: '小周',
      username: 'xiaozhou2',
      password: 'a long enough phrase',
    });
  });

  it('a region that a file names twice brings nothing in, and says which', async () => {
    const { ctx } = house();
    const region = (code: string, name: string) => ({ code, name, level: 'county' as const, children: [] });
    const file = { regions: [region('330199', '甲区'), region('330199', '乙区')], stations: [] };
    await expect(importStations(ctx, desk.admin, file)).rejects.toMatchObject({
      problem: { code: 'REGION_TWICE', details: { region: '330199' } },
    });
  });

  it('a time zone that no computer knows is refused before a day is reckoned by it', async () => {
    const { ctx } = house();
    const station = { name: '某驿站', region: shangcheng, phone: '0000-8700001', hours: [], screens: [] };
    await expect(importStations(ctx, desk.admin, { regions: [], stations: [{ ...station, timeZone: '北京时间' }] })).rejects.toMatchObject({
      problem: { code: 'BAD_INPUT', details: { field: 'stations.0.timeZone' } },
    });
    await importStations(ctx, desk.admin, { regions: [], stations: [{ ...station, timeZone: 'Asia/Urumqi' }] });
  });

  it('whatever else hits an index is told to look, and is no failure of ours', async () => {
    const { ctx } = house();
    const pin = () => ({
      id: ctx.random.id(),
      regionCode: shangcheng,
      name: '同一个地方',
      lat: 30.2,
      lon: 120.2,
      pinnedBy: 'test',
      pinnedAt: ctx.clock.now(),
    });
    await ctx.db.insert(places).values(pin());
    const again = await ctx.db.transaction((tx) => tx.insert(places).values(pin())).catch((error: unknown) => error);
    expect(isUniqueViolation(again)).toBe(true);
    expect(isUniqueViolation(new Error('another'))).toBe(false);

    const app = new Hono<Env>();
    app.onError(answerError);
    app.get('/', (c) => {
      c.set('locale', 'zh-CN');
      c.set('requestId', 'r1');
      c.set('context', ctx);
      throw again;
    });
    const answer = await app.request('/');
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'SAME_AGAIN', message: expect.stringContaining('请刷新看看') });
  });
});
