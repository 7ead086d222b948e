import { existsSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { intakes } from '#server/db/schema/postings.ts';
import { playBatches, playDays } from '#server/db/schema/proofs.ts';
import { figureHours } from '#server/db/schema/rollups.ts';
import { manifests } from '#server/db/schema/screens.ts';
import { pathOfEvidence } from '#server/services/intake/evidence-store.ts';
import { receiveText } from '#server/services/intake/receive.ts';
import { applyRetention } from '#server/services/retention/apply-retention.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk, shangcheng } from './desk-world.ts';

describeBothModes(
  'the retention rules',
  (house) => {
    it('keep of a screen’s manifests the newest, and of the others a week', async () => {
      const { ctx, clock } = house();
      clock.set('2026-03-02T01:00:00Z');
      const add = (screenId: string, version: number) =>
        ctx.db.insert(manifests).values({ screenId, version, hash: `${version}`, body: '{}', issuedAt: ctx.clock.now() });
      await add('busy', 1);
      await add('quiet', 1);
      clock.set('2026-03-10T01:00:00Z');
      await add('busy', 2);
      await add('busy', 3);
      await applyRetention(ctx);
      const kept = await ctx.db.select({ screenId: manifests.screenId, version: manifests.version }).from(manifests);
      expect(kept.map(({ screenId, version }) => `${screenId} ${version}`).sort()).toEqual(['busy 2', 'busy 3', 'quiet 1']);
    });

    it('keep plays one by one for a month, and their sums for years', async () => {
      const { ctx, clock } = house();
      clock.set('2026-03-02T01:00:00Z');
      const at = ctx.clock.now();
      const zeros = new Array(24).fill(0);
      await ctx.db.insert(playBatches).values({
        journalId: 'j',
        fromSeq: 1,
        toSeq: 1,
        screenId: 's',
        startsAt: at,
        endsAt: at,
        slides: [],
        plays: [],
        receivedAt: at,
      });
      await ctx.db.insert(playDays).values({
        day: '2026-03-02',
        screenId: 's',
        stationId: 'x',
        kind: 'screen',
        subject: '',
        plays: zeros,
        ms: zeros,
        firstAt: at,
        lastAt: at,
      });
      const left = async () => {
        await applyRetention(ctx);
        return [await ctx.db.$count(playBatches), await ctx.db.$count(playDays)];
      };
      clock.set('2026-03-31T01:00:00Z');
      expect(await left()).toEqual([1, 1]);
      clock.set('2026-04-03T01:00:00Z');
      expect(await left()).toEqual([0, 1]);
      clock.set('2029-04-03T01:00:00Z');
      expect(await left()).toEqual([0, 0]);
    });

    it('keep figures hour by hour for 25 months', async () => {
      const { ctx, clock } = house();
      clock.set('2026-03-02T01:00:00Z');
      const at = ctx.clock.now();
      await ctx.db.insert(figureHours).values({ at, regionCode: '', stationId: '', trade: '', measure: 'scans', step: 0, value: 1 });
      clock.set('2028-04-01T01:00:00Z');
      await applyRetention(ctx);
      expect(await ctx.db.$count(figureHours)).toBe(1);
      clock.set('2028-04-04T01:00:00Z');
      await applyRetention(ctx);
      expect(await ctx.db.$count(figureHours)).toBe(0);
    });

    it('delete the file that somebody sent, three years later', async () => {
      const { ctx, clock } = house();
      clock.set('2026-07-03T01:00:00Z');
      const desk = await buildDesk(ctx);
      const { id } = await receiveText(ctx, desk.li, { regionCode: shangcheng, text: '招搬运工 2 人 日结 200 元 13800000009' });
      const find = async () => (await ctx.db.select().from(intakes).where(eq(intakes.id, id)))[0];
      const file = pathOfEvidence(ctx, (await find())?.evidencePath ?? '');
      await applyRetention(ctx);
      expect(existsSync(file)).toBe(true);
      clock.set('2029-07-10T01:00:00Z');
      await applyRetention(ctx);
      expect(existsSync(file)).toBe(false);
      expect(await find()).toMatchObject({ id, evidencePath: null });
    });
  },
  { deterministic: true },
);
