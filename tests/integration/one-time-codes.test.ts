import { eq, sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { oneTimeCodes, seekerSessions, seekers } from '#server/db/schema/grabs.ts';
import { grabPlace } from '#server/services/grabs/grab-place.ts';
import { myGrab, myGrabs } from '#server/services/grabs/my-grabs.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { checkCode } from '#server/services/seekers/check-code.ts';
import { holdPlace } from '#server/services/seekers/hold-place.ts';
import { provenSeeker } from '#server/services/seekers/identity.ts';
import { requestCode } from '#server/services/seekers/request-code.ts';
import { endSession, resolveSeeker, startSession } from '#server/services/seekers/session.ts';
import { whoAmI } from '#server/services/seekers/who-am-i.ts';
import { noSms } from '#server/services/sms/off.ts';
import { SmsFailure } from '#server/services/sms/port.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

const anyone = { kind: 'anyone' } as const;
const refusal = (code: string, details?: object) => ({ problem: details ? { code, details } : { code } });

describeBothModes(
  'one-time codes',
  (house) => {
    let world: PhoneWorld;
    let last = 13_600_000_000;
    let lastAddress = 0;
    beforeAll(async () => {
      world = await phoneWorld(house());
    });
    const newPhone = () => String(++last);
    const address = () => `203.0.113.${++lastAddress}`;
    const ask = (phone: string, clientAddress = address()) => requestCode(world.ctx, { phone, clientAddress });
    const check = (phone: string, code: string, clientAddress = address()) => checkCode(world.ctx, anyone, { phone, code, clientAddress });
    const sentTo = (phone: string) => house().sms.codeFor(phone) ?? '';
    const another = (code: string, step = 1) => String((Number(code) + step) % 1_000_000).padStart(6, '0');

    it('prove a phone and start a session that lasts 30 days', async () => {
      const phone = newPhone();
      expect(await ask(phone)).toEqual({ resendSeconds: 60, minutes: 10 });
      expect(sentTo(phone)).toMatch(/^\d{6}$/);
      const session = await check(phone, sentTo(phone));
      expect(await resolveSeeker(world.ctx, session.token)).toEqual({ kind: 'seeker', seekerId: session.seekerId });
      expect(await whoAmI(world.ctx, { kind: 'seeker', seekerId: session.seekerId })).toEqual({
        signedIn: true,
        proved: true,
        phoneMasked: `${phone.slice(0, 3)}****${phone.slice(7)}`,
        smsAvailable: true,
      });
      house().clock.advance({ days: 29 });
      expect(await resolveSeeker(world.ctx, session.token)).toBeDefined();
      house().clock.advance({ days: 1 });
      expect(await resolveSeeker(world.ctx, session.token)).toBeUndefined();
    });

    it('prove the same person each time, and a session ends when it is told to', async () => {
      const phone = newPhone();
      await ask(phone);
      const first = await check(phone, sentTo(phone));
      const again = await world.ctx.db.transaction(async (tx) =>
        startSession(tx, world.ctx, (await provenSeeker(tx, world.ctx, { phone })).id),
      );
      expect(again.seekerId).toBe(first.seekerId);
      await endSession(world.ctx, again.token);
      expect(await resolveSeeker(world.ctx, again.token)).toBeUndefined();
      expect(await resolveSeeker(world.ctx, first.token)).toBeDefined();
    });

    it('are refused when wrong, and after five wrong tries even when right', async () => {
      const phone = newPhone();
      await ask(phone);
      const right = sentTo(phone);
      for (let left = 4; left > 0; left--)
        await expect(check(phone, another(right, left))).rejects.toMatchObject(refusal('CODE_WRONG', { left }));
      await expect(check(phone, another(right, 9))).rejects.toMatchObject(refusal('CODE_LOCKED', { minutes: 15 }));
      await expect(check(phone, right)).rejects.toMatchObject(refusal('CODE_LOCKED', { minutes: 15 }));
      await expect(ask(phone)).rejects.toMatchObject(refusal('CODE_LOCKED', { minutes: 15 }));
    });

    it('give five tries in all, also to a hundred that come at once', async () => {
      const phone = newPhone();
      await ask(phone);
      const right = sentTo(phone);
      const tries = await Promise.allSettled(Array.from({ length: 100 }, (_, index) => check(phone, another(right, index + 1))));
      const codes = tries.map((each) => (each.status === 'rejected' ? (each.reason as { problem: { code: string } }).problem.code : 'in'));
      expect(codes.filter((code) => code === 'CODE_WRONG')).toHaveLength(4);
      expect(codes.filter((code) => code === 'CODE_LOCKED')).toHaveLength(96);
      await expect(check(phone, right)).rejects.toMatchObject(refusal('CODE_LOCKED'));
    });

    it('work once, also for two who come at once', async () => {
      const phone = newPhone();
      await ask(phone);
      const right = sentTo(phone);
      const both = await Promise.allSettled([check(phone, right), check(phone, right)]);
      expect(both.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
      await expect(check(phone, right)).rejects.toMatchObject(refusal('CODE_SPENT'));
    });

    it('run out after ten minutes', async () => {
      const phone = newPhone();
      await ask(phone);
      house().clock.advance({ minutes: 10 });
      await expect(check(phone, sentTo(phone))).rejects.toMatchObject(refusal('CODE_EXPIRED'));
    });

    it('do not tell whether a phone is known', async () => {
      const [known, unknown] = [newPhone(), newPhone()];
      await ask(known);
      await check(known, sentTo(known));
      expect(await ask(unknown)).toEqual({ resendSeconds: 60, minutes: 10 });
      await expect(check(newPhone(), '123456')).rejects.toMatchObject(refusal('CODE_EXPIRED'));
    });

    it('are texted once a minute to one phone, whoever asks from wherever', async () => {
      const phone = newPhone();
      const before = house().sms.sent.length;
      const asked = await Promise.allSettled(Array.from({ length: 20 }, () => ask(phone)));
      expect(asked.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
      expect(house().sms.sent.length - before).toBe(1);
      const refused = asked.find((each) => each.status === 'rejected');
      expect(refused).toMatchObject({ reason: refusal('TOO_MANY_REQUESTS') });
    });

    it('are tried 120 times from one address and no more', async () => {
      const here = address();
      const phones = Array.from({ length: 125 }, newPhone);
      const tries = await Promise.allSettled(phones.map((phone) => check(phone, '000000', here)));
      const tooMany = tries.filter(
        (each) => each.status === 'rejected' && (each.reason as { problem: { code: string } }).problem.code === 'TOO_MANY_REQUESTS',
      );
      expect(tooMany).toHaveLength(5);
    });

    it('leave nothing to read in the database: no phone, no code, no token', async () => {
      const phone = newPhone();
      await ask(phone);
      const code = sentTo(phone);
      const session = await check(phone, code);
      const stored = JSON.stringify([
        await world.ctx.db.select().from(seekers).where(eq(seekers.id, session.seekerId)),
        await world.ctx.db.select().from(oneTimeCodes),
        await world.ctx.db.select().from(seekerSessions),
      ]);
      for (const secret of [phone, `"${code}"`, session.token]) expect(stored).not.toContain(secret);
    });

    it('that cannot be sent say so, and offer nothing else', async () => {
      const off = { ...world.ctx, sms: noSms };
      await expect(requestCode(off, { phone: newPhone(), clientAddress: address() })).rejects.toMatchObject(refusal('SMS_UNAVAILABLE'));
      const failing = {
        ...world.ctx,
        sms: {
          available: true,
          tells: () => false,
          send: async () => {
            throw new SmsFailure('isv.OUT_OF_SERVICE');
          },
        },
      };
      await expect(requestCode(failing, { phone: newPhone(), clientAddress: address() })).rejects.toMatchObject(refusal('SMS_UNAVAILABLE'));
    });

    it('turn what the browser had held for that phone into a grab', async () => {
      const postingId = await world.post(2);
      const phone = newPhone();
      const { outcome, session: held } = await holdPlace(world.ctx, anyone, { postingId, phone, clientAddress: address() });
      expect(outcome.state).toBe('held');
      await ask(phone);
      const actor = { kind: 'seeker', seekerId: held?.seekerId ?? '' } as const;
      const proved = await checkCode(world.ctx, actor, { phone, code: sentTo(phone), clientAddress: address() });
      expect(await myGrab(world.ctx, proved.seekerId, outcome.grabId)).toMatchObject({ state: 'grabbed', holdUntil: null });
      expect(await myGrabs(world.ctx, actor.seekerId)).toEqual([]);
      expect((await world.place(postingId)).placesLeft).toBe(1);
    });

    it('are not spent for nothing: when what was held can’t be taken over, nothing has happened and the same code works again', async () => {
      const postingId = await world.post(2);
      const phone = newPhone();
      const { outcome, session: held } = await holdPlace(world.ctx, anyone, { postingId, phone, clientAddress: address() });
      await ask(phone);
      const actor = { kind: 'seeker', seekerId: held?.seekerId ?? '' } as const;
      const prove = () => checkCode(world.ctx, actor, { phone, code: sentTo(phone), clientAddress: address() });
      await world.ctx.db.execute(
        sql`create function out_of_order() returns trigger language plpgsql as $$ begin raise 'out of order'; end $$`,
      );
      await world.ctx.db.execute(sql`create trigger out_of_order before update on grabs for each row execute function out_of_order()`);
      await expect(prove()).rejects.not.toMatchObject({ name: 'Refusal' });
      await world.ctx.db.execute(sql`drop trigger out_of_order on grabs`);
      expect(await myGrab(world.ctx, actor.seekerId, outcome.grabId)).toMatchObject({ state: 'held' });
      const proved = await prove();
      expect(await resolveSeeker(world.ctx, proved.token)).toBeDefined();
      expect(await myGrab(world.ctx, proved.seekerId, outcome.grabId)).toMatchObject({ state: 'grabbed' });
    });

    it('leave a hold where it is in a job that has closed, and let the person in all the same', async () => {
      const postingId = await world.post(2);
      const phone = newPhone();
      const { outcome, session: held } = await holdPlace(world.ctx, anyone, { postingId, phone, clientAddress: address() });
      await withdrawPosting(world.ctx, world.desk.li, postingId, {});
      await ask(phone);
      const actor = { kind: 'seeker', seekerId: held?.seekerId ?? '' } as const;
      const proved = await checkCode(world.ctx, actor, { phone, code: sentTo(phone), clientAddress: address() });
      expect(await myGrabs(world.ctx, proved.seekerId)).toEqual([]);
      expect(await myGrab(world.ctx, actor.seekerId, outcome.grabId)).toMatchObject({ state: 'held' });
    });

    it('do not show a stranger, who held with the phone, what its owner grabs', async () => {
      const [here, there] = [await world.post(2), await world.post(2)];
      const phone = newPhone();
      const { session: stranger } = await holdPlace(world.ctx, anyone, { postingId: here, phone, clientAddress: address() });
      await ask(phone);
      const owner = await check(phone, sentTo(phone));
      await grabPlace(world.ctx, { postingId: there, seekerId: owner.seekerId });
      const seen = await myGrabs(world.ctx, stranger?.seekerId ?? '');
      expect(seen.map((grab) => grab.postingId)).toEqual([here]);
    });
  },
  { deterministic: true },
);
