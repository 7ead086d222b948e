import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { scans } from '#server/db/schema/links.ts';
import { figureDays, figureHours } from '#server/db/schema/rollups.ts';
import { putDownWork } from '#server/services/figures/put-down-work.ts';
import { insightOf, readInsight } from '#server/services/figures/read-insight.ts';
import { readWall } from '#server/services/figures/read-wall.ts';
import { rebuildFigures, reckonNightly, reckonRecent } from '#server/services/figures/reckon.ts';
import { regionScope, stationScope } from '#server/services/figures/scope.ts';
import { answerGrab, startGrab } from '#server/services/grabs/answer-grab.ts';
import { grabPlace } from '#server/services/grabs/grab-place.ts';
import { changeTeam, makeTeam, revealLeader } from '#server/services/teams/change-teams.ts';
import { addMembers, listMembers } from '#server/services/teams/members.ts';
import { listTeams, teamsOnGlass } from '#server/services/teams/teams-on-glass.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { city, gongshu, person, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

describeBothModes('figures', (house) => {
  let world: PhoneWorld;
  const grabIds: string[] = [];
  let seekerIds: string[] = [];
  let day: string;

  beforeAll(async () => {
    world = await phoneWorld(house());
    const { ctx, desk, stationId } = world;
    day = ctx.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString();
    const porters = await world.post(3);
    await world.post(2, { trade: '帮厨', pay: { min: 24, max: 24, unit: 'hour', negotiable: false } });
    const at = ctx.clock.now();
    await ctx.db.insert(scans).values([
      { code: 'AAAAAAAA', step: 'scan', stationId, at },
      { code: 'AAAAAAAA', step: 'scan', stationId, at },
      { code: 'AAAAAAAA', step: 'view', postingId: porters, stationId, at },
      { code: 'BBBBBBBB', step: 'view', postingId: porters, at },
    ]);
    seekerIds = await world.people(4);
    for (const seekerId of seekerIds) grabIds.push((await grabPlace(ctx, { postingId: porters, seekerId, stationId })).grabId);
    const [first = '', second = ''] = grabIds;
    for (const grabId of [first, second]) await answerGrab(ctx, desk.li, { grabId, answer: 'confirm' });
    await startGrab(ctx, desk.li, first);
    await reckonRecent(ctx);
  });

  const read = async (scope: 'region' | 'station' = 'region') => {
    const { ctx, stationId } = world;
    const insight = await insightOf(ctx, scope === 'region' ? await regionScope(ctx.db, city) : await stationScope(ctx.db, stationId), {
      from: day,
      to: day,
    });
    return { insight, of: Object.fromEntries(insight.figures.map(({ key, value }) => [key, value])) };
  };

  it('tell of a region what happened in it', async () => {
    const { insight, of } = await read();
    expect(of).toMatchObject({ postings: 2, headcount: 5, 'day-pay': 220, scans: 2, views: 2, grabs: 4, confirmed: 2, started: 1 });
    expect(insight.otherPay).toBe(1);
    // Three have a place and two an answer; the fourth waits for a place, not for an answer.
    expect(of['answered-in-time']).toBe(66);
    expect(of['wall-truth']).toBeNull();
    expect(insight.byTrade.map(({ trade, headcount, dayPay }) => [trade, headcount, dayPay])).toEqual([
      ['搬运工', 3, 220],
      ['帮厨', 2, null],
    ]);
    expect(insight.byRegion.map(({ code, grabs }) => [code, grabs])).toEqual([[shangcheng, 4]]);
    expect(insight.byStation).toMatchObject([{ grabs: 4, confirmed: 2 }]);
    expect(insight.byHour.reduce((sum, { grabs }) => sum + grabs, 0)).toBe(4);
    expect(insight.asOf).not.toBeNull();
  });

  it('tell of a station what reaches it', async () => {
    const { of } = await read('station');
    expect(of).toMatchObject({ postings: 2, headcount: 5, scans: 2, views: 1, grabs: 4 });
  });

  it('count somebody at work when both sides have said so, and not before', async () => {
    const { ctx, desk } = world;
    const [first = '', second = ''] = grabIds;
    const seeker = (index: number) => ({ kind: 'seeker', seekerId: seekerIds[index] ?? '' }) as const;
    expect((await read()).of).toMatchObject({ 'people-at-work': 0, 'work-unconfirmed': 2 });
    await putDownWork(ctx, seeker(0), first, {});
    await putDownWork(ctx, desk.li, first, { side: 'employer' });
    await putDownWork(ctx, desk.li, second, { side: 'employer' });
    await expect(putDownWork(ctx, desk.li, second, { side: 'person' })).rejects.toMatchObject({ problem: { code: 'WORK_SAME_HAND' } });
    await expect(putDownWork(ctx, seeker(0), second, {})).rejects.toMatchObject({ problem: { code: 'NOT_FOUND' } });
    await reckonRecent(ctx);
    expect((await read()).of).toMatchObject({ 'people-at-work': 1, 'work-unconfirmed': 1 });
  });

  it('come out the same however often they are reckoned', async () => {
    const { ctx } = world;
    const rows = async () => ({
      hours: (await ctx.db.select().from(figureHours)).map(String).length,
      days: (
        await ctx.db.select().from(figureDays).orderBy(figureDays.measure, figureDays.trade, figureDays.step, figureDays.stationId)
      ).map((row) => JSON.stringify(row)),
    });
    const before = await rows();
    await ctx.db.delete(figureHours);
    await ctx.db.update(figureDays).set({ value: 77 });
    await rebuildFigures(ctx);
    expect(await rows()).toEqual(before);
    await reckonNightly(ctx);
    await reckonRecent(ctx);
    expect(await rows()).toEqual(before);
    await ctx.db.update(figureDays).set({ value: 77 }).where(eq(figureDays.measure, 'grabs'));
    await reckonRecent(ctx);
    expect(await rows()).toEqual(before);
  });

  it('are only for a clerk of the region', async () => {
    const { ctx, desk } = world;
    await expect(readInsight(ctx, desk.li, { region: gongshu, from: day, to: day })).rejects.toMatchObject({
      problem: { code: 'NOT_ALLOWED' },
    });
    expect((await readInsight(ctx, desk.li, { from: day, to: day })).scope.code).toBe(shangcheng);
  });

  it('stand on a data wall with the teams that may be shown', async () => {
    const { ctx, desk } = world;
    const { id } = await makeTeam(ctx, desk.li, {
      name: '城站拉包侠',
      trade: '拉包工',
      regionCode: shangcheng,
      statedMembers: 26,
      leader: { name: '周师傅', phone: '13900000009' },
      isPublic: true,
    });
    // world.people counts phones up from here.
    expect(await addMembers(ctx, desk.li, id, ['13900000001', '13900000002', '13900000001'])).toEqual({ added: 2, known: 0 });
    expect(await addMembers(ctx, desk.li, id, ['13900000001'])).toEqual({ added: 0, known: 1 });
    const wall = await readWall(ctx, await regionScope(ctx.db, city));
    expect(wall.teams).toEqual([{ name: '城站拉包侠', trade: '拉包工', members: 26, working: 1 }]);
    expect(wall.days).toHaveLength(14);
    expect(wall.now.byHour).toHaveLength(24);
    const stored = JSON.stringify(await ctx.db.select().from((await import('#server/db/schema/teams.ts')).teams));
    expect(stored).not.toContain('13900000009');
    expect(stored).not.toContain('周师傅');
    expect((await listTeams(ctx, desk.li))[0]).toMatchObject({
      leaderPhoneMasked: expect.stringContaining('*'),
      knownMembers: 2,
      workedWeek: 1,
    });
    expect(JSON.stringify(await listMembers(ctx, desk.li, id))).not.toContain('13900000001');
    expect(await revealLeader(ctx, desk.li, id)).toEqual({ phone: '13900000009' });
    const stranger = await person(ctx, '外区', 'clerk', `${city}/${gongshu}/`);
    await expect(revealLeader(ctx, stranger, id)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    await expect(
      makeTeam(ctx, desk.li, { name: '城站拉包侠', trade: '搬运', regionCode: shangcheng, statedMembers: 1, isPublic: false }),
    ).rejects.toMatchObject({ problem: { code: 'TEAM_NAME_TAKEN' } });
    await changeTeam(ctx, desk.li, id, { name: '城站拉包侠', trade: '拉包工', statedMembers: 26, isPublic: false });
    expect(await teamsOnGlass(ctx.db, { path: '' }, day)).toEqual([]);
    expect(await revealLeader(ctx, desk.li, id)).toEqual({ phone: '13900000009' });
  });
});
