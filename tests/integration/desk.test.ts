import { and, eq, inArray, ne } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { grabs } from '#server/db/schema/grabs.ts';
import { callBacks, employers, postings, publications } from '#server/db/schema/postings.ts';
import { outbox } from '#server/db/schema/records.ts';
import type { PostingFacts } from '#server/domain/posting/facts.ts';
import { screensAt, screensOfPosting } from '#server/services/boards/screens-reached.ts';
import { finishCallBack, listCallBacks, revealCallBackPhone } from '#server/services/callbacks/callbacks.ts';
import { checkEmployer, createEmployer } from '#server/services/employers/check-employer.ts';
import { issueEmployerLink, openEmployerLink, reduceByEmployer } from '#server/services/employers/employer-link.ts';
import { grabAtDesk } from '#server/services/grabs/desk-grabs.ts';
import { listPlaces, pinPlace } from '#server/services/places/pin-place.ts';
import { approvePosting, rejectPosting } from '#server/services/postings/approve-posting.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { fillPosting, reopenPosting, setPlaces } from '#server/services/postings/count-places.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { editPosting } from '#server/services/postings/edit-posting.ts';
import { expirePostings } from '#server/services/postings/expire-postings.ts';
import { getPosting } from '#server/services/postings/get-posting.ts';
import { listPostings } from '#server/services/postings/list-postings.ts';
import { previewRemoval, removeBearing } from '#server/services/postings/remove-bearing.ts';
import { revealPhones } from '#server/services/postings/reveal-phones.ts';
import { submitPosting } from '#server/services/postings/submit-posting.ts';
import { publishPosting } from '#server/services/publications/publish-posting.ts';
import { answerRecheck, listRecheck } from '#server/services/recheck/recheck.ts';
import { listStations } from '#server/services/regions/list-regions.ts';
import { makeShare } from '#server/services/shares/make-share.ts';
import { saveWage } from '#server/services/wages/wages.ts';
import { describeBothModes } from '../support/both-modes.ts';
import type { House } from '../support/house.ts';
import { buildDesk, caihe, checkEveryEmployer, city, type Desk, gongshu, person, porter, shangcheng } from './desk-world.ts';

