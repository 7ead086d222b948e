import { beforeAll, expect, it } from 'vitest';
import { mostChoices, mostListed } from '#server/contract/screen-list.ts';
import { conditionChanges } from '#server/db/schema/health.ts';
import { outbox } from '#server/db/schema/records.ts';
import { BeatKeeper } from '#server/realtime/beat-keeper.ts';
import { topicsOfScreen } from '#server/realtime/screen-news.ts';
import { importScreens } from '#server/services/fleet/import-screens.ts';
import { judgeFleet } from '#server/services/fleet/judge-fleet.ts';
import { readHealth } from '#server/services/fleet/load-fleet.ts';
import { commandScreens, echoesOf } from '#server/services/fleet/order-screens.ts';
import { retagScreens } from '#server/services/fleet/tags.ts';
import { fleetTurnsSince, viewFleet } from '#server/services/fleet/view-fleet.ts';
import { keepEchoes } from '#server/services/screens/keep-echoes.ts';
import { listScreens } from '#server/services/screens/list-screens.ts';
import { reportPresented } from '#server/services/screens/player-reports.ts';
import { screenChoices } from '#server/services/screens/screen-choices.ts';
import { listTakeovers, raiseTakeover, takeOverScreens } from '#server/services/screens/takeovers.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { scannedWhole, statementsOf } from '../support/statements.ts';
import { buildDesk, type Desk, gongshu } from './desk-world.ts';
import { fleetSize, health, oldEchoes, plantFleet, screenNumber, screensAtStation } from './fleet-world.ts';

const kb = 1_024;
const bytesOf = (answer: unknown) => Buffer.byteLength(JSON.stringify(answer));

/** Besides those planted, the desk has a screen at each of its two stations, without a device. */
const ofDesk = 2;

