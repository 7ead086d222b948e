import { beforeAll, describe, expect, test } from 'vitest';
import type { PlayBatch } from '#server/contract/proofs.ts';
import { playBatches, playDays, playJournals } from '#server/db/schema/proofs.ts';
import type { PlayedSlide } from '#server/domain/proof/played.ts';
import type { Context } from '#server/services/context.ts';
import { takePlays } from '#server/services/proofs/take-plays.ts';
import { listScreens } from '#server/services/screens/list-screens.ts';
import { Journal } from '$signage/player/journal.ts';
import { MapJournals } from '$signage/player/testing/map-journals.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk } from './desk-world.ts';

const hourMs = 3_600_000;
const slides: PlayedSlide[] = [
  { id: 'page-1', kind: 'jobs', version: 1, hash: '', postingIds: ['p1', 'p2', 'p3'] },
  { id: 'page-2', kind: 'jobs', version: 1, hash: '', postingIds: ['p4', 'p5'] },
  { id: 'picture', kind: 'content', version: 1, hash: '', postingIds: [], subject: 'c1' },
  { id: 'own', kind: 'station', version: 1, hash: '', postingIds: [] },
];

/** Pseudo-random, the same in every run (Numerical Recipes' constants). */
function dice(seed: number) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What went over the line, and what may go wrong on it. */
function line(ctx: Context, screenId: string) {
  const sent: PlayBatch[] = [];
  return {
    sent,
    sender: (breaks: 'never' | 'before' | 'after') => ({
      plays: async (batch: PlayBatch) => {
        if (breaks === 'before') throw new TypeError('not reached');
        sent.push(batch);
        const taken = await takePlays(ctx, screenId, batch);
        if (breaks === 'after') throw new TypeError('the answer was lost');
        return taken;
      },
    }),
  };
}