describeBothModes(
  'the postings desk',
  (house) => {
    let desk: Desk;
    let h: House;
    /** Each test has its own trade, so that no posting is another's repeat. */
    let turn = 0;
    const facts = (change: Partial<PostingFacts> = {}) => porter({ title: `第${turn}号搬运工`, ...change });

    beforeEach(async () => {
      h = house();
      desk ??= await buildDesk(h.ctx);
      turn += 1;
      await h.ctx.db.update(postings).set({ status: 'closed', closedReason: 'withdrawn' }).where(ne(postings.status, 'closed'));
      await h.ctx.db.delete(outbox);
    });

    const enter = (change: Partial<PostingFacts> = {}, regionCode = shangcheng, by = desk.li) =>
      createPosting(h.ctx, by, { regionCode, facts: facts(change), submit: true });
    /** Entered by a clerk, employer seen, approved by another. */
    async function publish(change: Partial<PostingFacts> = {}, regionCode = shangcheng) {
      const by = regionCode === gongshu ? desk.admin : desk.li;
      const { id } = await enter(change, regionCode, by);
      await checkEveryEmployer(h.ctx, desk.wang);
      const { number } = await approvePosting(h.ctx, desk.zhao, { postingId: id, version: 1 });
      return { id, number };
    }
    const row = async (id: string) => (await h.ctx.db.select().from(postings).where(eq(postings.id, id)))[0];
    const told = async () =>
      (await h.ctx.db.select().from(outbox).orderBy(outbox.id)).map((event) => event.payload as Record<string, unknown>);
    const toldOf = async (type: string) => (await told()).filter((event) => event.type === type);

    describe('adding needs two people', () => {
      it('puts a posting before the public when a colleague approves it', async () => {
        const { id, status } = await enter();
        expect(status).toBe('submitted');
        await checkEveryEmployer(h.ctx, desk.wang);
        expect(await approvePosting(h.ctx, desk.wang, { postingId: id, version: 1 })).toEqual({ number: 101 });
        expect(await row(id)).toMatchObject({ status: 'approved', approvedVersion: 1, number: 101, approvedBy: desk.wang.userId });
        expect(await toldOf('posting.published')).toEqual([{ type: 'posting.published', postingId: id }]);
        const actions = (await toldOf('audit.recorded')).map((event) => event.action);
        expect(actions).toEqual(['posting.created', 'posting.submitted', 'posting.approved']);
      });

      it('refuses the author, however high their role', async () => {
        const { id } = await enter({}, shangcheng, desk.wang);
        await checkEveryEmployer(h.ctx, desk.wang);
        await expect(approvePosting(h.ctx, desk.wang, { postingId: id, version: 1 })).rejects.toMatchObject({
          problem: { code: 'SAME_PERSON' },
        });
        expect(await toldOf('posting.published')).toEqual([]);
      });

      it('refuses whoever corrected a word since', async () => {
        const { id } = await enter();
        await checkEveryEmployer(h.ctx, desk.wang);
        await editPosting(h.ctx, desk.wang, id, { version: 1, facts: facts({ place: '城站路' }), submit: true });
        await expect(approvePosting(h.ctx, desk.wang, { postingId: id, version: 2 })).rejects.toMatchObject({
          problem: { code: 'SAME_PERSON' },
        });
        await approvePosting(h.ctx, desk.zhao, { postingId: id, version: 2 });
      });

      it('refuses a clerk, and an approver of another county', async () => {
        const { id } = await enter();
        await checkEveryEmployer(h.ctx, desk.wang);
        const stranger = await person(h.ctx, '外地审核', 'approver', `${city}/${gongshu}/`);
        for (const actor of [desk.li, stranger])
          await expect(approvePosting(h.ctx, actor, { postingId: id, version: 1 })).rejects.toMatchObject({
            problem: { code: 'NOT_ALLOWED' },
          });
      });

      it('wants the employer seen once before', async () => {
        const { id } = await enter({ employer: `新单位${turn}服务部` });
        await expect(approvePosting(h.ctx, desk.wang, { postingId: id, version: 1 })).rejects.toMatchObject({
          problem: { code: 'EMPLOYER_UNCHECKED' },
        });
        const [employer] = await h.ctx.db
          .select()
          .from(employers)
          .where(eq(employers.name, `新单位${turn}服务部`));
        if (!employer) throw new Error('the employer was entered with its posting');
        await expect(
          checkEmployer(h.ctx, desk.wang, employer.id, { how: 'licence', creditCode: '914403001922038217' }),
        ).rejects.toMatchObject({ problem: { code: 'CREDIT_CODE_INVALID' } });
        await checkEmployer(h.ctx, desk.wang, employer.id, { how: 'licence', creditCode: '91440300 1922038216' });
        await approvePosting(h.ctx, desk.wang, { postingId: id, version: 1 });
        const [seen] = await h.ctx.db.select().from(employers).where(eq(employers.id, employer.id));
        expect(seen).toMatchObject({ checkedHow: 'licence', checkedBy: desk.wang.userId, creditCode: '914403001922038216' });
      });

      it('changes nothing about a checked one by typing its name again', async () => {
        const named = (kind: 'organisation' | 'householder', creditCode?: string) =>
          createEmployer(h.ctx, desk.li, { regionCode: shangcheng, name: `老字号${turn}`, kind, ...(creditCode && { creditCode }) });
        const { id } = await named('householder');
        expect(await named('organisation', '914403001922038216')).toEqual({ id });
        await checkEmployer(h.ctx, desk.wang, id, { how: 'licence' });
        for (const again of [() => named('householder'), () => named('organisation', '91330100799655058B')])
          await expect(again()).rejects.toMatchObject({ problem: { code: 'EMPLOYER_CHECKED' } });
        expect(await named('organisation')).toEqual({ id });
        const [still] = await h.ctx.db.select().from(employers).where(eq(employers.id, id));
        expect(still).toMatchObject({ kind: 'organisation', creditCode: '914403001922038216', checkedHow: 'licence' });
      });

      it('lets no namesake stand in for a checked householder', async () => {
        const first = await publish({ employer: '王女士', employerKind: 'householder', phones: ['13800001111'] });
        expect(await row(first.id)).toMatchObject({ status: 'approved' });
        turn += 1;
        const second = await enter({ employer: '王女士', employerKind: 'householder', phones: ['13800002222'] });
        await expect(approvePosting(h.ctx, desk.wang, { postingId: second.id, version: 1 })).rejects.toMatchObject({
          problem: { code: 'EMPLOYER_UNCHECKED' },
        });
      });

      it('sends back with a reason, which goes with the next edit', async () => {
        const { id } = await enter();
        await rejectPosting(h.ctx, desk.wang, { postingId: id, version: 1, reason: '工资没写清' });
        expect(await row(id)).toMatchObject({ status: 'rejected', rejectedReason: '工资没写清' });
        const { status } = await editPosting(h.ctx, desk.li, id, { version: 1, facts: facts({ place: '城站路' }), submit: true });
        expect(status).toBe('submitted');
        expect((await row(id))?.rejectedReason).toBeNull();
      });
    });

    describe('an unchanged repeat', () => {
      it('within seven days of two people needs none', async () => {
        const { id } = await publish();
        await h.ctx.db.update(postings).set({ status: 'closed', closedReason: 'expired' }).where(eq(postings.id, id));
        h.clock.advance({ days: 6 });
        const again = await enter();
        expect(again.status).toBe('approved');
        expect((await row(again.id))?.approvedBy).toMatch(/^system:unchanged-repeat by staff:/);
      });

      it('does not carry itself on for ever', async () => {
        const { id } = await publish();
        await h.ctx.db.update(postings).set({ status: 'closed', closedReason: 'expired' }).where(eq(postings.id, id));
        h.clock.advance({ days: 6 });
        const second = await enter();
        await h.ctx.db.update(postings).set({ status: 'closed', closedReason: 'expired' }).where(eq(postings.id, second.id));
        h.clock.advance({ days: 6 });
        expect((await enter()).status).toBe('submitted');
      });

      it.each([
        ['with other pay', { pay: { min: 200, max: 200, unit: 'day' as const, negotiable: false } }],
        ['with another phone', { phones: ['13800000009'] }],
      ])('%s needs two people', async (_, change) => {
        const { id } = await publish();
        await h.ctx.db.update(postings).set({ status: 'closed', closedReason: 'expired' }).where(eq(postings.id, id));
        expect((await enter(change)).status).toBe('submitted');
      });

      it('of what a person took down needs two people', async () => {
        const { id } = await publish();
        await withdrawPosting(h.ctx, desk.li, id, {});
        expect((await enter()).status).toBe('submitted');
      });
    });

    describe('what the rules forbid', () => {
      it('stays a draft with its findings, and cannot be handed on', async () => {
        const { id } = await createPosting(h.ctx, desk.li, { regionCode: shangcheng, facts: facts({ requirements: ['入职押金300元'] }) });
        await expect(submitPosting(h.ctx, desk.li, { postingId: id, version: 1 })).rejects.toMatchObject({
          problem: { code: 'POSTING_BLOCKED', details: { rules: 'FEE' } },
        });
        const detail = await getPosting(h.ctx, desk.li, id);
        expect(detail.findings[0]).toMatchObject({ rule: 'FEE', severity: 'block', field: 'requirements.0', span: { text: '押金300元' } });
      });

      it('with submit is refused whole: nothing is stored', async () => {
        const before = await h.ctx.db.select({ id: postings.id }).from(postings);
        await expect(enter({ requirements: ['限男性'] })).rejects.toMatchObject({ problem: { code: 'POSTING_BLOCKED' } });
        expect(await h.ctx.db.select({ id: postings.id }).from(postings)).toHaveLength(before.length);
        expect(await told()).toEqual([]);
      });

      it('compares pay with the minimum only from the day it is in force', async () => {
        await saveWage(h.ctx, desk.admin, {
          regionCode: city,
          unit: 'hour',
          yuan: 24,
          source: '测试用标准（2026）',
          inForceFrom: '2026-01-01',
        });
        const poor = await createPosting(h.ctx, desk.li, {
          regionCode: caihe,
          facts: facts({ pay: { min: 20, max: 20, unit: 'hour', negotiable: false } }),
        });
        expect((await getPosting(h.ctx, desk.li, poor.id)).findings).toContainEqual(expect.objectContaining({ rule: 'BELOW_MINIMUM' }));
        await expect(
          saveWage(h.ctx, desk.li, { regionCode: city, unit: 'hour', yuan: 1, source: '不算数', inForceFrom: '2026-01-01' }),
        ).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
      });
    });

    describe('a posting without an employer', () => {
      it('goes on the call-back list with its phone and what is missing, and off it when completed', async () => {
        const { employer: _, ...nameless } = facts({ employerKind: 'unknown' });
        const { id, status } = await createPosting(h.ctx, desk.li, { regionCode: shangcheng, facts: nameless });
        expect(status).toBe('call-back');
        const [entry] = (await listCallBacks(h.ctx, desk.li, shangcheng)).filter((one) => one.postingId === id);
        expect(entry).toMatchObject({ kind: 'missing-fact', facts: ['employer'], phoneMasked: '138****0001' });
        expect(await revealCallBackPhone(h.ctx, desk.li, entry?.id ?? '')).toEqual({ phone: '13800000001' });
        expect(await toldOf('audit.recorded')).toContainEqual(
          expect.objectContaining({ area: 'personal-data', action: 'phone.viewed', subject: entry?.id }),
        );
        await expect(submitPosting(h.ctx, desk.li, { postingId: id, version: 1 })).rejects.toMatchObject({
          problem: { code: 'EMPLOYER_MISSING' },
        });
        await editPosting(h.ctx, desk.li, id, {
          version: 1,
          facts: { ...nameless, employer: '王女士', employerKind: 'householder' },
          submit: true,
        });
        expect((await listCallBacks(h.ctx, desk.li, shangcheng)).filter((one) => one.postingId === id)).toEqual([]);
      });

      it('is rung and crossed off with what came of it', async () => {
        const { employer: _, ...nameless } = facts({ employerKind: 'unknown' });
        const { id } = await createPosting(h.ctx, desk.li, { regionCode: shangcheng, facts: nameless });
        const [entry] = await h.ctx.db.select().from(callBacks).where(eq(callBacks.postingId, id));
        await finishCallBack(h.ctx, desk.li, entry?.id ?? '', { outcome: '空号' });
        const [done] = await h.ctx.db.select().from(callBacks).where(eq(callBacks.postingId, id));
        expect(done).toMatchObject({ outcome: '空号', doneBy: desk.li.userId });
      });
    });

    describe('a correction is a version', () => {
      it('waits while the approved words stand, and then takes their place', async () => {
        const { id } = await publish();
        await editPosting(h.ctx, desk.li, id, {
          version: 1,
          facts: facts({ pay: { min: 260, max: 260, unit: 'day', negotiable: false } }),
          submit: true,
        });
        expect(await row(id)).toMatchObject({ status: 'approved', version: 2, approvedVersion: 1 });
        const waiting = await getPosting(h.ctx, desk.wang, id);
        expect(waiting).toMatchObject({ pending: true, facts: { pay: { min: 260 } }, approvedFacts: { pay: { min: 220 } } });
        expect((await listPostings(h.ctx, desk.wang, { view: 'approvals', limit: 10 })).postings.map((one) => one.id)).toEqual([id]);
        await approvePosting(h.ctx, desk.wang, { postingId: id, version: 2 });
        expect(await row(id)).toMatchObject({ approvedVersion: 2, number: 101 });
      });

      it('keeps what is taken when fewer are wanted', async () => {
        const { id } = await publish({ headcount: { min: 5, max: 5, approximate: false } });
        await h.ctx.db.update(postings).set({ placesLeft: 3 }).where(eq(postings.id, id));
        await editPosting(h.ctx, desk.li, id, {
          version: 1,
          facts: facts({ headcount: { min: 3, max: 3, approximate: false } }),
          submit: true,
        });
        await approvePosting(h.ctx, desk.wang, { postingId: id, version: 2 });
        expect(await row(id)).toMatchObject({ placesTotal: 3, placesLeft: 1, status: 'approved' });
      });

      it('is refused when somebody has written since, and nothing of theirs is lost', async () => {
        const { id } = await createPosting(h.ctx, desk.li, { regionCode: shangcheng, facts: facts() });
        await editPosting(h.ctx, desk.wang, id, { version: 1, facts: facts({ place: '城站路' }) });
        await expect(editPosting(h.ctx, desk.li, id, { version: 1, facts: facts({ place: '湖滨' }) })).rejects.toMatchObject({
          problem: { code: 'VERSION_CONFLICT', details: { version: 2 } },
        });
        expect((await getPosting(h.ctx, desk.li, id)).facts.place).toBe('城站路');
      });

      it('keeps phones that the editor never saw', async () => {
        const { id } = await createPosting(h.ctx, desk.li, { regionCode: shangcheng, facts: facts() });
        await editPosting(h.ctx, desk.li, id, { version: 1, facts: facts({ phones: [], place: '城站路' }) });
        expect(await revealPhones(h.ctx, desk.li, id)).toEqual({ phones: ['13800000001'] });
      });
    });

    describe('the number that people say', () => {
      it('is the smallest free one where postings can meet, and may come again where they cannot', async () => {
        expect((await publish()).number).toBe(101);
        turn += 1;
        expect((await publish({}, caihe)).number).toBe(102);
        turn += 1;
        expect((await publish({}, gongshu)).number).toBe(101);
      });

      it('is given again once the first is gone', async () => {
        const first = await publish();
        turn += 1;
        await publish();
        await withdrawPosting(h.ctx, desk.li, first.id, {});
        turn += 1;
        expect((await publish()).number).toBe(101);
      });

      it('changes when a wider reach brings it beside its like', async () => {
        const here = await publish();
        turn += 1;
        const there = await publish({}, gongshu);
        expect([here.number, there.number]).toEqual([101, 101]);
        await publishPosting(h.ctx, desk.admin, there.id, [{ target: { kind: 'region', regionCode: city }, priority: 0 }]);
        const wider = await approvePosting(h.ctx, desk.zhao, { postingId: there.id, version: 2 });
        expect(wider.number).toBe(102);
        expect(await row(here.id)).toMatchObject({ number: 101 });
      });

      it('is nobody else’s when eight are approved at once', async () => {
        const ids: string[] = [];
        for (let n = 0; n < 8; n += 1) {
          turn += 1;
          ids.push((await enter()).id);
        }
        await checkEveryEmployer(h.ctx, desk.wang);
        const given = await Promise.all(ids.map((postingId) => approvePosting(h.ctx, desk.wang, { postingId, version: 1 })));
        expect(given.map((one) => one.number).sort()).toEqual([101, 102, 103, 104, 105, 106, 107, 108]);
      });
    });

    describe('where it is shown', () => {
      it('is everywhere in the desk’s region unless a clerk chose', async () => {
        const { id } = await publish();
        expect(await h.ctx.db.select().from(publications).where(eq(publications.postingId, id))).toMatchObject([
          { regionCode: shangcheng, stationId: null },
        ]);
      });

      it('counts the screens that would lose it', async () => {
        const { id } = await publish();
        expect((await getPosting(h.ctx, desk.li, id)).screens).toBe(1);
        await publishPosting(h.ctx, desk.admin, id, [{ target: { kind: 'region', regionCode: city }, priority: 0 }]);
        await approvePosting(h.ctx, desk.zhao, { postingId: id, version: 2 });
        expect((await getPosting(h.ctx, desk.li, id)).screens).toBe(2);
      });

      it('is made anew where it is taken from, too', async () => {
        const { id } = await publish();
        await publishPosting(h.ctx, desk.admin, id, [{ target: { kind: 'region', regionCode: gongshu }, priority: 0 }]);
        const [last] = (await toldOf('posting.published')).slice(-1);
        const formerly = { stationIds: [], regionCodes: [shangcheng] };
        expect(last).toEqual({ type: 'posting.published', postingId: id, formerly });
        const lost = await screensAt(h.ctx.db, formerly);
        expect(lost).toHaveLength(1);
        expect(await screensOfPosting(h.ctx.db, id)).not.toContain(lost[0]);
      });

      it('is not for a clerk to decide in somebody else’s region', async () => {
        const { id } = await publish();
        await expect(
          publishPosting(h.ctx, desk.li, id, [{ target: { kind: 'region', regionCode: gongshu }, priority: 0 }]),
        ).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
      });
    });

    describe('removing needs one person and is instant', () => {
      it('one posting', async () => {
        const { id } = await publish();
        await withdrawPosting(h.ctx, desk.li, id, { reason: '雇主来电' });
        expect(await row(id)).toMatchObject({ status: 'closed', closedReason: 'withdrawn' });
        expect(await toldOf('posting.closed')).toEqual([{ type: 'posting.closed', postingId: id, reason: 'withdrawn' }]);
      });

      it('a phone number: every posting that bears it, whatever its state', async () => {
        const one = await publish({ phones: ['13900007777', '057187000001'] });
        turn += 1;
        const draft = await createPosting(h.ctx, desk.li, { regionCode: caihe, facts: facts({ phones: ['13900007777'] }) });
        turn += 1;
        const other = await publish();
        const removal = { kind: 'phone', regionCode: shangcheng, phone: '13900007777' } as const;
        expect(await previewRemoval(h.ctx, desk.li, removal)).toEqual({ postings: 2, screens: 1 });
        expect(await removeBearing(h.ctx, desk.li, removal)).toEqual({ postings: 2, screens: 1 });
        const closed = await h.ctx.db
          .select({ id: postings.id })
          .from(postings)
          .where(and(inArray(postings.id, [one.id, draft.id, other.id]), eq(postings.status, 'closed')));
        expect(closed.map(({ id }) => id).sort()).toEqual([one.id, draft.id].sort());
        expect(JSON.stringify(await told())).not.toContain('13900007777');
      });

      it('a place, however it is spaced', async () => {
        const { id } = await publish({ place: '采荷街道 双创中心' });
        expect(await removeBearing(h.ctx, desk.li, { kind: 'place', regionCode: shangcheng, place: '采荷街道双创中心' })).toMatchObject({
          postings: 1,
        });
        expect((await row(id))?.status).toBe('closed');
      });
    });

    describe('time', () => {
      it('takes an expired posting off, and tells it once', async () => {
        const { id } = await publish({
          expiry: { kind: 'date', on: h.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString() },
        });
        expect(await expirePostings(h.ctx)).toBe(0);
        h.clock.advance({ hours: 24 });
        await h.ctx.db.delete(outbox);
        expect(await expirePostings(h.ctx)).toBe(1);
        expect(await expirePostings(h.ctx)).toBe(0);
        expect(await row(id)).toMatchObject({ status: 'closed', closedReason: 'expired' });
        expect(await toldOf('posting.closed')).toHaveLength(1);
      });

      it('lets 长期 lapse seven days after the last confirmation', async () => {
        const { id } = await publish();
        h.clock.advance({ days: 5 });
        await answerRecheck(h.ctx, desk.li, id, 'open');
        h.clock.advance({ days: 6 });
        expect(await expirePostings(h.ctx)).toBe(0);
        h.clock.advance({ days: 2 });
        expect(await expirePostings(h.ctx)).toBe(1);
      });

      it('asks each morning for what nobody has rung since yesterday', async () => {
        const { id } = await publish();
        expect(await listRecheck(h.ctx, desk.li, shangcheng)).toEqual([]);
        h.clock.advance({ hours: 21 });
        expect(await listRecheck(h.ctx, desk.li, shangcheng)).toMatchObject([{ id, why: 'never' }]);
        await answerRecheck(h.ctx, desk.li, id, 'open');
        expect(await listRecheck(h.ctx, desk.li, shangcheng)).toEqual([]);
        expect((await row(id))?.confirmedAt?.toString()).toBe(h.clock.now().toString());
        expect(await toldOf('posting.confirmed')).toEqual([{ type: 'posting.confirmed', postingId: id }]);
      });

      it('takes down a number that is not answered twice', async () => {
        const { id } = await publish();
        await answerRecheck(h.ctx, desk.li, id, 'unreachable');
        expect((await row(id))?.status).toBe('approved');
        await answerRecheck(h.ctx, desk.li, id, 'unreachable');
        expect((await row(id))?.status).toBe('closed');
      });
    });

    describe('places', () => {
      it('are counted by the desk: none left is filled, more is open again', async () => {
        const { id } = await publish();
        await fillPosting(h.ctx, desk.li, id);
        expect(await row(id)).toMatchObject({ status: 'filled', placesLeft: 0 });
        expect(await toldOf('posting.counted')).toEqual([{ type: 'posting.counted', postingId: id, placesLeft: 0, filled: true }]);
        expect(await reopenPosting(h.ctx, desk.li, id, { places: 2 })).toEqual({ status: 'approved' });
        await setPlaces(h.ctx, desk.li, id, { placesLeft: 1 });
        expect(await row(id)).toMatchObject({ status: 'approved', placesLeft: 1 });
      });

      it('that somebody has stay taken when a closed posting is opened again', async () => {
        const { id } = await publish({ headcount: { min: 3, max: 3, approximate: false } });
        await grabAtDesk(h.ctx, desk.li, { postingId: id, name: '甲' });
        await withdrawPosting(h.ctx, desk.li, id, {});
        await reopenPosting(h.ctx, desk.li, id, { places: 1 });
        await submitPosting(h.ctx, desk.li, { postingId: id, version: 1 });
        await approvePosting(h.ctx, desk.zhao, { postingId: id, version: 1 });
        expect(await row(id)).toMatchObject({ status: 'approved', placesTotal: 2, placesLeft: 1 });
        const next = await grabAtDesk(h.ctx, desk.li, { postingId: id, name: '乙' });
        const late = await grabAtDesk(h.ctx, desk.li, { postingId: id, name: '丙' });
        expect([next.state, late.state]).toEqual(['grabbed', 'waiting']);
      });

      it('that the desk adds go to those who wait in line', async () => {
        const { id } = await publish({ headcount: { min: 1, max: 1, approximate: false } });
        const first = await grabAtDesk(h.ctx, desk.li, { postingId: id, name: '甲' });
        const second = await grabAtDesk(h.ctx, desk.li, { postingId: id, name: '乙' });
        expect([first.state, second.state]).toEqual(['grabbed', 'waiting']);
        await setPlaces(h.ctx, desk.li, id, { placesLeft: 2 });
        expect(await row(id)).toMatchObject({ status: 'approved', placesTotal: 3, placesLeft: 1 });
        const [moved] = await h.ctx.db.select().from(grabs).where(eq(grabs.id, second.grabId));
        expect(moved?.state).toBe('grabbed');
      });

      it('are taken away by the employer without signing in, and never added', async () => {
        const { id } = await publish();
        const { token } = await issueEmployerLink(h.ctx, desk.li, id);
        expect(await openEmployerLink(h.ctx, token)).toMatchObject({
          number: 101,
          placesLeft: 3,
          payText: '220 元/天',
          stationName: '城站火车站星工驿站',
        });
        expect(await reduceByEmployer(h.ctx, token, { placesLeft: 9 })).toEqual({ placesLeft: 3 });
        expect(await reduceByEmployer(h.ctx, token, { placesLeft: 0 })).toEqual({ placesLeft: 0 });
        expect((await row(id))?.status).toBe('filled');
        await expect(openEmployerLink(h.ctx, `${token.slice(0, -1)}x`)).rejects.toMatchObject({
          problem: { code: 'EMPLOYER_LINK_UNKNOWN' },
        });
        const newer = await issueEmployerLink(h.ctx, desk.li, id);
        await expect(openEmployerLink(h.ctx, token)).rejects.toMatchObject({ problem: { code: 'EMPLOYER_LINK_UNKNOWN' } });
        expect(await openEmployerLink(h.ctx, newer.token)).toMatchObject({ status: 'filled' });
        expect(JSON.stringify(await told())).not.toContain(token);
      });
    });

    describe('a pin', () => {
      it('is set once for every posting of the place, in the region and below', async () => {
        const one = await publish({ place: '四季青街区' });
        turn += 1;
        const below = await publish({ place: '四季青 街区' }, caihe);
        expect(await row(one.id)).toMatchObject({ lat: null, lon: null });
        expect(
          await pinPlace(h.ctx, desk.li, { regionCode: shangcheng, name: '四季青街区', position: { lat: 30.26, lon: 120.2 } }),
        ).toMatchObject({ postings: 2 });
        expect(await row(below.id)).toMatchObject({ lat: 30.26, lon: 120.2 });
        turn += 1;
        expect(await row((await publish({ place: '四季青街区' })).id)).toMatchObject({ lat: 30.26, lon: 120.2 });
        expect(await listPlaces(h.ctx, desk.li, shangcheng)).toContainEqual(
          expect.objectContaining({ name: '四季青街区', position: { lat: 30.26, lon: 120.2 } }),
        );
      });

      it('over 100 km from the station is asked about first', async () => {
        await publish({ place: '远方的工地' });
        const far = { regionCode: shangcheng, name: '远方的工地', position: { lat: 32.5, lon: 120.18 } };
        await expect(pinPlace(h.ctx, desk.li, far)).rejects.toMatchObject({ problem: { code: 'PLACE_FAR', details: { km: 251 } } });
        expect(await pinPlace(h.ctx, desk.li, { ...far, farIsRight: true })).toMatchObject({ postings: 1 });
      });
    });

    describe('one press shares', () => {
      it('text, picture and sheet, each with a link of its own and no private number', async () => {
        const { id } = await publish();
        const [station] = await listStations(h.ctx, desk.li, ['clerk']);
        const share = await makeShare(h.ctx, desk.li, { postingIds: [id], stationId: station?.id ?? '' });
        expect(new Set([share.chat.url, share.poster.url, share.print.url]).size).toBe(3);
        expect(share.chat.text).toContain('101 搬运工 220 元/天 日结');
        expect(share.chat.text).toContain(share.chat.url);
        expect(share.chat.text).toContain('12333');
        expect(JSON.stringify(share)).not.toContain('13800000001');
        expect((await makeShare(h.ctx, desk.li, { postingIds: [id], stationId: station?.id ?? '' })).chat.url).toBe(share.chat.url);
        await withdrawPosting(h.ctx, desk.li, id, {});
        await expect(makeShare(h.ctx, desk.li, { postingIds: [id], stationId: station?.id ?? '' })).rejects.toMatchObject({
          problem: { code: 'NOTHING_TO_SHARE' },
        });
      });
    });

    describe('the desk’s table', () => {
      it('finds by trade, pinyin, place and number, and masks every phone', async () => {
        const { id } = await publish({ place: '火车东站西广场' });
        for (const q of ['搬运', 'byg', '东站', '101']) {
          const { postings: found } = await listPostings(h.ctx, desk.li, { view: 'open', q, limit: 10 });
          expect(
            found.map((one) => one.id),
            q,
          ).toEqual([id]);
          expect(JSON.stringify(found)).not.toContain('13800000001');
        }
        expect((await listPostings(h.ctx, desk.li, { view: 'open', q: 'baojie', limit: 10 })).postings).toEqual([]);
      });

      it('turns its pages without losing a row', async () => {
        for (let n = 0; n < 5; n += 1) {
          turn += 1;
          await createPosting(h.ctx, desk.li, { regionCode: shangcheng, facts: facts() });
        }
        const seen: string[] = [];
        let before: string | undefined;
        do {
          const page = await listPostings(h.ctx, desk.li, { view: 'drafts', limit: 2, ...(before ? { before } : {}) });
          seen.push(...page.postings.map((one) => one.id));
          before = page.next ?? undefined;
        } while (before);
        expect(new Set(seen).size).toBe(5);
      });

      it('shows a clerk nothing of another county', async () => {
        await publish({}, gongshu);
        expect(
          (await listPostings(h.ctx, desk.li, { view: 'all', limit: 50, region: shangcheng })).postings.every(
            (one) => one.regionCode !== gongshu,
          ),
        ).toBe(true);
        await expect(listPostings(h.ctx, desk.li, { view: 'open', limit: 10, region: gongshu })).rejects.toMatchObject({
          problem: { code: 'NOT_ALLOWED' },
        });
      });
    });
  },
  { deterministic: true },
);
