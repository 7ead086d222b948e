import { beforeAll, beforeEach, expect, it } from 'vitest';
import { answerGrab } from '#server/services/grabs/answer-grab.ts';
import { cancelGrab } from '#server/services/grabs/cancel-grab.ts';
import { grabPlace } from '#server/services/grabs/grab-place.ts';
import { textSeeker } from '#server/services/grabs/text-seeker.ts';
import { holdPlace } from '#server/services/seekers/hold-place.ts';
import { provenSeeker } from '#server/services/seekers/identity.ts';
import { noSms } from '#server/services/sms/off.ts';
import { SmsFailure, type SmsPort } from '#server/services/sms/port.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import texts from '#workers/texts/handler.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

const anyone = { kind: 'anyone' } as const;

/** What people learn who have no page open: through the outbox, the queue and the port. */
describeBothModes('text messages about grabs', (house) => {
  let world: PhoneWorld;
  let last = 13_400_000_000;
  beforeAll(async () => {
    world = await phoneWorld(house());
    await house().startBackground([texts]);
  });
  beforeEach(() => house().settle());

  async function somebody() {
    const phone = String(++last);
    const { id } = await world.ctx.db.transaction((tx) => provenSeeker(tx, world.ctx, { phone }));
    return { phone, id, actor: { kind: 'seeker', seekerId: id } as const };
  }
  const confirm = (grabId: string) =>
    answerGrab(world.ctx, world.desk.li, { grabId, answer: 'confirm', arrival: { when: '11月24日 18点起', contact: '刘师傅' } });
  const said = async (phone: string) => {
    await house().settle();
    return house().sms.textsTo(phone);
  };

  it('tell who waited that they have a place, and when and where once it is confirmed, each once', async () => {
    const postingId = await world.post(1);
    const [first, second] = [await somebody(), await somebody()];
    const { grabId } = await grabPlace(world.ctx, { postingId, seekerId: first.id });
    const waiting = await grabPlace(world.ctx, { postingId, seekerId: second.id });
    expect(await said(first.phone)).toEqual([]);
    await cancelGrab(world.ctx, first.actor, grabId);
    expect(await said(second.phone)).toEqual([expect.stringMatching(/^您候补的\d+号搬运工有名额了.*咨询0000-8700000$/)]);
    await confirm(waiting.grabId);
    expect(await said(second.phone)).toEqual([
      expect.any(String),
      expect.stringMatching(/^您抢的\d+号搬运工已确认，11月24日 18点起，到火车东站西广场，找刘师傅。咨询0000-8700000$/),
    ]);
    // A button pressed twice, and a job that comes again.
    await confirm(waiting.grabId);
    for (const fact of ['promoted', 'confirmed'] as const) await textSeeker(world.ctx, { grabId: waiting.grabId, fact });
    expect(await said(second.phone)).toHaveLength(2);
    expect(await said(first.phone)).toEqual([]);
  });

  it('do not go to a number that nobody has proved, before a clerk has rung it', async () => {
    const postingId = await world.post(1);
    const owner = await somebody();
    const { grabId } = await grabPlace(world.ctx, { postingId, seekerId: owner.id });
    const phone = String(++last);
    const { outcome } = await holdPlace(world.ctx, anyone, { postingId, phone, clientAddress: '192.0.2.9' });
    await cancelGrab(world.ctx, owner.actor, grabId);
    expect(await said(phone)).toEqual([]);
    await confirm(outcome.grabId);
    expect(await said(phone)).toEqual([expect.stringContaining('已确认')]);
  });

  it('say nothing that is no longer so', async () => {
    const postingId = await world.post(1);
    const person = await somebody();
    const { grabId } = await grabPlace(world.ctx, { postingId, seekerId: person.id });
    await cancelGrab(world.ctx, person.actor, grabId);
    await textSeeker(world.ctx, { grabId, fact: 'confirmed' });
    expect(await said(person.phone)).toEqual([]);
  });

  it('are tried again while the carrier certainly sent nothing, and never when nobody knows', async () => {
    const postingId = await world.post(2);
    const [one, other] = [await somebody(), await somebody()];
    const through = async (person: { id: string; phone: string }, failures: SmsFailure[]) => {
      const { grabId } = await grabPlace(world.ctx, { postingId, seekerId: person.id });
      const sent: string[] = [];
      const carrier: SmsPort = {
        available: true,
        tells: () => true,
        async send(message) {
          const failure = failures.shift();
          if (failure) throw failure;
          sent.push(message.phone);
        },
      };
      return { grabId, sent, ctx: { ...world.ctx, sms: carrier } };
    };
    const refused = await through(one, [new SmsFailure('isv.BUSINESS_LIMIT_CONTROL', { unsent: true })]);
    const lost = await through(other, [new SmsFailure('http-502')]);
    const text = ({ ctx, grabId }: typeof refused) => textSeeker(ctx, { grabId, fact: 'promoted' });
    await expect(text(refused)).rejects.toMatchObject({ name: 'SmsFailure' });
    await text(refused);
    await text(refused);
    expect(refused.sent).toEqual([one.phone]);
    await text(lost);
    await text(lost);
    expect(lost.sent).toEqual([]);
  });

  it('are not sent where the installation has none', async () => {
    const postingId = await world.post(1);
    const person = await somebody();
    const { grabId } = await grabPlace(world.ctx, { postingId, seekerId: person.id });
    await textSeeker({ ...world.ctx, sms: noSms }, { grabId, fact: 'promoted' });
    // And nothing was marked as said: a carrier that comes later may say it.
    await textSeeker(world.ctx, { grabId, fact: 'promoted' });
    expect(await said(person.phone)).toHaveLength(1);
  });
});
