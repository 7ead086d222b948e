import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { among } from '#server/db/among.ts';
import { takeoverAnswers } from '#server/db/schema/proofs.ts';
import { screens, takeovers } from '#server/db/schema/screens.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import { readManifest } from '#server/services/boards/read-manifest.ts';
import { createContent } from '#server/services/programme/contents.ts';
import { lintContentDraft, lintUrgentWords } from '#server/services/publications/notice-lint.ts';
import { reportPresented } from '#server/services/screens/player-reports.ts';
import { liftTakeover, listTakeovers, raiseTakeover } from '#server/services/screens/takeovers.ts';
import { listReports, readReport } from '#server/services/takeovers/takeover-reports.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk, type Desk, gongshu, person, shangcheng } from './desk-world.ts';
import { pairedWall } from './glass-world.ts';

describeBothModes(
  'a takeover',
  (house) => {
    let desk: Desk;
    let wall: string;

    beforeAll(async () => {
      const { ctx, clock } = house();
      clock.set('2026-03-02T01:00:00Z');
      desk = await buildDesk(ctx);
      wall = await pairedWall(ctx, desk);
      await pairedWall(ctx, desk, '拱墅');
    });

    const manifestOf = async () => {
      const { ctx } = house();
      await composeBoards(ctx, [wall]);
      const served = await readManifest(ctx, wall);
      return JSON.parse(served?.body.toString() ?? '{}');
    };
    const onGlass = async () => (await manifestOf()).takeover;
    const toWall = () => ({ kind: 'screen' as const, screenId: wall });

    test('as a drill says so on the glass, and is measured by the glass’s own answers', async () => {
      const { ctx, clock } = house();
      const target = { kind: 'region' as const, regionCode: '3301' };
      const { takeoverId } = await raiseTakeover(ctx, desk.admin, {
        kind: 'notice',
        message: '防汛演练',
        minutes: 10,
        drill: true,
        target,
      });
      expect(await onGlass()).toMatchObject({ id: takeoverId, kind: 'notice', message: '防汛演练', drill: true });
      clock.advance({ seconds: 3 });
      const presented = { version: 1, hash: '', slideId: 'own', presentedAt: ctx.clock.now().toString(), echoes: [takeoverId] };
      await reportPresented(ctx, wall, { ...presented, stood: [{ id: takeoverId, agoMs: 2_400 }] });
      await reportPresented(ctx, wall, { ...presented, stood: [{ id: takeoverId, agoMs: 0 }] });
      const report = await readReport(ctx, desk.admin, takeoverId);
      expect(report).toMatchObject({
        drill: true,
        stands: true,
        mayLift: true,
        reach: '杭州市',
        figures: { reached: 2, answered: 1, medianMs: 600 },
      });
      // Who did not answer stands first.
      expect(report.glass.map(({ station, afterMs, openThen }) => [station.slice(0, 2), afterMs, openThen])).toEqual([
        ['拱墅', null, true],
        ['城站', 600, true],
      ]);
      clock.advance({ minutes: 5 });
      await liftTakeover(ctx, desk.admin, takeoverId);
      expect(await onGlass()).toBeUndefined();
      expect((await listReports(ctx, desk.admin))[0]).toMatchObject({ id: takeoverId, stands: false, liftedBy: '管理员' });
    });

    test('says how many glass answered, and how soon, in the list as by itself', async () => {
      const { ctx } = house();
      const startsAt = ctx.clock.now();
      const times = [400, 900, 1_000, 2_500, 12_000, undefined];
      const raised = {
        ...{ kind: 'safe-slate' as const, regionCode: shangcheng, raisedBy: 'staff:x' },
        ...{ startsAt, endsAt: startsAt.add({ minutes: 1 }) },
      };
      const [answered, silent] = [ctx.random.id(), ctx.random.id()];
      await ctx.db.insert(takeovers).values([
        { ...raised, id: answered, drill: true, reached: times.map((_, n) => `glass ${n}`) },
        { ...raised, id: silent, drill: false, reached: ['glass 0'] },
      ]);
      await ctx.db.insert(takeoverAnswers).values(
        times.flatMap((afterMs, n) => {
          const shownAt = afterMs === undefined ? undefined : startsAt.add({ milliseconds: afterMs });
          return shownAt === undefined ? [] : [{ takeoverId: answered, screenId: `glass ${n}`, shownAt, receivedAt: shownAt }];
        }),
      );
      const within = (...steps: number[]) => [1, 3, 10].map((seconds, step) => ({ seconds, screens: steps[step] }));
      const expected = new Map([
        [answered, { reached: 6, answered: 5, within: within(3, 4, 4), medianMs: 1_000, p95Ms: 12_000, slowestMs: 12_000 }],
        [silent, { reached: 1, answered: 0, within: within(0, 0, 0), medianMs: null, p95Ms: null, slowestMs: null }],
      ]);
      const listed = new Map((await listReports(ctx, desk.admin)).map(({ id, figures }) => [id, figures]));
      for (const [id, figures] of expected) {
        expect(listed.get(id)).toEqual(figures);
        expect((await readReport(ctx, desk.admin, id)).figures).toEqual(figures);
      }
      await ctx.db.delete(takeovers).where(among(takeovers.id, [answered, silent]));
    });

    test('is among the reports of whoever answers for it, however many there were elsewhere since', async () => {
      const { ctx, clock } = house();
      const { takeoverId } = await raiseTakeover(ctx, desk.li, { kind: 'safe-slate', minutes: 5, target: toWall() });
      await liftTakeover(ctx, desk.li, takeoverId);
      clock.advance({ seconds: 1 });
      const elsewhere = { screenId: null, stationId: null, regionCode: gongshu, raisedBy: 'staff:x', kind: 'safe-slate' as const };
      const startsAt = ctx.clock.now();
      const many = Array.from({ length: 101 }, () => ({
        id: ctx.random.id(),
        ...elsewhere,
        startsAt,
        endsAt: startsAt.add({ minutes: 1 }),
      }));
      await ctx.db.insert(takeovers).values(many);
      expect((await listReports(ctx, desk.li))[0]).toMatchObject({ id: takeoverId, reach: '城站火车站星工驿站 · 大屏', raisedBy: '小李' });
      await expect(readReport(ctx, desk.li, many[0]?.id ?? '')).rejects.toThrow('NOT_ALLOWED');
      clock.advance({ minutes: 5 });
    });

    test('is for whoever answers for its reach, and for so long', async () => {
      const { ctx } = house();
      const raise = (minutes: number, target: Parameters<typeof raiseTakeover>[2]['target'], as = desk.li) =>
        raiseTakeover(ctx, as, { kind: 'notice', message: '停电', minutes, target });
      await expect(raise(61, toWall())).rejects.toThrow('TAKEOVER_TOO_LONG');
      await expect(raise(5, { kind: 'region', regionCode: shangcheng })).rejects.toThrow('TAKEOVER_FOR_APPROVER');
      const elsewhere = await person(ctx, '外人', 'clerk', `3301/${gongshu}/`);
      await expect(raise(5, toWall(), elsewhere)).rejects.toThrow('TAKEOVER_FOR_CLERK');
      const { takeoverId } = await raise(240, { kind: 'region', regionCode: shangcheng }, desk.wang);
      await liftTakeover(ctx, desk.wang, takeoverId);
    });

    test('pressed by mistake is taken back at once; later somebody else lifts it', async () => {
      const { ctx, clock } = house();
      const slate = { kind: 'safe-slate' as const, minutes: 60, target: toWall() };
      const mistake = await raiseTakeover(ctx, desk.li, slate);
      clock.advance({ seconds: 100 });
      await liftTakeover(ctx, desk.li, mistake.takeoverId);
      const meant = await raiseTakeover(ctx, desk.li, slate);
      clock.advance({ seconds: 130 });
      await expect(liftTakeover(ctx, desk.li, meant.takeoverId)).rejects.toThrow('TAKEOVER_SECOND_PERSON');
      expect((await listTakeovers(ctx, desk.li)).map(({ mayLift }) => mayLift)).toEqual([false]);
      await liftTakeover(ctx, desk.wang, meant.takeoverId);
      expect(await listTakeovers(ctx, desk.li)).toEqual([]);
    });

    test('of the slate stands before a notice, and anything real before a drill', async () => {
      const { ctx, clock } = house();
      const drill = await raiseTakeover(ctx, desk.li, { kind: 'safe-slate', minutes: 5, drill: true, target: toWall() });
      expect((await onGlass()).id).toBe(drill.takeoverId);
      const notice = await raiseTakeover(ctx, desk.li, { kind: 'notice', message: '停水', minutes: 5, target: toWall() });
      expect((await onGlass()).id).toBe(notice.takeoverId);
      const slate = await raiseTakeover(ctx, desk.li, { kind: 'safe-slate', minutes: 5, target: toWall() });
      expect((await onGlass()).id).toBe(slate.takeoverId);
      clock.advance({ minutes: 6 });
      expect(await onGlass()).toBeUndefined();
    });

    test('that a shorter one covers travels with it, and is all that is left when that is over', async () => {
      const { ctx, clock } = house();
      const notice = await raiseTakeover(ctx, desk.li, { kind: 'notice', message: '请从东门撤离', minutes: 60, target: toWall() });
      expect((await manifestOf()).takeoversBelow).toBeUndefined();
      const slate = await raiseTakeover(ctx, desk.li, { kind: 'safe-slate', minutes: 2, target: toWall() });
      expect(await manifestOf()).toMatchObject({
        takeover: { id: slate.takeoverId },
        takeoversBelow: [{ id: notice.takeoverId, message: '请从东门撤离' }],
      });
      clock.advance({ minutes: 3 });
      const after = await manifestOf();
      expect(after.takeover).toMatchObject({ id: notice.takeoverId });
      expect(after.takeoversBelow).toBeUndefined();
      clock.advance({ minutes: 60 });
    });

    test('whose words go round too slowly to be read is refused with shorter ones; a notice among the jobs is split', async () => {
      const { ctx } = house();
      const [{ stationId } = { stationId: '' }] = await ctx.db
        .select({ stationId: screens.stationId })
        .from(screens)
        .where(eq(screens.id, wall));
      const small = ctx.random.id();
      await ctx.db.insert(screens).values({
        ...{ id: small, stationId, name: '大厅电视', kind: 'lcd', widthMm: 700, heightMm: 394, widthPx: 1920, heightPx: 1080 },
        ...{ viewingDistanceM: 6, mountHeightM: 1.6, createdAt: ctx.clock.now() },
      });
      const message =
        '接市应急管理局通知：今天 14:30 起暴雨红色预警，请立即停止户外作业，已到岗的零工请到最近的驿站或地铁站内躲避，有困难请打 12333，请互相转告，谢谢配合。';
      const raise = (words: string, screenId: string) =>
        raiseTakeover(ctx, desk.li, { kind: 'notice', message: words, minutes: 5, drill: true, target: { kind: 'screen', screenId } });
      await raise(message, wall);
      await expect(raise(message, small)).rejects.toMatchObject({
        problem: { code: 'NOTICE_TOO_LONG', details: { screens: 1, names: expect.stringContaining('大厅电视') } },
      });
      const [finding] = await lintUrgentWords(ctx, desk.li, { message, target: { kind: 'screens', screenIds: [wall, small] } });
      await raise(finding?.proposal ?? '', small);

      const notice = (paragraphs: string[]) => ({
        regionCode: shangcheng,
        facts: {
          ...{ kind: 'notice' as const, topic: 'policy' as const, title: '社保补贴', source: '区人社局', paragraphs },
          targets: [{ kind: 'screen' as const, screenId: small }],
        },
      });
      const long = Array.from({ length: 12 }, (_, at) => `${at + 1}. 从事灵活就业的人员可以按月申领社会保险补贴，最长不超过3年。`);
      await expect(createContent(ctx, desk.li, notice(long))).rejects.toMatchObject({ problem: { code: 'CONTENT_TOO_LONG' } });
      const parts = (await lintContentDraft(ctx, desk.li, notice(long)))[0]?.parts ?? [];
      expect(parts.length).toBeGreaterThan(1);
      for (const part of parts) await createContent(ctx, desk.li, notice(part));
    });
  },
  { deterministic: true },
);
