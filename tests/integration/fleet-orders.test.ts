import { desc, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { auditEntries } from '#server/db/schema/records.ts';
import { makeGroup } from '#server/services/fleet/groups.ts';
import { importScreens } from '#server/services/fleet/import-screens.ts';
import { commandScreens, echoesOf, moveScreens } from '#server/services/fleet/order-screens.ts';
import { regroupScreens } from '#server/services/fleet/regroup-screens.ts';
import { screenHistory } from '#server/services/fleet/screen-history.ts';
import { viewFleet } from '#server/services/fleet/view-fleet.ts';
import { approveContent } from '#server/services/programme/contents.ts';
import { keepEchoes } from '#server/services/screens/keep-echoes.ts';
import { liftTakeover, listTakeovers, takeOverScreens } from '#server/services/screens/takeovers.ts';
import { makeToken, revokeToken } from '#server/services/tokens/tokens.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { httpApp, visitor } from '../support/http-app.ts';
import { buildDesk, type Desk, gongshu, shangcheng } from './desk-world.ts';

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
    const after = (await viewFleet(ctx, desk.li)).screens;
    expect(after).toHaveLength(before + 2);
    expect(after.find(({ name }) => name === '进站口')).toMatchObject({ tags: ['横屏'], device: 'unpaired', state: null });
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

  it('gives no token beyond its maker’s own region', async () => {
    const { ctx } = house();
    const expiresAt = ctx.clock.now().add({ hours: 24 }).toString();
    const input = { name: '越权', scopes: ['screens:read' as const], regionCode: null, expiresAt };
    await expect(makeToken(ctx, desk.wang, input)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
  });
});
