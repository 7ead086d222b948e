import { and, eq, inArray } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { grabs } from '#server/db/schema/grabs.ts';
import { postings, publications } from '#server/db/schema/postings.ts';
import { outbox } from '#server/db/schema/records.ts';
import { screensAt, screensOfPosting } from '#server/services/boards/screens-reached.ts';
import { issueEmployerLink, openEmployerLink, reduceByEmployer } from '#server/services/employers/employer-link.ts';
import { grabAtDesk } from '#server/services/grabs/desk-grabs.ts';
import { listPlaces, pinPlace } from '#server/services/places/pin-place.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { fillPosting, reopenPosting, setPlaces } from '#server/services/postings/count-places.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { expirePostings } from '#server/services/postings/expire-postings.ts';
import { getPosting } from '#server/services/postings/get-posting.ts';
import { listPostings } from '#server/services/postings/list-postings.ts';
import { previewRemoval, removeBearing } from '#server/services/postings/remove-bearing.ts';
import { submitPosting } from '#server/services/postings/submit-posting.ts';
import { publishPosting } from '#server/services/publications/publish-posting.ts';
import { answerRecheck, listRecheck } from '#server/services/recheck/recheck.ts';
import { listStations } from '#server/services/regions/list-regions.ts';
import { makeShare } from '#server/services/shares/make-share.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { PostingsDesk } from './desk-postings.ts';
import { caihe, checkEveryEmployer, city, gongshu, shangcheng } from './desk-world.ts';