describeBothModes('a fleet of five thousand', (house) => {
  let desk: Desk;
  beforeAll(async () => {
    const { ctx } = house();
    desk = await buildDesk(ctx);
    await plantFleet(ctx);
  }, 120_000);

  it('is listed by pages of five hundred whole rows, each screen once, each page by two statements', async () => {
    const { ctx } = house();
    const seen = new Set<string>();
    let after: string | undefined;
    for (let pages = 0; pages <= fleetSize / mostListed + 1; pages += 1) {
      const { result, statements } = await statementsOf(ctx.db, () => listScreens(ctx, desk.admin, { after }));
      expect(statements.length).toBeLessThanOrEqual(2);
      expect(result.length).toBeLessThanOrEqual(mostListed);
      for (const { id } of result) seen.add(id);
      const [rows] = statements;
      // Three versions of each: of a real fleet twenty, and of them one is looked up by its index.
      if (rows) expect(await scannedWhole(ctx.db, rows)).not.toContain('manifests');
      after = result.at(-1)?.id;
      if (result.length < mostListed) break;
    }
    expect(seen.size).toBe(fleetSize + ofDesk);
  });

  it('gives the pictures that a page draws, and the screens of one station, alone', async () => {
    const { ctx } = house();
    const ids = [1, 2_500, 5_000].map(screenNumber);
    expect(new Set((await listScreens(ctx, desk.admin, { ids })).map(({ id }) => id))).toEqual(new Set(ids));
    const [first] = await listScreens(ctx, desk.admin, { id: screenNumber(1) });
    expect(await listScreens(ctx, desk.admin, { station: first?.station.id })).toHaveLength(screensAtStation);
  });

  it('is picked from by words, thirty at a time, in one statement and a few kilobytes', async () => {
    const { ctx } = house();
    const ask = (asked: { q?: string; region?: string; station?: string; ids?: string[] }) =>
      screenChoices(ctx, desk.admin, { q: '', revoked: '0', ...asked });
    const { result: all, statements } = await statementsOf(ctx.db, () => ask({}));
    expect(statements).toHaveLength(1);
    expect(all).toMatchObject({ more: true });
    expect(all.choices).toHaveLength(mostChoices);
    expect(bytesOf(all)).toBeLessThan(8 * kb);
    const named = await ask({ q: '驿站 1250 屏 4998' });
    expect(named).toMatchObject({ more: false, choices: [{ id: screenNumber(4_998), name: '屏 4998' }] });
    expect((await ask({ q: '进站口 驿站 0003' })).choices.map(({ id }) => id)).toEqual([screenNumber(11)]);
    expect((await ask({ q: '100%' })).choices).toEqual([]);
    const far = await ask({ region: gongshu });
    expect(new Set(far.choices.map(({ station }) => station.regionCode))).toEqual(new Set([gongshu]));
    expect((await ask({ ids: [screenNumber(7)] })).choices).toHaveLength(1);
    // A clerk of one county finds no screen of the other, not even by its id.
    expect((await screenChoices(ctx, desk.li, { q: '', revoked: '0', ids: far.choices.map(({ id }) => id) })).choices).toEqual([]);
  });

  it('is shown as a list and a map by three statements, at some three hundred bytes a screen; then only what has turned', async () => {
    const { ctx } = house();
    const { result: view, statements } = await statementsOf(ctx.db, () => viewFleet(ctx, desk.admin));
    expect(statements).toHaveLength(3);
    expect(view.screens).toHaveLength(fleetSize + ofDesk);
    expect(bytesOf(view.screens) / fleetSize).toBeLessThan(400);
    expect(bytesOf(await viewFleet(ctx, desk.admin, { screenId: screenNumber(1) })) - bytesOf(view.stations)).toBeLessThan(kb);
    const later = new Date(Date.now() + 60_000).toISOString();
    const turns = await statementsOf(ctx.db, () => fleetTurnsSince(ctx, desk.admin, later));
    expect(turns.result).toMatchObject({ total: fleetSize + ofDesk, turned: [] });
    expect(turns.statements).toHaveLength(2);
  });

  it('is judged in a round of few statements, and what has not turned writes nothing', async () => {
    const { ctx } = house();
    const first = await statementsOf(ctx.db, () => judgeFleet(ctx));
    expect(first.result.turned).toBe(fleetSize);
    expect(first.statements.length).toBeLessThan(20);
    expect(await ctx.db.$count(conditionChanges)).toBe(fleetSize);
    const [loaded] = first.statements.filter(({ sql }) => sql.includes('jsonb_build_object'));
    if (!loaded) throw new Error('the fleet was not loaded');
    expect(await scannedWhole(ctx.db, loaded)).not.toContain('manifests');
    const second = await statementsOf(ctx.db, () => judgeFleet(ctx));
    expect(second.result.turned).toBe(0);
    expect(second.statements.length).toBeLessThan(15);
  });

  it('is tagged, ordered about and asked for its echoes by a few statements, and looking at it locks nothing', async () => {
    const { ctx } = house();
    const screenIds = Array.from({ length: fleetSize }, (_, n) => screenNumber(n + 1));
    const tagged = await statementsOf(ctx.db, () => retagScreens(ctx, desk.admin, { screenIds, add: ['车站'], remove: [] }));
    expect(tagged.result).toEqual({ changed: fleetSize });
    expect(tagged.statements.length).toBeLessThan(40);
    const { commandId } = await commandScreens(ctx, desk.admin, { screenIds, command: 'refresh' });
    const asked = await statementsOf(ctx.db, () => echoesOf(ctx, desk.admin, { commandId, screenIds }));
    expect(asked.result).toEqual({ ordered: fleetSize, echoed: [] });
    expect(asked.statements.map(({ sql }) => / for update/.test(sql))).toEqual([false, false]);
    // All of them obey within one beat.
    const told = await statementsOf(ctx.db, () => Promise.all(screenIds.map((id) => keepEchoes(ctx, id, [commandId]))));
    expect(told.statements.length).toBeLessThanOrEqual((3 * fleetSize) / 250 + 3);
    expect((await echoesOf(ctx, desk.admin, { commandId, screenIds })).echoed).toHaveLength(fleetSize);
    expect((await listScreens(ctx, desk.admin, { id: screenNumber(1) }))[0]?.echoes).toEqual([...oldEchoes.slice(1), commandId]);
    await expect(echoesOf(ctx, desk.li, { commandId, screenIds })).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
  });

  it('reports a new board on all its glasses by a few statements a hundred of them', async () => {
    const { ctx } = house();
    const screenIds = Array.from({ length: 500 }, (_, n) => screenNumber(n + 1));
    const report = { version: 3, hash: 'hash 3', slideId: 's', echoes: [] };
    const presentedAt = ctx.clock.now().toString();
    const { statements } = await statementsOf(ctx.db, () =>
      Promise.all(screenIds.map((id) => reportPresented(ctx, id, { ...report, presentedAt }))),
    );
    expect(statements.length).toBeLessThan(screenIds.length / 5);
    const shown = await listScreens(ctx, desk.admin, { ids: screenIds.slice(0, 100) });
    expect(new Set(shown.map(({ presentedVersion }) => presentedVersion))).toEqual(new Set([3]));
  });

  it('grows by a table of a thousand rows in a dozen statements, and by the same table again in none', async () => {
    const { ctx } = house();
    const rows = Array.from({ length: 1_000 }, (_, n) => `城站火车站星工驿站,新屏 ${n},55寸,1920×1080,3,新到`);
    const table = { fileName: '屏.csv', bytes: new TextEncoder().encode(['驿站,屏名称,尺寸,分辨率,观看距离,标签', ...rows].join('\n')) };
    const first = await statementsOf(ctx.db, () => importScreens(ctx, desk.li, table, { apply: true }));
    expect(first.result.screenIds).toHaveLength(rows.length);
    expect(first.statements.length).toBeLessThanOrEqual(12);
    const told = await ctx.db.$count(outbox);
    const again = await importScreens(ctx, desk.li, table, { apply: true });
    expect(new Set(again.screenIds)).toEqual(new Set(first.result.screenIds));
    expect(await ctx.db.$count(outbox)).toBe(told);
    expect((await screenChoices(ctx, desk.li, { q: '新到 新屏 999', revoked: '0' })).choices).toHaveLength(1);
  });

  it('says which takeovers hold by two statements, however many screens were taken over one by one', async () => {
    const { ctx } = house();
    const screenIds = Array.from({ length: 50 }, (_, n) => screenNumber(n + 1));
    await takeOverScreens(ctx, desk.admin, { screenIds, kind: 'safe-slate', minutes: 5, drill: false });
    await raiseTakeover(ctx, desk.admin, { kind: 'safe-slate', minutes: 5, target: { kind: 'region', regionCode: gongshu } });
    await raiseTakeover(ctx, desk.admin, { kind: 'safe-slate', minutes: 5, target: { kind: 'all' } });
    const { result, statements } = await statementsOf(ctx.db, () => listTakeovers(ctx, desk.admin));
    expect(result).toHaveLength(52);
    expect(statements).toHaveLength(2);
    // The clerk of one county sees those at its own screens alone.
    const mine = await listTakeovers(ctx, desk.li);
    expect(mine.length).toBeGreaterThan(20);
    expect(mine.length).toBeLessThan(30);
    expect(new Set(mine.map(({ target }) => target.kind))).toEqual(new Set(['screen']));
  });

  it('keeps its five thousand beats by five statements, and comes back from a cut by ten', async () => {
    const { ctx } = house();
    const said = readHealth(health);
    if (!said) throw new Error('no beat of this release');
    const keeper = new BeatKeeper(ctx);
    const ids = Array.from({ length: fleetSize }, (_, n) => screenNumber(n + 1));
    for (const id of ids) keeper.beat(id, said);
    expect((await statementsOf(ctx.db, () => keeper.close())).statements).toHaveLength(5);
    const back = await statementsOf(ctx.db, () => Promise.all(ids.map((id) => topicsOfScreen(ctx, id))));
    expect(back.statements.length).toBeLessThanOrEqual(fleetSize / 500 + 1);
    expect(back.result[0]).toContain(`screen:${screenNumber(1)}`);
  });
});
