import { eq, ne } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { stations } from '#server/db/schema/org.ts';
import { postings, publications } from '#server/db/schema/postings.ts';
import { outbox } from '#server/db/schema/records.ts';
import type { PostingFacts } from '#server/domain/posting/facts.ts';
import { approvePosting, rejectPosting } from '#server/services/postings/approve-posting.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { editPosting } from '#server/services/postings/edit-posting.ts';
import { getPosting } from '#server/services/postings/get-posting.ts';
import { listPostings } from '#server/services/postings/list-postings.ts';
import { publishPosting } from '#server/services/publications/publish-posting.ts';
import { makeShare } from '#server/services/shares/make-share.ts';
import { describeBothModes } from '../support/both-modes.ts';
import type { House } from '../support/house.ts';
import { buildDesk, checkEveryEmployer, city, type Desk, gongshu, porter, shangcheng } from './desk-world.ts';

describeBothModes(
  'where a posting is shown',
  (house) => {
    let desk: Desk;
    let h: House;
    let turn = 0;
    const facts = (change: Partial<PostingFacts> = {}) => porter({ title: `第${turn}号搬运工`, ...change });
    const region = (regionCode: string, change: { startsAt?: string; endsAt?: string } = {}) => ({
      target: { kind: 'region' as const, regionCode },
      priority: 0,
      ...change,
    });
    const soon = '2026-03-02T04:00:00Z';
    const later = '2026-03-03T04:00:00Z';

    beforeEach(async () => {
      h = house();
      h.clock.set('2026-03-02T01:00:00Z');
      desk ??= await buildDesk(h.ctx);
      turn += 1;
      await h.ctx.db.update(postings).set({ status: 'closed', closedReason: 'withdrawn' }).where(ne(postings.status, 'closed'));
      await h.ctx.db.delete(outbox);
    });

    /** Entered by an administrator, who may publish everywhere, and approved by another person. */
    async function publish(where = [region(shangcheng)], change: Partial<PostingFacts> = {}) {
      const { id } = await createPosting(h.ctx, desk.admin, {
        regionCode: shangcheng,
        facts: facts(change),
        publications: where,
        submit: true,
      });
      await checkEveryEmployer(h.ctx, desk.wang);
      await approvePosting(h.ctx, desk.zhao, { postingId: id, version: 1 });
      await h.ctx.db.delete(outbox);
      return id;
    }
    const shown = async (id: string) =>
      (await h.ctx.db.select().from(publications).where(eq(publications.postingId, id))).map(({ regionCode, stationId, endsAt }) => ({
        at: regionCode ?? stationId,
        endsAt: endsAt?.toString() ?? null,
      }));
    const waiting = async () => (await listPostings(h.ctx, desk.zhao, { view: 'approvals', region: shangcheng, limit: 50 })).postings;
    const published = async () =>
      (await h.ctx.db.select().from(outbox)).filter((event) => event.type === 'posting.published').map((event) => event.payload);

    describe('more walls', () => {
      it('wait on the approvals list, in words, until a second person agrees', async () => {
        const id = await publish();
        expect(await publishPosting(h.ctx, desk.admin, id, [region(city)])).toMatchObject({ waits: true });
        expect(await shown(id)).toEqual([{ at: shangcheng, endsAt: null }]);
        expect(await published()).toEqual([]);
        const [asked] = await waiting();
        expect(asked).toMatchObject({
          id,
          pending: true,
          pendingWords: false,
          publications: [{ name: '上城区' }],
          proposedPublications: [{ name: '杭州市', adds: true }],
        });
        await expect(approvePosting(h.ctx, desk.admin, { postingId: id, version: 2 })).rejects.toMatchObject({
          problem: { code: 'SAME_PERSON' },
        });
        await approvePosting(h.ctx, desk.zhao, { postingId: id, version: 2 });
        expect(await shown(id)).toEqual([{ at: city, endsAt: null }]);
        expect(await published()).toEqual([
          { type: 'posting.published', postingId: id, formerly: { stationIds: [], regionCodes: [shangcheng] } },
        ]);
        expect(await waiting()).toEqual([]);
        expect((await getPosting(h.ctx, desk.admin, id)).proposedPublications).toBeNull();
      });

      it.each([
        ['a later end', [region(shangcheng, { endsAt: soon })], [region(shangcheng, { endsAt: later })]],
        ['no end', [region(shangcheng, { endsAt: soon })], [region(shangcheng)]],
        ['an earlier start', [region(shangcheng, { startsAt: later })], [region(shangcheng, { startsAt: soon })]],
      ])('or %s wait too', async (_, standing, wanted) => {
        const id = await publish(standing);
        const before = await shown(id);
        expect(await publishPosting(h.ctx, desk.admin, id, wanted)).toMatchObject({ waits: true });
        expect(await shown(id)).toEqual(before);
      });

      it('take away at once what is taken away, and only add later', async () => {
        const [station] = await h.ctx.db.select().from(stations).where(eq(stations.regionCode, shangcheng));
        if (!station) throw new Error('the county has its station');
        const id = await publish([region(shangcheng), region(gongshu)]);
        const wanted = [{ target: { kind: 'station' as const, stationId: station.id }, priority: 0 }, region(city, { endsAt: later })];
        expect(await publishPosting(h.ctx, desk.admin, id, wanted)).toMatchObject({ waits: true });
        expect((await shown(id)).sort((a, b) => String(a.at).localeCompare(String(b.at)))).toEqual(
          [
            { at: station.id, endsAt: null },
            { at: shangcheng, endsAt: later },
            { at: gongshu, endsAt: later },
          ].sort((a, b) => a.at.localeCompare(b.at)),
        );
      });

      it('that are sent back stay where they were; the next correction carries them along', async () => {
        const id = await publish();
        await publishPosting(h.ctx, desk.admin, id, [region(city)]);
        await rejectPosting(h.ctx, desk.zhao, { postingId: id, version: 2, reason: '先不要全市' });
        expect(await shown(id)).toEqual([{ at: shangcheng, endsAt: null }]);
        expect(await waiting()).toEqual([]);
        await editPosting(h.ctx, desk.li, id, { version: 2, facts: facts({ place: '城站路' }), submit: true });
        expect(await waiting()).toMatchObject([{ id, pendingWords: true, proposedPublications: [{ name: '杭州市' }] }]);
      });

      it('are taken back by a reach that adds nothing', async () => {
        const id = await publish();
        await publishPosting(h.ctx, desk.admin, id, [region(city)]);
        expect(await publishPosting(h.ctx, desk.li, id, [region(shangcheng, { endsAt: later })])).toMatchObject({ waits: false });
        expect(await waiting()).toEqual([]);
        await expect(approvePosting(h.ctx, desk.zhao, { postingId: id, version: 2 })).rejects.toMatchObject({
          problem: { code: 'POSTING_STATE' },
        });
        expect(await shown(id)).toEqual([{ at: shangcheng, endsAt: later }]);
        expect(await getPosting(h.ctx, desk.li, id)).toMatchObject({ version: 2, approvedVersion: 2, pending: false });
      });
    });

    it('that has not begun, or has ended, is on no screen and in no group', async () => {
      const id = await publish([region(shangcheng, { startsAt: soon, endsAt: later })]);
      const [station] = await h.ctx.db.select().from(stations).where(eq(stations.regionCode, shangcheng));
      const share = () => makeShare(h.ctx, desk.li, { postingIds: [id], stationId: station?.id ?? '' });
      const screens = async () => (await getPosting(h.ctx, desk.li, id)).screens;
      expect(await screens()).toBe(0);
      await expect(share()).rejects.toMatchObject({ problem: { code: 'NOTHING_TO_SHARE' } });
      h.clock.set('2026-03-02T05:00:00Z');
      expect(await screens()).toBe(1);
      expect((await share()).items).toHaveLength(1);
      h.clock.set('2026-03-03T05:00:00Z');
      expect(await screens()).toBe(0);
      await expect(share()).rejects.toMatchObject({ problem: { code: 'NOTHING_TO_SHARE' } });
    });

    it('shrinks or ends by one person, at once', async () => {
      const id = await publish([region(city)]);
      expect(await publishPosting(h.ctx, desk.li, id, [region(shangcheng, { endsAt: soon })])).toMatchObject({ waits: false });
      expect(await shown(id)).toEqual([{ at: shangcheng, endsAt: soon }]);
      expect(await published()).toHaveLength(1);
      expect(await waiting()).toEqual([]);
    });

    it('ends on walls of others too, by whose desk it is; it comes to none of them so', async () => {
      const id = await publish([region(city)]);
      expect(await publishPosting(h.ctx, desk.li, id, [region(city, { endsAt: soon })])).toMatchObject({ waits: false });
      expect(await shown(id)).toEqual([{ at: city, endsAt: soon }]);
      await expect(publishPosting(h.ctx, desk.li, id, [region(city, { endsAt: later })])).rejects.toMatchObject({
        problem: { code: 'NOT_ALLOWED' },
      });
    });

    it('ends now where its end has passed, and never before it begins', async () => {
      const id = await publish([region(shangcheng)]);
      await expect(publishPosting(h.ctx, desk.li, id, [region(shangcheng, { startsAt: later, endsAt: soon })])).rejects.toMatchObject({
        problem: { code: 'PUBLICATION_TIMES' },
      });
      const wanted = region(shangcheng, { startsAt: '2026-03-01T00:00:00Z', endsAt: '2026-03-02T00:59:00Z' });
      expect(await publishPosting(h.ctx, desk.li, id, [wanted])).toMatchObject({ waits: false });
      expect((await getPosting(h.ctx, desk.li, id)).screens).toBe(0);
    });

    it('before its first approval, makes who adds walls one of its authors', async () => {
      const { id } = await createPosting(h.ctx, desk.li, { regionCode: shangcheng, facts: facts(), submit: true });
      await checkEveryEmployer(h.ctx, desk.wang);
      await publishPosting(h.ctx, desk.zhao, id, [region(city)]);
      await expect(approvePosting(h.ctx, desk.wang, { postingId: id, version: 1 })).rejects.toMatchObject({
        problem: { code: 'VERSION_CONFLICT' },
      });
      await expect(approvePosting(h.ctx, desk.zhao, { postingId: id, version: 2 })).rejects.toMatchObject({
        problem: { code: 'SAME_PERSON' },
      });
      await approvePosting(h.ctx, desk.wang, { postingId: id, version: 2 });
      expect(await shown(id)).toEqual([{ at: city, endsAt: null }]);
    });

    it('is not widened by sending the same words again', async () => {
      const id = await publish();
      await h.ctx.db.update(postings).set({ status: 'closed', closedReason: 'expired' }).where(eq(postings.id, id));
      const again = (where: ReturnType<typeof region>[]) =>
        createPosting(h.ctx, desk.admin, { regionCode: shangcheng, facts: facts(), publications: where, submit: true });
      expect((await again([region(city)])).status).toBe('submitted');
      expect((await again([region(shangcheng)])).status).toBe('approved');
    });

    it('is nowhere when its last wall was taken away, until somebody agrees to another', async () => {
      const id = await publish();
      expect(await publishPosting(h.ctx, desk.admin, id, [region(gongshu)])).toMatchObject({ waits: true });
      expect(await shown(id)).toEqual([]);
      await approvePosting(h.ctx, desk.zhao, { postingId: id, version: 2 });
      expect(await shown(id)).toEqual([{ at: gongshu, endsAt: null }]);
    });
  },
  { deterministic: true },
);