describeBothModes(
  'the postings desk',
  (house) => {
    const at = new PostingsDesk(house);

    describe('the number that people say', () => {
      it('is the smallest free one where postings can meet, and may come again where they cannot', async () => {
        expect((await at.publish()).number).toBe(101);
        at.turn += 1;
        expect((await at.publish({}, caihe)).number).toBe(102);
        at.turn += 1;
        expect((await at.publish({}, gongshu)).number).toBe(101);
      });

      it('is given again once the first is gone', async () => {
        const first = await at.publish();
        at.turn += 1;
        await at.publish();
        await withdrawPosting(at.house.ctx, at.desk.li, first.id, {});
        at.turn += 1;
        expect((await at.publish()).number).toBe(101);
      });

      it('changes when a wider reach brings it beside its like', async () => {
        const here = await at.publish();
        at.turn += 1;
        const there = await at.publish({}, gongshu);
        expect([here.number, there.number]).toEqual([101, 101]);
        await publishPosting(at.house.ctx, at.desk.admin, there.id, [{ target: { kind: 'region', regionCode: city }, priority: 0 }]);
        const wider = await approvePosting(at.house.ctx, at.desk.zhao, { postingId: there.id, version: 2 });
        expect(wider.number).toBe(102);
        expect(await at.row(here.id)).toMatchObject({ number: 101 });
      });

      it('is nobody else’s when eight are approved at once', async () => {
        const ids: string[] = [];
        for (let n = 0; n < 8; n += 1) {
          at.turn += 1;
          ids.push((await at.enter()).id);
        }
        await checkEveryEmployer(at.house.ctx, at.desk.wang);
        const given = await Promise.all(ids.map((postingId) => approvePosting(at.house.ctx, at.desk.wang, { postingId, version: 1 })));
        expect(given.map((one) => one.number).sort()).toEqual([101, 102, 103, 104, 105, 106, 107, 108]);
      });
    });

    describe('where it is shown', () => {
      it('is everywhere in the desk’s region unless a clerk chose', async () => {
        const { id } = await at.publish();
        expect(await at.house.ctx.db.select().from(publications).where(eq(publications.postingId, id))).toMatchObject([
          { regionCode: shangcheng, stationId: null },
        ]);
      });

      it('counts the screens that would lose it', async () => {
        const { id } = await at.publish();
        expect((await getPosting(at.house.ctx, at.desk.li, id)).screens).toBe(1);
        await publishPosting(at.house.ctx, at.desk.admin, id, [{ target: { kind: 'region', regionCode: city }, priority: 0 }]);
        await approvePosting(at.house.ctx, at.desk.zhao, { postingId: id, version: 2 });
        expect((await getPosting(at.house.ctx, at.desk.li, id)).screens).toBe(2);
      });

      it('is made anew where it is taken from, too', async () => {
        const { id } = await at.publish();
        await publishPosting(at.house.ctx, at.desk.admin, id, [{ target: { kind: 'region', regionCode: gongshu }, priority: 0 }]);
        const [last] = (await at.toldOf('posting.published')).slice(-1);
        const formerly = { stationIds: [], regionCodes: [shangcheng] };
        expect(last).toEqual({ type: 'posting.published', postingId: id, formerly });
        const lost = await screensAt(at.house.ctx.db, formerly);
        expect(lost).toHaveLength(1);
        expect(await screensOfPosting(at.house.ctx.db, id)).not.toContain(lost[0]);
      });

      it('is not for a clerk to decide in somebody else’s region', async () => {
        const { id } = await at.publish();
        await expect(
          publishPosting(at.house.ctx, at.desk.li, id, [{ target: { kind: 'region', regionCode: gongshu }, priority: 0 }]),
        ).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
      });
    });

    describe('removing needs one person and is instant', () => {
      it('one posting', async () => {
        const { id } = await at.publish();
        await withdrawPosting(at.house.ctx, at.desk.li, id, { reason: '雇主来电' });
        expect(await at.row(id)).toMatchObject({ status: 'closed', closedReason: 'withdrawn' });
        expect(await at.toldOf('posting.closed')).toEqual([{ type: 'posting.closed', postingId: id, reason: 'withdrawn' }]);
      });

      it('a phone number: every posting that bears it, whatever its state', async () => {
        const one = await at.publish({ phones: ['13900007777', '057187000001'] });
        at.turn += 1;
        const draft = await createPosting(at.house.ctx, at.desk.li, { regionCode: caihe, facts: at.facts({ phones: ['13900007777'] }) });
        at.turn += 1;
        const other = await at.publish();
        const removal = { kind: 'phone', regionCode: shangcheng, phone: '13900007777' } as const;
        expect(await previewRemoval(at.house.ctx, at.desk.li, removal)).toEqual({ postings: 2, screens: 1 });
        expect(await removeBearing(at.house.ctx, at.desk.li, removal)).toEqual({ postings: 2, screens: 1 });
        const closed = await at.house.ctx.db
          .select({ id: postings.id })
          .from(postings)
          .where(and(inArray(postings.id, [one.id, draft.id, other.id]), eq(postings.status, 'closed')));
        expect(closed.map(({ id }) => id).sort()).toEqual([one.id, draft.id].sort());
        expect(JSON.stringify(await at.told())).not.toContain('13900007777');
      });

      it('a place, however it is spaced', async () => {
        const { id } = await at.publish({ place: '采荷街道 双创中心' });
        expect(
          await removeBearing(at.house.ctx, at.desk.li, { kind: 'place', regionCode: shangcheng, place: '采荷街道双创中心' }),
        ).toMatchObject({
          postings: 1,
        });
        expect((await at.row(id))?.status).toBe('closed');
      });
    });

    describe('time', () => {
      it('takes an expired posting off, and tells it once', async () => {
        const { id } = await at.publish({
          expiry: { kind: 'date', on: at.house.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString() },
        });
        expect(await expirePostings(at.house.ctx)).toBe(0);
        at.house.clock.advance({ hours: 24 });
        await at.house.ctx.db.delete(outbox);
        expect(await expirePostings(at.house.ctx)).toBe(1);
        expect(await expirePostings(at.house.ctx)).toBe(0);
        expect(await at.row(id)).toMatchObject({ status: 'closed', closedReason: 'expired' });
        expect(await at.toldOf('posting.closed')).toHaveLength(1);
      });

      it('lets 长期 lapse seven days after the last confirmation', async () => {
        const { id } = await at.publish();
        at.house.clock.advance({ days: 5 });
        await answerRecheck(at.house.ctx, at.desk.li, id, 'open');
        at.house.clock.advance({ days: 6 });
        expect(await expirePostings(at.house.ctx)).toBe(0);
        at.house.clock.advance({ days: 2 });
        expect(await expirePostings(at.house.ctx)).toBe(1);
      });

      it('asks each morning for what nobody has rung since yesterday', async () => {
        const { id } = await at.publish();
        expect(await listRecheck(at.house.ctx, at.desk.li, shangcheng)).toEqual([]);
        at.house.clock.advance({ hours: 21 });
        expect(await listRecheck(at.house.ctx, at.desk.li, shangcheng)).toMatchObject([{ id, why: 'never' }]);
        await answerRecheck(at.house.ctx, at.desk.li, id, 'open');
        expect(await listRecheck(at.house.ctx, at.desk.li, shangcheng)).toEqual([]);
        expect((await at.row(id))?.confirmedAt?.toString()).toBe(at.house.clock.now().toString());
        expect(await at.toldOf('posting.confirmed')).toEqual([{ type: 'posting.confirmed', postingId: id }]);
      });

      it('takes down a number that is not answered twice', async () => {
        const { id } = await at.publish();
        await answerRecheck(at.house.ctx, at.desk.li, id, 'unreachable');
        expect((await at.row(id))?.status).toBe('approved');
        await answerRecheck(at.house.ctx, at.desk.li, id, 'unreachable');
        expect((await at.row(id))?.status).toBe('closed');
      });
    });

    describe('places', () => {
      it('are counted by the desk: none left is filled, more is open again', async () => {
        const { id } = await at.publish();
        await fillPosting(at.house.ctx, at.desk.li, id);
        expect(await at.row(id)).toMatchObject({ status: 'filled', placesLeft: 0 });
        expect(await at.toldOf('posting.counted')).toEqual([{ type: 'posting.counted', postingId: id, placesLeft: 0, filled: true }]);
        expect(await reopenPosting(at.house.ctx, at.desk.li, id, { places: 2 })).toEqual({ status: 'approved' });
        await setPlaces(at.house.ctx, at.desk.li, id, { placesLeft: 1 });
        expect(await at.row(id)).toMatchObject({ status: 'approved', placesLeft: 1 });
      });

      it('that somebody has stay taken when a closed posting is opened again', async () => {
        const { id } = await at.publish({ headcount: { min: 3, max: 3, approximate: false } });
        await grabAtDesk(at.house.ctx, at.desk.li, { postingId: id, name: '甲' });
        await withdrawPosting(at.house.ctx, at.desk.li, id, {});
        await reopenPosting(at.house.ctx, at.desk.li, id, { places: 1 });
        await submitPosting(at.house.ctx, at.desk.li, { postingId: id, version: 1 });
        await approvePosting(at.house.ctx, at.desk.zhao, { postingId: id, version: 1 });
        expect(await at.row(id)).toMatchObject({ status: 'approved', placesTotal: 2, placesLeft: 1 });
        const next = await grabAtDesk(at.house.ctx, at.desk.li, { postingId: id, name: '乙' });
        const late = await grabAtDesk(at.house.ctx, at.desk.li, { postingId: id, name: '丙' });
        expect([next.state, late.state]).toEqual(['grabbed', 'waiting']);
      });

      it('that the desk adds go to those who wait in line', async () => {
        const { id } = await at.publish({ headcount: { min: 1, max: 1, approximate: false } });
        const first = await grabAtDesk(at.house.ctx, at.desk.li, { postingId: id, name: '甲' });
        const second = await grabAtDesk(at.house.ctx, at.desk.li, { postingId: id, name: '乙' });
        expect([first.state, second.state]).toEqual(['grabbed', 'waiting']);
        await setPlaces(at.house.ctx, at.desk.li, id, { placesLeft: 2 });
        expect(await at.row(id)).toMatchObject({ status: 'approved', placesTotal: 3, placesLeft: 1 });
        const [moved] = await at.house.ctx.db.select().from(grabs).where(eq(grabs.id, second.grabId));
        expect(moved?.state).toBe('grabbed');
      });

      it('are taken away by the employer without signing in, and never added', async () => {
        const { id } = await at.publish();
        const { token } = await issueEmployerLink(at.house.ctx, at.desk.li, id);
        expect(await openEmployerLink(at.house.ctx, token)).toMatchObject({
          number: 101,
          placesLeft: 3,
          payText: '220 元/天',
          stationName: '城站火车站星工驿站',
        });
        expect(await reduceByEmployer(at.house.ctx, token, { placesLeft: 9 })).toEqual({ placesLeft: 3 });
        expect(await reduceByEmployer(at.house.ctx, token, { placesLeft: 0 })).toEqual({ placesLeft: 0 });
        expect((await at.row(id))?.status).toBe('filled');
        await expect(openEmployerLink(at.house.ctx, `${token.slice(0, -1)}x`)).rejects.toMatchObject({
          problem: { code: 'EMPLOYER_LINK_UNKNOWN' },
        });
        const newer = await issueEmployerLink(at.house.ctx, at.desk.li, id);
        await expect(openEmployerLink(at.house.ctx, token)).rejects.toMatchObject({ problem: { code: 'EMPLOYER_LINK_UNKNOWN' } });
        expect(await openEmployerLink(at.house.ctx, newer.token)).toMatchObject({ status: 'filled' });
        expect(JSON.stringify(await at.told())).not.toContain(token);
      });
    });

    describe('a pin', () => {
      it('is set once for every posting of the place, in the region and below', async () => {
        const one = await at.publish({ place: '四季青街区' });
        at.turn += 1;
        const below = await at.publish({ place: '四季青 街区' }, caihe);
        expect(await at.row(one.id)).toMatchObject({ lat: null, lon: null });
        expect(
          await pinPlace(at.house.ctx, at.desk.li, { regionCode: shangcheng, name: '四季青街区', position: { lat: 30.26, lon: 120.2 } }),
        ).toMatchObject({ postings: 2 });
        expect(await at.row(below.id)).toMatchObject({ lat: 30.26, lon: 120.2 });
        at.turn += 1;
        expect(await at.row((await at.publish({ place: '四季青街区' })).id)).toMatchObject({ lat: 30.26, lon: 120.2 });
        expect(await listPlaces(at.house.ctx, at.desk.li, shangcheng)).toContainEqual(
          expect.objectContaining({ name: '四季青街区', position: { lat: 30.26, lon: 120.2 } }),
        );
      });

      it('over 100 km from the station is asked about first', async () => {
        await at.publish({ place: '远方的工地' });
        const far = { regionCode: shangcheng, name: '远方的工地', position: { lat: 32.5, lon: 120.18 } };
        await expect(pinPlace(at.house.ctx, at.desk.li, far)).rejects.toMatchObject({
          problem: { code: 'PLACE_FAR', details: { km: 251 } },
        });
        expect(await pinPlace(at.house.ctx, at.desk.li, { ...far, farIsRight: true })).toMatchObject({ postings: 1 });
      });
    });

    describe('one press shares', () => {
      it('text, picture and sheet, each with a link of its own and no private number', async () => {
        const { id } = await at.publish();
        const [station] = await listStations(at.house.ctx, at.desk.li, ['clerk']);
        const share = await makeShare(at.house.ctx, at.desk.li, { postingIds: [id], stationId: station?.id ?? '' });
        expect(new Set([share.chat.url, share.poster.url, share.print.url]).size).toBe(3);
        expect(share.chat.text).toContain('101 搬运工 220 元/天 日结');
        expect(share.chat.text).toContain(share.chat.url);
        expect(share.chat.text).toContain('12333');
        expect(JSON.stringify(share)).not.toContain('13800000001');
        expect((await makeShare(at.house.ctx, at.desk.li, { postingIds: [id], stationId: station?.id ?? '' })).chat.url).toBe(
          share.chat.url,
        );
        await withdrawPosting(at.house.ctx, at.desk.li, id, {});
        await expect(makeShare(at.house.ctx, at.desk.li, { postingIds: [id], stationId: station?.id ?? '' })).rejects.toMatchObject({
          problem: { code: 'NOTHING_TO_SHARE' },
        });
      });
    });

    describe('the desk’s table', () => {
      it('finds by trade, pinyin, place and number, and masks every phone', async () => {
        const { id } = await at.publish({ place: '火车东站西广场' });
        for (const q of ['搬运', 'byg', '东站', '101']) {
          const { postings: found } = await listPostings(at.house.ctx, at.desk.li, { view: 'open', q, limit: 10 });
          expect(
            found.map((one) => one.id),
            q,
          ).toEqual([id]);
          expect(JSON.stringify(found)).not.toContain('13800000001');
        }
        expect((await listPostings(at.house.ctx, at.desk.li, { view: 'open', q: 'baojie', limit: 10 })).postings).toEqual([]);
      });

      it('turns its pages without losing a row', async () => {
        for (let n = 0; n < 5; n += 1) {
          at.turn += 1;
          await createPosting(at.house.ctx, at.desk.li, { regionCode: shangcheng, facts: at.facts() });
        }
        const seen: string[] = [];
        let before: string | undefined;
        do {
          const page = await listPostings(at.house.ctx, at.desk.li, { view: 'drafts', limit: 2, ...(before ? { before } : {}) });
          seen.push(...page.postings.map((one) => one.id));
          before = page.next ?? undefined;
        } while (before);
        expect(new Set(seen).size).toBe(5);
      });

      it('shows a clerk nothing of another county', async () => {
        await at.publish({}, gongshu);
        expect(
          (await listPostings(at.house.ctx, at.desk.li, { view: 'all', limit: 50, region: shangcheng })).postings.every(
            (one) => one.regionCode !== gongshu,
          ),
        ).toBe(true);
        await expect(listPostings(at.house.ctx, at.desk.li, { view: 'open', limit: 10, region: gongshu })).rejects.toMatchObject({
          problem: { code: 'NOT_ALLOWED' },
        });
      });
    });
  },
  { deterministic: true },
);
