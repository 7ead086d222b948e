import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { callBacks, employers, postings } from '#server/db/schema/postings.ts';
import { finishCallBack, listCallBacks, revealCallBackPhone } from '#server/services/callbacks/callbacks.ts';
import { checkEmployer, createEmployer } from '#server/services/employers/check-employer.ts';
import { approvePosting, rejectPosting } from '#server/services/postings/approve-posting.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { editPosting } from '#server/services/postings/edit-posting.ts';
import { getPosting } from '#server/services/postings/get-posting.ts';
import { listPostings } from '#server/services/postings/list-postings.ts';
import { revealPhones } from '#server/services/postings/reveal-phones.ts';
import { submitPosting } from '#server/services/postings/submit-posting.ts';
import { saveWage } from '#server/services/wages/wages.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { PostingsDesk } from './desk-postings.ts';
import { caihe, checkEveryEmployer, city, gongshu, person, shangcheng } from './desk-world.ts';

describeBothModes(
  'two people at the postings desk',
  (house) => {
    const at = new PostingsDesk(house);

    describe('adding needs two people', () => {
      it('puts a posting before the public when a colleague approves it', async () => {
        const { id, status } = await at.enter();
        expect(status).toBe('submitted');
        await checkEveryEmployer(at.house.ctx, at.desk.wang);
        expect(await approvePosting(at.house.ctx, at.desk.wang, { postingId: id, version: 1 })).toEqual({ number: 101 });
        expect(await at.row(id)).toMatchObject({ status: 'approved', approvedVersion: 1, number: 101, approvedBy: at.desk.wang.userId });
        expect(await at.toldOf('posting.published')).toEqual([{ type: 'posting.published', postingId: id }]);
        const actions = (await at.toldOf('audit.recorded')).map((event) => event.action);
        expect(actions).toEqual(['posting.created', 'posting.submitted', 'posting.approved']);
      });

      it('refuses the author, however high their role', async () => {
        const { id } = await at.enter({}, shangcheng, at.desk.wang);
        await checkEveryEmployer(at.house.ctx, at.desk.wang);
        await expect(approvePosting(at.house.ctx, at.desk.wang, { postingId: id, version: 1 })).rejects.toMatchObject({
          problem: { code: 'SAME_PERSON' },
        });
        expect(await at.toldOf('posting.published')).toEqual([]);
      });

      it('refuses whoever corrected a word since', async () => {
        const { id } = await at.enter();
        await checkEveryEmployer(at.house.ctx, at.desk.wang);
        await editPosting(at.house.ctx, at.desk.wang, id, { version: 1, facts: at.facts({ place: '城站路' }), submit: true });
        await expect(approvePosting(at.house.ctx, at.desk.wang, { postingId: id, version: 2 })).rejects.toMatchObject({
          problem: { code: 'SAME_PERSON' },
        });
        await approvePosting(at.house.ctx, at.desk.zhao, { postingId: id, version: 2 });
      });

      it('refuses a clerk, and an approver of another county', async () => {
        const { id } = await at.enter();
        await checkEveryEmployer(at.house.ctx, at.desk.wang);
        const stranger = await person(at.house.ctx, '外地审核', 'approver', `${city}/${gongshu}/`);
        for (const actor of [at.desk.li, stranger])
          await expect(approvePosting(at.house.ctx, actor, { postingId: id, version: 1 })).rejects.toMatchObject({
            problem: { code: 'NOT_ALLOWED' },
          });
      });

      it('wants the employer seen once before', async () => {
        const { id } = await at.enter({ employer: `新单位${at.turn}服务部` });
        await expect(approvePosting(at.house.ctx, at.desk.wang, { postingId: id, version: 1 })).rejects.toMatchObject({
          problem: { code: 'EMPLOYER_UNCHECKED' },
        });
        const [employer] = await at.house.ctx.db
          .select()
          .from(employers)
          .where(eq(employers.name, `新单位${at.turn}服务部`));
        if (!employer) throw new Error('the employer was entered with its posting');
        await expect(
          checkEmployer(at.house.ctx, at.desk.wang, employer.id, { how: 'licence', creditCode: '914403001922038217' }),
        ).rejects.toMatchObject({ problem: { code: 'CREDIT_CODE_INVALID' } });
        await checkEmployer(at.house.ctx, at.desk.wang, employer.id, { how: 'licence', creditCode: '91440300 1922038216' });
        await approvePosting(at.house.ctx, at.desk.wang, { postingId: id, version: 1 });
        const [seen] = await at.house.ctx.db.select().from(employers).where(eq(employers.id, employer.id));
        expect(seen).toMatchObject({ checkedHow: 'licence', checkedBy: at.desk.wang.userId, creditCode: '914403001922038216' });
      });

      it('changes nothing about a checked one by typing its name again', async () => {
        const named = (kind: 'organisation' | 'householder', creditCode?: string) =>
          createEmployer(at.house.ctx, at.desk.li, {
            regionCode: shangcheng,
            name: `老字号${at.turn}`,
            kind,
            ...(creditCode && { creditCode }),
          });
        const { id } = await named('householder');
        expect(await named('organisation', '914403001922038216')).toEqual({ id });
        await checkEmployer(at.house.ctx, at.desk.wang, id, { how: 'licence' });
        for (const again of [() => named('householder'), () => named('organisation', '91330100799655058B')])
          await expect(again()).rejects.toMatchObject({ problem: { code: 'EMPLOYER_CHECKED' } });
        expect(await named('organisation')).toEqual({ id });
        const [still] = await at.house.ctx.db.select().from(employers).where(eq(employers.id, id));
        expect(still).toMatchObject({ kind: 'organisation', creditCode: '914403001922038216', checkedHow: 'licence' });
      });

      it('lets no namesake stand in for a checked householder', async () => {
        const first = await at.publish({ employer: '王女士', employerKind: 'householder', phones: ['13800001111'] });
        expect(await at.row(first.id)).toMatchObject({ status: 'approved' });
        at.turn += 1;
        const second = await at.enter({ employer: '王女士', employerKind: 'householder', phones: ['13800002222'] });
        await expect(approvePosting(at.house.ctx, at.desk.wang, { postingId: second.id, version: 1 })).rejects.toMatchObject({
          problem: { code: 'EMPLOYER_UNCHECKED' },
        });
      });

      it('sends back with a reason, which goes with the next edit', async () => {
        const { id } = await at.enter();
        await rejectPosting(at.house.ctx, at.desk.wang, { postingId: id, version: 1, reason: '工资没写清' });
        expect(await at.row(id)).toMatchObject({ status: 'rejected', rejectedReason: '工资没写清' });
        const { status } = await editPosting(at.house.ctx, at.desk.li, id, {
          version: 1,
          facts: at.facts({ place: '城站路' }),
          submit: true,
        });
        expect(status).toBe('submitted');
        expect((await at.row(id))?.rejectedReason).toBeNull();
      });
    });

    describe('an unchanged repeat', () => {
      it('within seven days of two people needs none', async () => {
        const { id } = await at.publish();
        await at.house.ctx.db.update(postings).set({ status: 'closed', closedReason: 'expired' }).where(eq(postings.id, id));
        at.house.clock.advance({ days: 6 });
        const again = await at.enter();
        expect(again.status).toBe('approved');
        expect((await at.row(again.id))?.approvedBy).toMatch(/^system:unchanged-repeat by staff:/);
      });

      it('does not carry itself on for ever', async () => {
        const { id } = await at.publish();
        await at.house.ctx.db.update(postings).set({ status: 'closed', closedReason: 'expired' }).where(eq(postings.id, id));
        at.house.clock.advance({ days: 6 });
        const second = await at.enter();
        await at.house.ctx.db.update(postings).set({ status: 'closed', closedReason: 'expired' }).where(eq(postings.id, second.id));
        at.house.clock.advance({ days: 6 });
        expect((await at.enter()).status).toBe('submitted');
      });

      it.each([
        ['with other pay', { pay: { min: 200, max: 200, unit: 'day' as const, negotiable: false } }],
        ['with another phone', { phones: ['13800000009'] }],
      ])('%s needs two people', async (_, change) => {
        const { id } = await at.publish();
        await at.house.ctx.db.update(postings).set({ status: 'closed', closedReason: 'expired' }).where(eq(postings.id, id));
        expect((await at.enter(change)).status).toBe('submitted');
      });

      it('of what a person took down needs two people', async () => {
        const { id } = await at.publish();
        await withdrawPosting(at.house.ctx, at.desk.li, id, {});
        expect((await at.enter()).status).toBe('submitted');
      });
    });

    describe('what the rules forbid', () => {
      it('stays a draft with its findings, and cannot be handed on', async () => {
        const { id } = await createPosting(at.house.ctx, at.desk.li, {
          regionCode: shangcheng,
          facts: at.facts({ requirements: ['入职押金300元'] }),
        });
        await expect(submitPosting(at.house.ctx, at.desk.li, { postingId: id, version: 1 })).rejects.toMatchObject({
          problem: { code: 'POSTING_BLOCKED', details: { rules: 'FEE' } },
        });
        const detail = await getPosting(at.house.ctx, at.desk.li, id);
        expect(detail.findings[0]).toMatchObject({ rule: 'FEE', severity: 'block', field: 'requirements.0', span: { text: '押金300元' } });
      });

      it('with submit is refused whole: nothing is stored', async () => {
        const before = await at.house.ctx.db.select({ id: postings.id }).from(postings);
        await expect(at.enter({ requirements: ['限男性'] })).rejects.toMatchObject({ problem: { code: 'POSTING_BLOCKED' } });
        expect(await at.house.ctx.db.select({ id: postings.id }).from(postings)).toHaveLength(before.length);
        expect(await at.told()).toEqual([]);
      });

      it('compares pay with the minimum only from the day it is in force', async () => {
        await saveWage(at.house.ctx, at.desk.admin, {
          regionCode: city,
          unit: 'hour',
          yuan: 24,
          source: '测试用标准（2026）',
          inForceFrom: '2026-01-01',
        });
        const poor = await createPosting(at.house.ctx, at.desk.li, {
          regionCode: caihe,
          facts: at.facts({ pay: { min: 20, max: 20, unit: 'hour', negotiable: false } }),
        });
        expect((await getPosting(at.house.ctx, at.desk.li, poor.id)).findings).toContainEqual(
          expect.objectContaining({ rule: 'BELOW_MINIMUM' }),
        );
        await expect(
          saveWage(at.house.ctx, at.desk.li, { regionCode: city, unit: 'hour', yuan: 1, source: '不算数', inForceFrom: '2026-01-01' }),
        ).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
      });
    });

    describe('a posting without an employer', () => {
      it('goes on the call-back list with its phone and what is missing, and off it when completed', async () => {
        const { employer: _, ...nameless } = at.facts({ employerKind: 'unknown' });
        const { id, status } = await createPosting(at.house.ctx, at.desk.li, { regionCode: shangcheng, facts: nameless });
        expect(status).toBe('call-back');
        const [entry] = (await listCallBacks(at.house.ctx, at.desk.li, shangcheng)).filter((one) => one.postingId === id);
        expect(entry).toMatchObject({ kind: 'missing-fact', facts: ['employer'], phoneMasked: '138****0001' });
        expect(await revealCallBackPhone(at.house.ctx, at.desk.li, entry?.id ?? '')).toEqual({ phone: '13800000001' });
        expect(await at.toldOf('audit.recorded')).toContainEqual(
          expect.objectContaining({ area: 'personal-data', action: 'phone.viewed', subject: entry?.id }),
        );
        await expect(submitPosting(at.house.ctx, at.desk.li, { postingId: id, version: 1 })).rejects.toMatchObject({
          problem: { code: 'EMPLOYER_MISSING' },
        });
        await editPosting(at.house.ctx, at.desk.li, id, {
          version: 1,
          facts: { ...nameless, employer: '王女士', employerKind: 'householder' },
          submit: true,
        });
        expect((await listCallBacks(at.house.ctx, at.desk.li, shangcheng)).filter((one) => one.postingId === id)).toEqual([]);
      });

      it('is rung and crossed off with what came of it', async () => {
        const { employer: _, ...nameless } = at.facts({ employerKind: 'unknown' });
        const { id } = await createPosting(at.house.ctx, at.desk.li, { regionCode: shangcheng, facts: nameless });
        const [entry] = await at.house.ctx.db.select().from(callBacks).where(eq(callBacks.postingId, id));
        await finishCallBack(at.house.ctx, at.desk.li, entry?.id ?? '', { outcome: '空号' });
        const [done] = await at.house.ctx.db.select().from(callBacks).where(eq(callBacks.postingId, id));
        expect(done).toMatchObject({ outcome: '空号', doneBy: at.desk.li.userId });
      });
    });

    describe('a correction is a version', () => {
      it('waits while the approved words stand, and then takes their place', async () => {
        const { id } = await at.publish();
        await editPosting(at.house.ctx, at.desk.li, id, {
          version: 1,
          facts: at.facts({ pay: { min: 260, max: 260, unit: 'day', negotiable: false } }),
          submit: true,
        });
        expect(await at.row(id)).toMatchObject({ status: 'approved', version: 2, approvedVersion: 1 });
        const waiting = await getPosting(at.house.ctx, at.desk.wang, id);
        expect(waiting).toMatchObject({ pending: true, facts: { pay: { min: 260 } }, approvedFacts: { pay: { min: 220 } } });
        expect((await listPostings(at.house.ctx, at.desk.wang, { view: 'approvals', limit: 10 })).postings.map((one) => one.id)).toEqual([
          id,
        ]);
        await approvePosting(at.house.ctx, at.desk.wang, { postingId: id, version: 2 });
        expect(await at.row(id)).toMatchObject({ approvedVersion: 2, number: 101 });
      });

      it('keeps what is taken when fewer are wanted', async () => {
        const { id } = await at.publish({ headcount: { min: 5, max: 5, approximate: false } });
        await at.house.ctx.db.update(postings).set({ placesLeft: 3 }).where(eq(postings.id, id));
        await editPosting(at.house.ctx, at.desk.li, id, {
          version: 1,
          facts: at.facts({ headcount: { min: 3, max: 3, approximate: false } }),
          submit: true,
        });
        await approvePosting(at.house.ctx, at.desk.wang, { postingId: id, version: 2 });
        expect(await at.row(id)).toMatchObject({ placesTotal: 3, placesLeft: 1, status: 'approved' });
      });

      it('is refused when somebody has written since, and nothing of theirs is lost', async () => {
        const { id } = await createPosting(at.house.ctx, at.desk.li, { regionCode: shangcheng, facts: at.facts() });
        await editPosting(at.house.ctx, at.desk.wang, id, { version: 1, facts: at.facts({ place: '城站路' }) });
        await expect(editPosting(at.house.ctx, at.desk.li, id, { version: 1, facts: at.facts({ place: '湖滨' }) })).rejects.toMatchObject({
          problem: { code: 'VERSION_CONFLICT', details: { version: 2 } },
        });
        expect((await getPosting(at.house.ctx, at.desk.li, id)).facts.place).toBe('城站路');
      });

      it('keeps phones that the editor never saw', async () => {
        const { id } = await createPosting(at.house.ctx, at.desk.li, { regionCode: shangcheng, facts: at.facts() });
        await editPosting(at.house.ctx, at.desk.li, id, { version: 1, facts: at.facts({ phones: [], place: '城站路' }) });
        expect(await revealPhones(at.house.ctx, at.desk.li, id)).toEqual({ phones: ['13800000001'] });
      });
    });
  },
  { deterministic: true },
);
