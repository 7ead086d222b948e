import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, expect, test } from 'vitest';
import { stations } from '#server/db/schema/org.ts';
import { glassSpans, keptManifests, playJournals } from '#server/db/schema/proofs.ts';
import { screens } from '#server/db/schema/screens.ts';
import { canonicalJson } from '#server/domain/board/canonical.ts';
import { checkSeal } from '#server/domain/board/seal.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { setPlaces } from '#server/services/postings/count-places.ts';
import { editPosting } from '#server/services/postings/edit-posting.ts';
import { approveContent, changeContent, createContent } from '#server/services/programme/contents.ts';
import { readCoverage } from '#server/services/proofs/coverage.ts';
import { proofCsv } from '#server/services/proofs/proof-csv.ts';
import { readProofReport } from '#server/services/proofs/proof-report.ts';
import { findBrokenSeals, sealSpans } from '#server/services/proofs/seal-spans.ts';
import { readShownOn } from '#server/services/proofs/shown-on.ts';
import { takePlays } from '#server/services/proofs/take-plays.ts';
import { traceGlass } from '#server/services/proofs/trace-glass.ts';
import { raiseTakeover } from '#server/services/screens/takeovers.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk, type Desk, gongshu, person, porter, shangcheng } from './desk-world.ts';
import { approvedPosting, pairedWall, plays } from './glass-world.ts';