describeBothModes(
  'proof of play',
  (house) => {
    let screenId: string;
    beforeAll(async () => {
      const { ctx } = house();
      const desk = await buildDesk(ctx);
      screenId = (await listScreens(ctx, desk.admin))[0]?.id ?? '';
    });

    test('of thirty days of outages, crashes, lost answers and repeats is exact to the play and the millisecond', async () => {
      const { ctx, clock } = house();
      const random = dice(2_026);
      const disk = new MapJournals();
      const wire = line(ctx, screenId);
      let ids = 0;
      const newId = () => {
        ids += 1;
        return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
      };
      const open = () => Journal.open(disk, `wall ${screenId}`, newId);
      let journal = await open();
      const truth = new Map<string, { plays: number; ms: number }>();
      const add = (subject: string, ms: number) => {
        const sum = truth.get(subject) ?? { plays: 0, ms: 0 };
        truth.set(subject, { plays: sum.plays + 1, ms: sum.ms + ms });
      };
      const start = Date.parse('2026-03-02T00:00:00Z');
      const days = 30;
      const playsAnHour = 12;
      let broken = 0;
      for (let hour = 0; hour < days * 24; hour += 1) {
        for (let n = 0; n < playsAnHour; n += 1) {
          const slide = slides[Math.floor(random() * slides.length)] ?? slides[0];
          if (slide === undefined) throw new Error('there are slides');
          const ms = 8_000 + Math.floor(random() * 20_000);
          const atMs = start + hour * hourMs + n * (hourMs / playsAnHour);
          await journal.played({ slide, atMs, ms });
          add('screen ', ms);
          if (slide.kind === 'jobs') add('jobs ', ms);
          for (const id of slide.postingIds) add(`posting ${id}`, ms);
          if (slide.kind === 'content') add('content c1', ms);
          if (slide.kind === 'station') add('station ', ms);
        }
        clock.set(new Date(start + (hour + 1) * hourMs).toISOString());
        // Days 5 to 12 have no network at all; of the other hours some lose the way there, some the way back.
        const day = Math.floor(hour / 24);
        const luck = random();
        const breaks = day >= 5 && day < 12 ? 'before' : luck < 0.15 ? 'before' : luck < 0.35 ? 'after' : 'never';
        await journal.send(wire.sender(breaks)).catch((error: unknown) => {
          if (!(error instanceof TypeError)) throw error;
          broken += 1;
        });
        // The box loses its power: what was written is there, what was under way is not.
        if (random() < 0.1) journal = await open();
        // A proxy repeats a request of long ago.
        const old = wire.sent[Math.floor(random() * wire.sent.length)];
        if (old !== undefined && random() < 0.1) await takePlays(ctx, screenId, old);
      }
      await journal.send(wire.sender('never'));
      expect(disk.plays).toEqual([]);
      expect(broken).toBeGreaterThan(150);

      const sums = new Map<string, { plays: number; ms: number }>();
      for (const row of await ctx.db.select().from(playDays)) {
        const key = `${row.kind} ${row.subject}`;
        const sum = sums.get(key) ?? { plays: 0, ms: 0 };
        const total = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);
        sums.set(key, { plays: sum.plays + total(row.plays), ms: sum.ms + total(row.ms) });
      }
      expect(Object.fromEntries([...sums].sort())).toEqual(Object.fromEntries([...truth].sort()));
      expect(
        await ctx.db.select({ taken: playJournals.takenSeq, lost: playJournals.lost, retimed: playJournals.retimed }).from(playJournals),
      ).toEqual([{ taken: days * 24 * playsAnHour, lost: 0, retimed: 0 }]);
      const kept = await ctx.db.select({ plays: playBatches.plays }).from(playBatches);
      expect(kept.reduce((all, { plays }) => all + plays.length, 0)).toBe(days * 24 * playsAnHour);
    }, 300_000);

    describe('of one journal', () => {
      const batch = (journal: string, from: number, count: number, slide: Partial<PlayedSlide> = {}): PlayBatch => ({
        journal,
        from,
        slides: [{ id: 'own', kind: 'station', version: 1, hash: '', postingIds: [], ...slide }],
        plays: Array.from({ length: count }, () => [0, house().ctx.clock.now().epochMilliseconds - 20_000, 10_000]),
      });
      const state = async (journal: string) => (await house().ctx.db.select().from(playJournals)).find(({ id }) => id === journal);

      test('that two tabs send at once counts once', async () => {
        const { ctx } = house();
        const journal = ctx.random.id();
        const answers = await Promise.all([1, 1, 1, 1].map((from) => takePlays(ctx, screenId, batch(journal, from, 50))));
        expect(answers).toEqual(new Array(4).fill({ upTo: 50 }));
        expect(await state(journal)).toMatchObject({ takenSeq: 50, lost: 0 });
      });

      test('whose store was cleared knows how many are missing', async () => {
        const { ctx } = house();
        const journal = ctx.random.id();
        await takePlays(ctx, screenId, batch(journal, 1, 3));
        await takePlays(ctx, screenId, batch(journal, 10, 1));
        expect(await state(journal)).toMatchObject({ takenSeq: 10, lost: 6 });
      });

      test('is no other screen’s', async () => {
        const { ctx } = house();
        const journal = ctx.random.id();
        await takePlays(ctx, screenId, batch(journal, 1, 1));
        await expect(takePlays(ctx, 'another', batch(journal, 2, 1))).rejects.toThrow('JOURNAL_FOREIGN');
      });

      test('from a box whose clock ran years ahead is counted for now, and said to be', async () => {
        const { ctx, clock } = house();
        const journal = ctx.random.id();
        clock.set('2026-05-04T04:00:00Z');
        await takePlays(ctx, screenId, {
          ...batch(journal, 1, 1, { kind: 'content', subject: 'clock' }),
          plays: [[0, Date.parse('2100-01-01T00:00:00Z'), 9_000]],
        });
        expect(await state(journal)).toMatchObject({ retimed: 1 });
        const [sum] = (await ctx.db.select().from(playDays)).filter(({ subject }) => subject === 'clock');
        expect(sum).toMatchObject({ day: '2026-05-04' });
      });
    });
  },
  { deterministic: true },
);
