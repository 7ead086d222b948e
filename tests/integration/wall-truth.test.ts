import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { callBacks, postings } from '#server/db/schema/postings.ts';
import { auditEntries } from '#server/db/schema/records.ts';
import { truthChecks, truthRounds } from '#server/db/schema/truth.ts';
import { drawSample } from '#server/domain/truth/draw.ts';
import { wilson } from '#server/domain/truth/wilson.ts';
import { answerCheck } from '#server/services/truth/answer-check.ts';
import { drawWeek } from '#server/services/truth/draw-week.ts';
import { readSheet } from '#server/services/truth/read-sheet.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk, type Desk, gongshu, person, shangcheng } from './desk-world.ts';
import { approvedPosting, pairedWall, plays } from './glass-world.ts';

const yes = { kind: 'answered', numberWorks: 'yes', stillOpen: 'yes', payAsShown: 'yes' } as const;

describeBothModes(
  'wall truth',
  (house) => {
    let desk: Desk;
    const hung: string[] = [];

    beforeAll(async () => {
      const { ctx, clock } = house();
      await house().startBackground();
      // A Tuesday; the draw is on the Monday after.
      clock.set('2026-03-03T01:00:00Z');
      desk = await buildDesk(ctx);
      const wall = await pairedWall(ctx, desk);
      for (let n = 0; n < 24; n += 1)
        hung.push(
          await approvedPosting(ctx, desk, { trade: `工种${n}`, place: `${n} 号门`, phones: [`138000001${String(n).padStart(2, '0')}`] }),
        );
      await plays(ctx, wall, { id: ctx.random.id(), next: 1 });
      // Approved, and never on a glass: it can't be drawn.
      await approvedPosting(ctx, desk, { trade: '没上过屏', place: '后门', phones: ['13800000999'] });
      await house().settle();
    });

    const sheet = () => readSheet(house().ctx, desk.li, shangcheng);
    const open = async () => (await sheet()).checks.filter(({ outcome }) => outcome === 'open');
    const next = async () => {
      const [check] = await open();
      if (check === undefined) throw new Error('a call is left');
      return check;
    };
    const statusOf = async (postingId: string) =>
      (
        await house()
          .ctx.db.select({ status: postings.status, confirmedAt: postings.confirmedAt })
          .from(postings)
          .where(eq(postings.id, postingId))
      )[0];

    test('draws twenty on Monday morning from what stood on glass, once, and so that anybody can draw them again', async () => {
      const { ctx, clock } = house();
      clock.set('2026-03-08T20:59:00Z');
      expect(await drawWeek(ctx)).toBe(0);
      clock.set('2026-03-08T21:00:00Z');
      expect(await drawWeek(ctx)).toBe(1);
      expect(await drawWeek(ctx)).toBe(0);
      const [round] = await ctx.db.select().from(truthRounds);
      expect(round).toMatchObject({
        week: '2026-03-09',
        regionCode: shangcheng,
        fromDay: '2026-03-02',
        toDay: '2026-03-08',
        population: [...hung].sort(),
      });
      const { checks, rounds } = await sheet();
      expect(checks.map(({ postingId }) => postingId).sort()).toEqual(drawSample(round?.seed ?? '', round?.population ?? []).sort());
      expect(rounds).toMatchObject([{ regionName: '上城区', population: 24, tally: { drawn: 20, open: 20, low: 0, high: 1 } }]);
      expect(checks[0]).toMatchObject({
        phonesMasked: [expect.stringContaining('*')],
        shown: { stationName: '城站火车站星工驿站', pay: { min: 220 } },
      });
      await house().settle();
      const [entry] = await ctx.db.select().from(auditEntries).where(eq(auditEntries.action, 'truth.drawn'));
      expect(entry?.after).toMatchObject({ seed: round?.seed, population: 24 });
    });

    test('three times yes is confirmed now', async () => {
      const check = await next();
      await answerCheck(house().ctx, desk.li, check.id, yes);
      expect((await statusOf(check.postingId))?.confirmedAt?.toString()).toBe('2026-03-08T21:00:00Z');
      await expect(answerCheck(house().ctx, desk.li, check.id, yes)).rejects.toThrow('TRUTH_DONE');
    });

    test('a number that is nobody’s, and a place that is gone, take the posting down', async () => {
      for (const said of [
        { numberWorks: 'no', stillOpen: 'unasked' },
        { numberWorks: 'yes', stillOpen: 'no' },
      ] as const) {
        const check = await next();
        await answerCheck(house().ctx, desk.li, check.id, { kind: 'answered', ...said, payAsShown: 'unasked' });
        expect((await statusOf(check.postingId))?.status).toBe('closed');
      }
    });

    test('another pay asks for a correction', async () => {
      const { ctx } = house();
      const check = await next();
      await answerCheck(ctx, desk.li, check.id, { ...yes, payAsShown: 'no', note: '现在给 200' });
      expect((await statusOf(check.postingId))?.status).toBe('approved');
      expect(await ctx.db.select({ facts: callBacks.facts }).from(callBacks).where(eq(callBacks.postingId, check.postingId))).toEqual([
        { facts: ['pay-differs'] },
      ]);
    });

    test('rung three times in vain, half an hour apart, it is not reached', async () => {
      const { ctx, clock } = house();
      const check = await next();
      const ring = () => answerCheck(ctx, desk.li, check.id, { kind: 'unanswered' });
      await ring();
      await expect(ring()).rejects.toThrow('TRUTH_TOO_SOON');
      for (const minutes of [31, 31]) {
        clock.advance({ minutes });
        await ring();
      }
      expect((await sheet()).checks.find(({ id }) => id === check.id)).toMatchObject({ outcome: 'unreached', attempts: 3 });
    });

    test('asks to the end, and only of whoever the desk is', async () => {
      const { ctx } = house();
      const check = await next();
      await expect(answerCheck(ctx, desk.li, check.id, { ...yes, payAsShown: 'unasked' })).rejects.toThrow('BAD_INPUT');
      const elsewhere = await person(ctx, '外人', 'clerk', `3301/${gongshu}/`);
      await expect(answerCheck(ctx, elsewhere, check.id, yes)).rejects.toThrow('NOT_ALLOWED');
    });

    test('is n of twenty with its interval; what a week leaves open was not reached', async () => {
      const { ctx, clock } = house();
      for (let left = (await open()).length; left > 2; left -= 1) await answerCheck(ctx, desk.li, (await next()).id, yes);
      expect((await sheet()).rounds[0]?.tally).toMatchObject({ drawn: 20, right: 14, wrong: 3, unreached: 1, open: 2, ...wilson(14, 18) });
      const wall = await pairedWall(ctx, desk);
      clock.set('2026-03-12T01:00:00Z');
      await plays(ctx, wall, { id: ctx.random.id(), next: 1 });
      clock.set('2026-03-15T21:00:00Z');
      expect(await drawWeek(ctx)).toBe(1);
      const { rounds, week } = await sheet();
      expect(week).toBe('2026-03-16');
      expect(rounds[1]?.tally).toMatchObject({ right: 14, wrong: 3, unreached: 3, open: 0, ...wilson(14, 20) });
      expect(await ctx.db.$count(truthChecks, eq(truthChecks.week, '2026-03-16'))).toBeGreaterThan(0);
    });
  },
  { deterministic: true },
);
