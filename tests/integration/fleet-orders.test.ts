import { desc, eq, isNull } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { takeOverScreens as takeOverScreensBody } from '#server/contract/takeovers.ts';
import { among } from '#server/db/among.ts';
import { auditEntries } from '#server/db/schema/records.ts';
import { screens, takeovers } from '#server/db/schema/screens.ts';
import { makeGroup } from '#server/services/fleet/groups.ts';
import { importScreens } from '#server/services/fleet/import-screens.ts';
import { commandScreens, echoesOf, moveScreens } from '#server/services/fleet/order-screens.ts';
import { regroupScreens } from '#server/services/fleet/regroup-screens.ts';
import { screenHistory } from '#server/services/fleet/screen-history.ts';
import { viewFleet } from '#server/services/fleet/view-fleet.ts';
import { approveGuidance } from '#server/services/guidance/change-guidance.ts';
import { approveContent } from '#server/services/programme/contents.ts';
import { keepEchoes } from '#server/services/screens/keep-echoes.ts';
import { keepScreenshot, readScreenshot } from '#server/services/screens/screenshots.ts';
import { liftTakeover, liftTogether, listTakeovers, takeOverScreens } from '#server/services/screens/takeovers.ts';
import { listReports, readReport } from '#server/services/takeovers/takeover-reports.ts';
import { makeToken, revokeToken } from '#server/services/tokens/tokens.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { httpApp, visitor } from '../support/http-app.ts';
import { buildDesk, type Desk, gongshu, person, shangcheng } from './desk-world.ts';