describeBothModes(
  'what was on a glass',
  (house) => {
    let desk: Desk;
    let wall: string;
    let first: string;
    const journal = { id: '', next: 1 };
    const morning = '2026-03-02T06:30:00Z';
    const later = '2026-03-02T07:30:00Z';

    beforeAll(async () => {
      const { ctx, clock } = house();
      await house().startBackground();
      clock.set('2026-03-02T00:00:00Z');
      desk = await buildDesk(ctx);
      wall = await pairedWall(ctx, desk);
      journal.id = ctx.random.id();
      first = await approvedPosting(ctx, desk, { trade: '搬运工', employer: '=HYPERLINK("http://x")' });
      await approvedPosting(ctx, desk, { trade: '保洁员', phones: ['13800000002'], place: '采荷路 1 号' });
      clock.set(morning);
      await plays(ctx, wall, journal);
      // Another count, and then other words: each is another manifest.
      await setPlaces(ctx, desk.li, first, { placesLeft: 1 });
      clock.set('2026-03-02T07:00:00Z');
      await plays(ctx, wall, journal);
      const { version } = await editPosting(ctx, desk.zhao, first, {
        version: 1,
        facts: porter({
          trade: '搬运工',
          employer: '=HYPERLINK("http://x")',
          pay: { min: 260, max: 260, unit: 'day', settlement: 'daily', negotiable: false },
        }),
        submit: true,
      });
      await approvePosting(ctx, desk.wang, { postingId: first, version });
      clock.set(later);
      await plays(ctx, wall, journal);
      await house().settle();
    });

    const at = (instant: string, number?: number) =>
      traceGlass(house().ctx, desk.li, { screen: wall, at: instant, ...(number === undefined ? {} : { number }) });

    test('is answered with the words as they were, who wrote them and who approved them', async () => {
      const before = await at('2026-03-02T06:29:40Z', 101);
      expect(before.rows).toMatchObject([
        {
          postingId: first,
          number: 101,
          version: 1,
          shown: 'proved',
          pay: { min: 220 },
          writtenBy: { name: '小李' },
          approvedBy: { name: '老王', version: 1, repeat: false },
          source: null,
        },
      ]);
      expect(before.spans).toMatchObject([{ words: 'matches', seal: 'open' }]);
      expect(before.slides).toMatchObject([{ kind: 'jobs' }]);
      const after = await at(later, 101);
      expect(after.rows).toMatchObject([
        { version: 2, pay: { min: 260 }, writtenBy: { name: '小赵' }, approvedBy: { name: '老王', version: 2 } },
      ]);
      expect((await at('2026-03-02T06:29:40Z')).rows.map(({ trade }) => trade)).toEqual(['搬运工', '保洁员']);
      expect((await at('2026-03-02T03:00:00Z')).spans).toEqual([]);
    });

    test('is kept as what was signed, packed against what was signed before', async () => {
      const { ctx } = house();
      const kept = await ctx.db.select().from(keptManifests).where(eq(keptManifests.screenId, wall));
      expect(kept.map(({ depth }) => depth)).toEqual([0, 1, 2]);
      const [whole, ...differences] = kept.map(({ packed }) => packed.length);
      for (const bytes of differences) expect(bytes).toBeLessThan((whole ?? 0) / 2);
      const { manifest } = await at(later);
      const { raw, id } = ctx.vault.publicKey;
      // The signature is not kept: the hash that it covers is, and the same key signs the same again.
      const signature = Buffer.from(ctx.vault.sign(Buffer.from(canonicalJson(manifest)))).toString('base64url');
      const hash = (await at(later)).spans.at(-1)?.hash ?? '';
      expect(manifest && checkSeal({ ...manifest, hash, signature }, { [id]: raw })).toEqual({ sound: true });
    });

    test('is sealed in the audit chain, and a span that somebody changes shows', async () => {
      const { ctx, clock } = house();
      clock.set('2026-03-02T09:00:00Z');
      expect(await sealSpans(ctx)).toBe(3);
      await house().settle();
      expect((await at(morning)).spans).toMatchObject([{ seal: 'sealed' }]);
      const [span] = await ctx.db.select().from(glassSpans).limit(1);
      await ctx.db
        .update(glassSpans)
        .set({ hash: 'f'.repeat(64) })
        .where(eq(glassSpans.id, span?.id ?? ''));
      expect((await at(later)).spans).toMatchObject([{ seal: 'changed' }]);
      expect(await findBrokenSeals(ctx.db)).toHaveLength(1);
      await ctx.db
        .update(glassSpans)
        .set({ hash: span?.hash ?? '' })
        .where(eq(glassSpans.id, span?.id ?? ''));
      expect((await at(later)).spans).toMatchObject([{ seal: 'sealed' }]);
      expect(await findBrokenSeals(ctx.db)).toEqual([]);
    });

    test('is nobody’s business elsewhere', async () => {
      const { ctx } = house();
      const elsewhere = await person(ctx, '外人', 'clerk', `3301/${gongshu}/`);
      await expect(traceGlass(ctx, elsewhere, { screen: wall, at: morning })).rejects.toThrow('NOT_ALLOWED');
      await expect(readShownOn(ctx, elsewhere, first)).rejects.toThrow('NOT_ALLOWED');
      await expect(
        readProofReport(ctx, elsewhere, { region: shangcheng, from: '2026-03-02', to: '2026-03-02', by: 'posting' }),
      ).rejects.toThrow('NOT_ALLOWED');
    });

    test('adds up by posting, employer, screen, hour and day, each in its own sum', async () => {
      const { ctx } = house();
      const report = (by: 'posting' | 'employer' | 'screen' | 'hour' | 'day', more: object = {}) =>
        readProofReport(ctx, desk.li, { region: shangcheng, from: '2026-03-02', to: '2026-03-02', by, ...more });
      expect((await report('posting')).rows).toMatchObject([
        { key: first, label: '101 搬运工', plays: 3, ms: 36_000, screens: 1 },
        { label: '102 保洁员', plays: 3 },
      ]);
      expect((await report('posting')).totals).toMatchObject({ plays: 6, postings: 2, screens: 1 });
      expect((await report('screen')).rows).toMatchObject([{ key: wall, plays: 3, ms: 36_000 }]);
      // 06:30, 07:00 and 07:30 in UTC, each ending then: 14 and 15 o'clock in Hangzhou.
      expect((await report('hour', { posting: first })).rows.map(({ key, plays }) => [key, plays])).toEqual([
        ['14', 2],
        ['15', 1],
      ]);
      expect((await report('employer')).rows).toHaveLength(2);
      expect((await report('day')).rows).toMatchObject([{ key: '2026-03-02', plays: 3 }]);
      await expect(report('day', { from: '2026-03-03' })).rejects.toThrow('PROOF_RANGE');
      expect(await readShownOn(ctx, desk.li, first)).toMatchObject({
        screens: [{ screenId: wall, plays: 3, firstAt: '2026-03-02T06:29:48Z' }],
      });
    });

    test('goes into a file in which no cell is reckoned', async () => {
      const { ctx } = house();
      let text = '';
      for await (const piece of await proofCsv(
        ctx,
        desk.li,
        { region: shangcheng, from: '2026-03-01', to: '2026-03-03', by: 'posting' },
        'zh-CN',
      ))
        text += piece;
      const lines = text.split('\r\n');
      expect(lines[0]).toBe('\ufeff日期,时段,驿站,屏幕,类别,岗位号,岗位或内容,用工方,播放次数,播放秒数,岗位编号或内容编号');
      expect(lines.filter((line) => line.startsWith('2026-03-02'))).toHaveLength(4);
      expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
    });

    test('is less than it should be, for a reason', async () => {
      const { ctx } = house();
      const { hours, expectedMs, playedMs } = await readCoverage(ctx, desk.li, { screen: wall, day: '2026-03-02' });
      // Paired at 8 in the morning there, looked at at 17.
      expect(expectedMs).toBe(9 * 3_600_000);
      expect(playedMs).toBe(36_000);
      expect(hours[7]).toMatchObject({ expectedMs: 0, cause: null });
      expect(hours[14]).toMatchObject({ playedMs: 24_000, cause: 'off' });
      expect(hours[16]).toMatchObject({ playedMs: 0, cause: 'awaited' });
      // What an older journal lost is no reason for today's gap.
      const old = '2026-02-01T00:00:00Z';
      const [openedAt, lastAt] = [Temporal.Instant.from(old), Temporal.Instant.from(old).add({ hours: 24 })];
      await ctx.db.insert(playJournals).values({ id: ctx.random.id(), screenId: wall, lost: 9, openedAt, lastAt });
      const today = await readCoverage(ctx, desk.li, { screen: wall, day: '2026-03-02' });
      expect(today).toMatchObject({ lost: 0, hours: expect.arrayContaining([expect.objectContaining({ hour: 14, cause: 'off' })]) });
    });

    test('stays with the station where it stood when the screen is carried elsewhere', async () => {
      const { ctx } = house();
      const [elsewhere] = await ctx.db.select({ id: stations.id }).from(stations).where(eq(stations.regionCode, gongshu));
      const [here] = await ctx.db.select({ id: screens.stationId }).from(screens).where(eq(screens.id, wall));
      const days = { from: '2026-03-02', to: '2026-03-02', by: 'posting' as const };
      const playsIn = async (region: string) => (await readProofReport(ctx, desk.admin, { region, ...days })).totals.plays;
      await ctx.db
        .update(screens)
        .set({ stationId: elsewhere?.id ?? '' })
        .where(eq(screens.id, wall));
      expect([await playsIn(shangcheng), await playsIn(gongshu)]).toEqual([6, 0]);
      expect((await readShownOn(ctx, desk.admin, first)).screens).toMatchObject([{ stationName: '城站火车站星工驿站' }]);
      await ctx.db
        .update(screens)
        .set({ stationId: here?.id ?? '' })
        .where(eq(screens.id, wall));
    });

    test('leads back from a notice and from a takeover, too', async () => {
      const { ctx } = house();
      const facts = {
        kind: 'notice' as const,
        title: '社保补贴',
        source: '区人社局',
        topic: 'policy' as const,
        paragraphs: ['满一年可领。'],
        targets: [],
      };
      const { id } = await createContent(ctx, desk.li, { regionCode: shangcheng, facts });
      await approveContent(ctx, desk.wang, { contentId: id, version: 1 });
      const slate = await raiseTakeover(ctx, desk.li, { kind: 'safe-slate', minutes: 5, target: { kind: 'screen', screenId: wall } });
      await house().settle();
      const by = { version: 1, hash: '', postingIds: [] };
      const slides = [
        { id: `c-${id}-1.2`, kind: 'content' as const, subject: id, ...by },
        { id: `takeover-${slate.takeoverId}`, kind: 'takeover' as const, subject: slate.takeoverId, ...by },
      ];
      const startMs = ctx.clock.now().epochMilliseconds - 30_000;
      const plays: [number, number, number][] = [
        [0, startMs, 10_000],
        [1, startMs + 10_000, 10_000],
      ];
      await takePlays(ctx, wall, { journal: ctx.random.id(), from: 1, slides, plays });
      expect((await at(Temporal.Instant.fromEpochMilliseconds(startMs).toString())).others).toMatchObject([
        { kind: 'content', title: '社保补贴', version: 1, writtenBy: { name: '小李' }, approvedBy: { name: '老王' }, source: '区人社局' },
        { kind: 'takeover', title: '', writtenBy: { name: '小李' }, approvedBy: null },
      ]);
      const day = { region: shangcheng, from: '2026-03-02', to: '2026-03-02' };
      // Other words that nobody has approved yet are not what was shown.
      await changeContent(ctx, desk.li, { contentId: id, version: 1, facts: { ...facts, title: '还没审核的标题' } });
      expect((await readProofReport(ctx, desk.li, { ...day, by: 'other' })).rows).toContainEqual(
        expect.objectContaining({ label: 'content', detail: '社保补贴', plays: 1 }),
      );
      let file = '';
      for await (const piece of await proofCsv(ctx, desk.li, { ...day, by: 'other' }, 'zh-CN')) file += piece;
      expect(file).toContain('社保补贴');
      expect(file).not.toContain('还没审核的标题');
    });

    test('is taken from a clock of 1970, too, however much of it falls into one hour', async () => {
      const { ctx } = house();
      const station = { id: 'own', kind: 'station' as const, version: 1, hash: '', postingIds: [] };
      const plays = Array.from({ length: 500 }, (): [number, number, number] => [0, 5_000, 3_600_000]);
      const id = ctx.random.id();
      for (const from of [1, 501, 1_001])
        expect(await takePlays(ctx, wall, { journal: id, from, slides: [station], plays })).toEqual({ upTo: from + 499 });
    });
  },
  { deterministic: true },
);
