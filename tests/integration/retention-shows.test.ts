import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { captions } from '#server/db/schema/captions.ts';
import { restreamTargets, whipTokens } from '#server/db/schema/feeds.ts';
import { episodes, rundownItems } from '#server/db/schema/live.ts';
import { keepDays } from '#server/domain/retention/rules.ts';
import { applyRetention } from '#server/services/retention/apply-retention.ts';
import { describeBothModes } from '../support/both-modes.ts';

const planned = '2026-03-02T06:30:00Z';

describeBothModes(
  'of a show that is over',
  (house) => {
    async function show(state: 'planned' | 'live' | 'ended' | 'cancelled') {
      const { ctx, clock } = house();
      clock.set(planned);
      const now = ctx.clock.now();
      const id = ctx.random.id();
      const facts = { slug: id, title: '第一期', regionCode: '330102', hostName: '小赵', organiser: '城站', hostUserId: 'u' };
      await ctx.db
        .insert(episodes)
        .values({ id, ...facts, state, plannedAt: now, createdAt: now, ...(state === 'ended' && { endedAt: now }) });
      await ctx.db.insert(restreamTargets).values({
        ...{ id: ctx.random.id(), episodeId: id, position: 0, name: '抖音', url: 'rtmp://push.example.cn/live', picture: 'numbers' },
        ...{ keySealed: ctx.vault.seal('streamname?key=1'), createdAt: now },
      });
      await ctx.db.insert(whipTokens).values({ episodeId: id, tokenHash: 'h', createdBy: 'u', createdAt: now });
      await ctx.db.insert(rundownItems).values({
        ...{ id: ctx.random.id(), episodeId: id, position: 0, kind: 'segment', segment: 'guest', title: '请人社局讲政策' },
        ...{ guests: '王科长', notes: '问社保', createdAt: now },
      });
      await ctx.db.insert(captions).values({ id: ctx.random.id(), episodeId: id, at: now, durationMs: 1, text: '大家好', source: 'host' });
      return id;
    }
    const after = async (days: number) => {
      house().clock.set(new Date(Date.parse(planned) + days * 86_400_000).toISOString());
      await applyRetention(house().ctx);
    };
    const keysOf = async (id: string) => {
      const { db } = house().ctx;
      const targets = await db.select().from(restreamTargets).where(eq(restreamTargets.episodeId, id));
      const tokens = await db.select().from(whipTokens).where(eq(whipTokens.episodeId, id));
      return targets.length + tokens.length;
    };

    it('stream keys and tokens go a day after its end, and a month after it was not held', async () => {
      const [ended, off, never, on] = [await show('ended'), await show('cancelled'), await show('planned'), await show('live')];
      const left = async () => await Promise.all([ended, off, never, on].map(keysOf));
      await after(0.9);
      expect(await left()).toEqual([2, 2, 2, 2]);
      await after(keepDays.spent + 0.1);
      expect(await left()).toEqual([0, 2, 2, 2]);
      await after(keepDays.streamKeyNotHeld + 1);
      // What is on keeps its keys, however long it is.
      expect(await left()).toEqual([0, 0, 0, 2]);
    });

    it('what was said, noted, and who was a guest goes with the recording; that it was held stays', async () => {
      const id = await show('ended');
      const { db } = house().ctx;
      const wordsOf = async () => {
        const said = await db.select({ text: captions.text }).from(captions).where(eq(captions.episodeId, id));
        const [item] = await db.select().from(rundownItems).where(eq(rundownItems.episodeId, id));
        return [said.length, item?.guests, item?.notes, item?.title];
      };
      await after(keepDays.showWords - 1);
      expect(await wordsOf()).toEqual([1, '王科长', '问社保', '请人社局讲政策']);
      await after(keepDays.showWords + 1);
      expect(await wordsOf()).toEqual([0, null, null, '请人社局讲政策']);
    });
  },
  { deterministic: true },
);