describeBothModes('a fleet that is ordered about', (house) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await buildDesk(house().ctx);
    await house().startBackground();
  });

  const screenAt = async (regionCode: string) => {
    const fleet = await viewFleet(house().ctx, desk.admin);
    const station = fleet.stations.find((each) => each.regionCode === regionCode);
    const screen = fleet.screens.find(({ stationId }) => stationId === station?.id);
    if (!station || !screen) throw new Error(`no screen in ${regionCode}`);
    return { station, screen };
  };

  it('hears one command as one news, and says by its own echo that it obeyed', async () => {
    const { ctx } = house();
    const { screen } = await screenAt(shangcheng);
    const heard: unknown[] = [];
    const forget = await ctx.bus.subscribe('screen.command', (message) => heard.push(message));
    const { commandId } = await commandScreens(ctx, desk.li, { screenIds: [screen.id], command: 'volume', volume: 40 });
    await house().settle();
    forget();
    expect(heard).toEqual([[{ screenId: screen.id, id: commandId, command: 'volume', volume: 40 }]]);
    const asked = { commandId, screenIds: [screen.id] };
    expect(await echoesOf(ctx, desk.li, asked)).toEqual({ ordered: 1, echoed: [] });
    await keepEchoes(ctx, screen.id, [commandId]);
    expect(await echoesOf(ctx, desk.li, asked)).toEqual({ ordered: 1, echoed: [screen.id] });
    const { entries } = await screenHistory(ctx, desk.li, screen.id);
    expect(entries).toContainEqual(expect.objectContaining({ kind: 'audit', action: 'screen.volume', actor: '小李', echoed: true }));
  });

  it('sends the picture of each glass that one command asked', async () => {
    const { ctx } = house();
    const [{ screen }, { screen: other }] = [await screenAt(shangcheng), await screenAt(gongshu)];
    const { commandId } = await commandScreens(ctx, desk.admin, { screenIds: [screen.id, other.id], command: 'screenshot' });
    for (const { id } of [screen, other])
      await keepScreenshot(ctx, id, { commandId, source: 'page', picture: new Uint8Array([0xff, 0xd8, 0xff, id.charCodeAt(35)]) });
    for (const { id } of [screen, other])
      expect((await readScreenshot(ctx, desk.admin, { screenId: id, commandId })).picture.at(3)).toBe(id.charCodeAt(35));
  });

  it('is taken over by a list as the ladder says of its reach, and never without words', async () => {
    const { ctx } = house();
    const [{ screen }, { screen: other }] = [await screenAt(shangcheng), await screenAt(gongshu)];
    const notice = { screenIds: [screen.id, other.id], kind: 'notice' as const, message: '停电', minutes: 30, drill: false };
    const everywhere = await person(ctx, '两区的专员', 'clerk', null);
    await expect(takeOverScreens(ctx, everywhere, notice)).rejects.toThrow('TAKEOVER_FOR_APPROVER');
    for (const message of ['  ', undefined]) expect(takeOverScreensBody.safeParse({ ...notice, message }).success).toBe(false);
  });

  it('goes to another station with its identity, and leaves the groups behind that end there', async () => {
    const { ctx } = house();
    const { screen, station: from } = await screenAt(shangcheng);
    const { station: to } = await screenAt(gongshu);
    const { id } = await makeGroup(ctx, desk.admin, { name: '上城', regionCode: shangcheng });
    await regroupScreens(ctx, desk.admin, { groupId: id, add: [screen.id], remove: [] });
    await expect(moveScreens(ctx, desk.li, { screenIds: [screen.id], stationId: to.id })).rejects.toMatchObject({
      problem: { code: 'NOT_ALLOWED' },
    });
    expect(await moveScreens(ctx, desk.admin, { screenIds: [screen.id], stationId: to.id })).toEqual({ changed: 1 });
    const moved = (await viewFleet(ctx, desk.admin)).screens.find((each) => each.id === screen.id);
    expect(moved).toMatchObject({ stationId: to.id, groups: [] });
    await moveScreens(ctx, desk.admin, { screenIds: [screen.id], stationId: from.id });
  });

  it('comes in by a table, as a whole or not at all, and twice the same', async () => {
    const { ctx } = house();
    const header = '驿站,屏名称,尺寸,分辨率,观看距离,标签';
    const table = (...rows: string[]) => ({ fileName: '屏.csv', bytes: new TextEncoder().encode([header, ...rows].join('\n')) });
    const good = ['城站火车站星工驿站,进站口,55寸,1920×1080,3,横屏', '城站火车站星工驿站,大厅,65寸,1920×1080,4,'];
    const bad = table(...good, '没有的驿站,侧门,55寸,1920×1080,3,', '拱墅零工驿站,门厅,55寸,1920×1080,3,');
    const looked = await importScreens(ctx, desk.li, bad, { apply: false });
    // What is not mine to look after is not there for me.
    expect(looked.rows.map(({ outcome, problems }) => outcome ?? problems[0]?.code)).toEqual([
      'new',
      'new',
      'STATION_UNKNOWN',
      'STATION_UNKNOWN',
    ]);
    await expect(importScreens(ctx, desk.li, bad, { apply: true })).rejects.toMatchObject({
      problem: { code: 'IMPORT_HAS_PROBLEMS', details: { rows: 2 } },
    });
    const before = (await viewFleet(ctx, desk.li)).screens.length;
    expect((await importScreens(ctx, desk.li, table(...good), { apply: true })).screenIds).toHaveLength(2);
    const again = await importScreens(ctx, desk.li, table(...good), { apply: true });
    expect(again.rows.map(({ outcome }) => outcome)).toEqual(['same', 'same']);
    await house().settle();
    const told = await ctx.db.select().from(auditEntries).where(among(auditEntries.subject, again.screenIds));
    expect(told.map(({ action }) => action)).toEqual(['screen.imported', 'screen.imported']);
    const after = (await viewFleet(ctx, desk.li)).screens;
    expect(after).toHaveLength(before + 2);
    expect(after.find(({ name }) => name === '进站口')).toMatchObject({ tags: ['横屏'], device: 'unpaired', state: null });
  });

  it('makes two boards of a wall of two when a table changes one half', async () => {
    const { ctx } = house();
    const halves = (await viewFleet(ctx, desk.li)).screens.filter(({ name }) => name === '进站口' || name === '大厅');
    const [left, right] = halves.map(({ id }) => id);
    const arrangement = (half: 'left' | 'right', partnerId = '') => ({ kind: 'wall' as const, half, partnerId, bezelMm: 0 });
    const look = (half: 'left' | 'right', partnerId: string | undefined) => ({
      look: { type: 'standard' as const, contrast: 'standard' as const, arrangement: arrangement(half, partnerId) },
    });
    await ctx.db
      .update(screens)
      .set(look('left', right))
      .where(eq(screens.id, left ?? ''));
    await ctx.db
      .update(screens)
      .set(look('right', left))
      .where(eq(screens.id, right ?? ''));
    const bytes = new TextEncoder().encode('驿站,屏名称,尺寸,分辨率,观看距离\n城站火车站星工驿站,进站口,75寸,1920×1080,3');
    await importScreens(ctx, desk.li, { fileName: '屏.csv', bytes }, { apply: true });
    const looks = await ctx.db
      .select({ look: screens.look })
      .from(screens)
      .where(among(screens.id, [left ?? '', right ?? '']));
    expect(looks).toEqual([{ look: null }, { look: null }]);
  });

  it('lets a program in with a token: within its scopes and region, until it is revoked, in its own name', async () => {
    const { ctx } = house();
    const { app, close } = httpApp(house());
    const { screen } = await screenAt(shangcheng);
    const { screen: other } = await screenAt(gongshu);
    const expiresAt = ctx.clock.now().add({ hours: 24 }).toString();
    const scopes = ['screens:read', 'screens:command'] as const;
    const made = await makeToken(ctx, desk.admin, { name: '市级平台', scopes: [...scopes], regionCode: shangcheng, expiresAt });
    const call = (method: string, path: string, body?: unknown) =>
      visitor(app).call(method, path, body, { authorization: `Bearer ${made.token}` });

    const fleet = await call('GET', '/api/fleet/screens');
    expect(fleet.status).toBe(200);
    expect(fleet.body).toMatchObject({ stations: [{ regionCode: shangcheng }] });
    const identify = (id: string) => call('POST', '/api/fleet/commands', { screenIds: [id], command: 'identify' });
    expect((await identify(screen.id)).status).toBe(200);
    expect((await identify(other.id)).status).toBe(403);
    expect(await call('POST', `/api/screens/${screen.id}/revoke`)).toMatchObject({ status: 403, body: { code: 'TOKEN_SCOPE_MISSING' } });
    expect((await call('GET', '/api/tokens')).status).toBe(401);
    await house().settle();
    const [last] = await ctx.db
      .select({ actor: auditEntries.actor })
      .from(auditEntries)
      .where(eq(auditEntries.action, 'screen.identify'))
      .orderBy(desc(auditEntries.seq));
    expect(last?.actor).toBe(`token:${made.id}`);
    await revokeToken(ctx, desk.admin, made.id);
    expect(await call('GET', '/api/fleet/screens')).toMatchObject({ status: 401, body: { code: 'TOKEN_UNKNOWN' } });
    close();
  });

  it('lets a program write contents, which whoever made its token can’t approve', async () => {
    const { ctx } = house();
    const { app, close } = httpApp(house());
    const expiresAt = ctx.clock.now().add({ hours: 24 }).toString();
    const made = await makeToken(ctx, desk.admin, {
      name: '市级平台',
      scopes: ['contents:read', 'contents:write'],
      regionCode: shangcheng,
      expiresAt,
    });
    const call = (method: string, path: string, body?: unknown) =>
      visitor(app).call(method, path, body, { authorization: `Bearer ${made.token}` });
    const facts = { kind: 'notice', title: '社保补贴', source: '区人社局', targets: [], topic: 'policy', paragraphs: ['满一年可领。'] };
    const written = await call('POST', '/api/contents', { regionCode: shangcheng, facts });
    expect(written.status).toBe(201);
    const contentId = String((written.body as { id: string }).id);
    expect((await call('POST', `/api/contents/${contentId}/approve`, { version: 1 })).status).toBe(401);
    expect((await call('GET', `/api/postings`)).body).toMatchObject({ code: 'TOKEN_SCOPE_MISSING' });
    await expect(approveContent(ctx, desk.admin, { contentId, version: 1 })).rejects.toMatchObject({
      problem: { code: 'CONTENT_SAME_PERSON' },
    });
    await approveContent(ctx, desk.wang, { contentId, version: 1 });
    await house().settle();
    const history = await call('GET', `/api/contents/${contentId}/history`);
    expect((history.body as { entries: { by: string }[] }).entries.map(({ by }) => by)).toEqual(['市级平台', '老王']);
    close();
  });

  it('lets a program be administrator where its scope says so, and there alone', async () => {
    const { ctx } = house();
    const { app, close } = httpApp(house());
    const expiresAt = ctx.clock.now().add({ hours: 24 }).toString();
    const scopes = ['outside:write' as const, 'takeovers:write' as const, 'teams:write' as const];
    const made = await makeToken(ctx, desk.admin, { name: '市级平台', scopes, regionCode: shangcheng, expiresAt });
    const call = (method: string, path: string, body?: unknown) =>
      visitor(app).call(method, path, body, { authorization: `Bearer ${made.token}` });

    const wall = { kind: 'wall', label: '市局大厅', frameOrigins: [], regionCode: shangcheng };
    const given = await call('POST', '/api/outside/links', wall);
    expect(given.status).toBe(201);
    expect((await call('POST', '/api/outside/links', { ...wall, regionCode: gongshu })).body.code).toBe('NOT_ALLOWED');
    expect((await call('DELETE', `/api/outside/links/${given.body.id}`)).status).toBe(204);
    expect((await call('PUT', '/api/links/domains', { domains: [] })).body.code).toBe('TOKEN_SCOPE_MISSING');

    // On a clerk's route it is a clerk, whatever else its token says: a whole region is an approver's to take over.
    const slate = { kind: 'safe-slate', minutes: 5, drill: true, target: { kind: 'region', regionCode: shangcheng } };
    expect((await call('POST', '/api/screens/takeovers', slate)).body.code).toBe('TAKEOVER_FOR_APPROVER');

    const team = await call('POST', '/api/teams', {
      regionCode: shangcheng,
      name: '搬运一班',
      trade: '搬运工',
      statedMembers: 12,
      isPublic: true,
    });
    expect(team.status).toBe(201);
    expect((await call('GET', '/api/teams')).body.code).toBe('TOKEN_SCOPE_MISSING');
    close();
  });

  it('lets a program import stations, and write for the kiosks what a person approves', async () => {
    const { ctx } = house();
    const { app, close } = httpApp(house());
    const expiresAt = ctx.clock.now().add({ hours: 24 }).toString();
    const program = async (regionCode: string | null) => {
      const scopes = ['stations:write' as const, 'guidance:write' as const];
      const { token } = await makeToken(ctx, desk.admin, { name: '市级平台', scopes, regionCode, expiresAt });
      return (method: string, path: string, body?: unknown) => visitor(app).call(method, path, body, { authorization: `Bearer ${token}` });
    };
    const everywhere = await program(null);
    const station = { name: '湖滨零工驿站', region: shangcheng, phone: '0000-8700001', hours: [], screens: [] };
    const file = { regions: [], stations: [station] };
    expect((await everywhere('POST', '/api/regions/import', file)).body).toMatchObject({ stations: 1 });
    // A file says what regions there are: that is nobody's who has but one of them.
    const local = await program(shangcheng);
    expect((await local('POST', '/api/regions/import', file)).body.code).toBe('NOT_ALLOWED');

    const entry = {
      ...{ kind: 'policy', title: '灵活就业社保补贴', body: '满一年可领。', titleEn: null, bodyEn: null, phone: null },
      ...{ source: '区人社局', sourceDate: null, checkedOn: null, regionCode: shangcheng },
    };
    expect((await local('POST', '/api/guidance', { ...entry, regionCode: gongshu })).body.code).toBe('NOT_ALLOWED');
    const entered = await local('POST', '/api/guidance', entry);
    expect(entered.status).toBe(201);
    const id = String(entered.body.id);
    expect((await local('POST', `/api/guidance/${id}/approve`, { version: 1 })).status).toBe(401);
    await expect(approveGuidance(ctx, desk.admin, { id, version: 1 })).rejects.toMatchObject({ problem: { code: 'CONTENT_SAME_PERSON' } });
    await approveGuidance(ctx, desk.wang, { id, version: 1 });
    close();
  });

  it('takes many screens over in one go, or none of them', async () => {
    const { ctx } = house();
    const here = (await screenAt(shangcheng)).screen.id;
    const there = (await screenAt(gongshu)).screen.id;
    const slate = { kind: 'safe-slate' as const, minutes: 5, drill: true };
    await expect(takeOverScreens(ctx, desk.li, { ...slate, screenIds: [here, there] })).rejects.toMatchObject({
      problem: { code: 'NOT_ALLOWED' },
    });
    expect(await listTakeovers(ctx, desk.admin)).toEqual([]);
    expect(await takeOverScreens(ctx, desk.zhao, { ...slate, screenIds: [here, there] })).toEqual({ changed: 2 });
    const held = await listTakeovers(ctx, desk.admin);
    expect(held.map(({ target, drill }) => ({ target, drill }))).toEqual(
      expect.arrayContaining([here, there].map((screenId) => ({ target: { kind: 'screen', screenId }, drill: true }))),
    );
    for (const { id } of held) await liftTakeover(ctx, desk.zhao, id);
  });

  it('lifts those in one go that were taken over in one go, by the rule of one alone', async () => {
    const { ctx } = house();
    const screenIds = [(await screenAt(shangcheng)).screen.id, (await screenAt(gongshu)).screen.id];
    await ctx.db.update(screens).set({ publicKey: 'a key' }).where(among(screens.id, screenIds));
    await takeOverScreens(ctx, desk.zhao, { kind: 'safe-slate', minutes: 30, drill: false, screenIds });
    const standing = async (actor: Desk['li']) => (await listReports(ctx, actor)).find(({ stands }) => stands);
    const report = await standing(desk.zhao);
    expect(report).toMatchObject({ raised: 2, together: 2, figures: { reached: 2, answered: 0 } });
    expect((await readReport(ctx, desk.zhao, report?.id ?? '')).glass.map(({ screenId }) => screenId).sort()).toEqual(
      [...screenIds].sort(),
    );
    // Who raised them is no second person later on.
    await ctx.db
      .update(takeovers)
      .set({ startsAt: ctx.clock.now().subtract({ minutes: 3 }) })
      .where(isNull(takeovers.liftedAt));
    await expect(liftTogether(ctx, desk.zhao, report?.id ?? '')).rejects.toThrow('TAKEOVER_SECOND_PERSON');
    // Whoever looks after one of the stations brings back that one alone.
    const mine = await standing(desk.li);
    expect(mine).toMatchObject({ raised: 1, together: 1, mayLift: true });
    expect(await liftTogether(ctx, desk.li, mine?.id ?? '')).toEqual({ lifted: 1 });
    // Both were raised; one of them is left to be lifted.
    expect(await standing(desk.admin)).toMatchObject({ raised: 2, together: 1 });
    expect(await liftTogether(ctx, desk.admin, report?.id ?? '')).toEqual({ lifted: 1 });
    expect(await listTakeovers(ctx, desk.admin)).toEqual([]);
    await expect(liftTogether(ctx, desk.admin, report?.id ?? '')).rejects.toThrow('NOT_FOUND');
  });

  it('gives no token beyond its maker’s own region', async () => {
    const { ctx } = house();
    const expiresAt = ctx.clock.now().add({ hours: 24 }).toString();
    const input = { name: '越权', scopes: ['screens:read' as const], regionCode: null, expiresAt };
    await expect(makeToken(ctx, desk.wang, input)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
  });
});
