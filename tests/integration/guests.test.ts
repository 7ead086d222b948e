import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestDesk, MyHand } from '#server/contract/guests.ts';
import { guests, raisedHands } from '#server/db/schema/guests.ts';
import { outbox } from '#server/db/schema/records.ts';
import { consent } from '#server/domain/guests/consent.ts';
import { HAND_ANSWER_MS, MOST_GUESTS } from '#server/domain/guests/rules.ts';
import { addWord } from '#server/services/audience/word-list.ts';
import { endEpisode } from '#server/services/live/run-show.ts';
import { forgetGuests } from '#server/services/retention/forget-guests.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { signedIn } from '#tests/support/staff.ts';
import { type AudienceWorld, audienceWorld, noPicture } from './audience-world.ts';
import { gongshu, shangcheng } from './desk-world.ts';

const tokenOf = (url: unknown) => String(url).split('/').at(-1) ?? '';
const agree = { consent: consent.version };

/** Who gets into a show as a guest, by link or with a hand raised: the doors, without a picture. */
describeBothModes('the guests of a show', (house) => {
  let at: AudienceWorld;
  let host: Awaited<ReturnType<typeof signedIn>>;
  beforeAll(async () => {
    at = await audienceWorld(house());
    host = await signedIn(house(), at.http.app, 'host', shangcheng);
  });
  afterAll(() => at.close());

  const deskOf = async (episodeId: string) => (await host.call('GET', `/api/guests/${episodeId}`)).body as unknown as GuestDesk;
  const invite = async (episodeId: string, name = '李师傅') => {
    const made = await host.call('POST', `/api/guests/${episodeId}`, { name });
    expect(made.status).toBe(201);
    return { token: tokenOf(made.body.url), guestId: String(made.body.guestId) };
  };
  const see = (phone: ReturnType<AudienceWorld['phone']>, token: string) => phone.call('GET', `/api/guests/links/${token}`);
  const enter = (phone: ReturnType<AudienceWorld['phone']>, token: string, body: object = agree) =>
    phone.call('POST', `/api/guests/links/${token}/enter`, body);
  const audited = async (subject: string) => {
    const rows = await at.ctx.db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.type, 'audit.recorded'));
    return rows
      .map(({ payload }) => payload as { subject: string; action: string; after?: object })
      .filter((entry) => entry.subject === subject);
  };

  describe('a one-time link', () => {
    it('is looked at without being used, lets one browser in, and that one again after a reload', async () => {
      const { episodeId } = await at.show();
      const { token, guestId } = await invite(episodeId);
      const [phone, preview] = [at.phone(), at.phone()];
      expect(await see(preview, token)).toMatchObject({ status: 200, body: { name: '李师傅', entered: false, hostName: '小赵' } });
      expect((await enter(phone, token)).status).toBe(204);
      expect((await see(phone, token)).body.entered).toBe(true);
      expect(await phone.call('GET', '/api/guests/me')).toMatchObject({ status: 200, body: { guestId, name: '李师傅', onStage: false } });
      for (const answer of [await see(preview, token), await enter(preview, token)])
        expect(answer).toMatchObject({ status: 409, body: { code: 'GUEST_LINK_USED' } });
      expect((await preview.call('GET', '/api/guests/me')).status).toBe(401);
    });

    it('lets one of two devices in that agree in the same moment', async () => {
      const { episodeId } = await at.show();
      const { token } = await invite(episodeId);
      const answers = await Promise.all([enter(at.phone(), token), enter(at.phone(), token)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    });

    it('keeps neither token nor cookie nor name in clear, and writes down which wording was agreed to', async () => {
      const { episodeId } = await at.show();
      const { token, guestId } = await invite(episodeId, '王小明');
      await enter(at.phone(), token);
      const [row] = await at.ctx.db.select().from(guests).where(eq(guests.id, guestId));
      expect(row).toMatchObject({
        tokenHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        deviceHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(JSON.stringify(row)).not.toContain(token);
      expect(row?.nameSealed).not.toContain('王小明');
      expect(row).toMatchObject({ consentVersion: consent.version, consentLocale: 'zh-CN', consentAt: expect.anything() });
      expect(await audited(guestId)).toMatchObject([
        { action: 'guest.invited' },
        { action: 'guest.consented', after: { version: consent.version, episodeId } },
      ]);
    });

    it('asks for consent to the wording of today', async () => {
      const { episodeId } = await at.show();
      const { token } = await invite(episodeId);
      expect(await enter(at.phone(), token, { consent: '2020-01' })).toMatchObject({ status: 422, body: { code: 'GUEST_CONSENT' } });
      expect((await enter(at.phone(), token, {})).status).toBe(400);
    });

    it('is worth nothing when it is unknown, taken back, too old, or its show is over; each is said', async () => {
      const { episodeId } = await at.show();
      expect(await see(at.phone(), 'x'.repeat(43))).toMatchObject({ status: 404, body: { code: 'GUEST_LINK_UNKNOWN' } });
      const [removed, old, late] = [await invite(episodeId), await invite(episodeId), await invite(episodeId)];
      expect((await host.call('DELETE', `/api/guests/${episodeId}/people/${removed.guestId}`)).status).toBe(204);
      expect(await see(at.phone(), removed.token)).toMatchObject({ status: 410, body: { code: 'GUEST_REMOVED' } });
      await at.ctx.db.update(guests).set({ expiresAt: at.ctx.clock.now() }).where(eq(guests.id, old.guestId));
      expect(await enter(at.phone(), old.token)).toMatchObject({ status: 410, body: { code: 'GUEST_LINK_EXPIRED' } });
      // The host sees who never came.
      expect((await deskOf(episodeId)).guests).toMatchObject([{ state: 'expired' }, { state: 'invited' }]);
      const phone = at.phone();
      await enter(phone, late.token);
      await endEpisode(at.ctx, noPicture, at.host, episodeId);
      for (const answer of [await see(at.phone(), late.token), await phone.call('GET', '/api/guests/me')])
        expect(answer).toMatchObject({ status: 410, body: { code: 'GUEST_EPISODE_OVER' } });
      expect((await host.call('POST', `/api/guests/${episodeId}`, { name: '张三' })).body.code).toBe('GUEST_EPISODE_OVER');
    });

    it('ends with the guest, who is told why: put out by the host, or gone by their own will', async () => {
      const { episodeId } = await at.show();
      const [a, b] = [await invite(episodeId), await invite(episodeId)];
      const [anna, ben] = [at.phone(), at.phone()];
      await enter(anna, a.token);
      await enter(ben, b.token);
      await host.call('DELETE', `/api/guests/${episodeId}/people/${a.guestId}`);
      expect((await anna.call('GET', '/api/guests/me')).body.code).toBe('GUEST_REMOVED');
      expect((await ben.call('POST', '/api/guests/me/leave')).status).toBe(204);
      expect((await ben.call('GET', '/api/guests/me')).body.code).toBe('GUEST_LEFT');
      expect((await deskOf(episodeId)).guests).toEqual([]);
    });
  });

  describe('the host’s hand', () => {
    it('is that of hosts of its own region alone; a guest reaches no other room', async () => {
      const { episodeId } = await at.show();
      const { guestId, token } = await invite(episodeId);
      const hand = at.ctx.random.id();
      const guest = at.phone();
      await enter(guest, token);
      const elsewhere = await signedIn(house(), at.http.app, 'host', gongshu);
      const clerk = await signedIn(house(), at.http.app, 'clerk', shangcheng);
      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['POST', '', { name: '李四' }],
        ['POST', '/lines', { text: '好' }],
        ['PUT', `/people/${guestId}`, { onStage: true }],
        ['DELETE', `/people/${guestId}`, undefined],
        ['POST', `/hands/${hand}/call`, undefined],
        ['DELETE', `/hands/${hand}`, undefined],
        ['POST', '/room', undefined],
      ] as const) {
        for (const who of [elsewhere, clerk])
          expect((await who.call(method, `/api/guests/${episodeId}${path}`, body)).status, `${method} ${path}`).toBe(403);
        expect((await guest.call(method, `/api/guests/${episodeId}${path}`, body)).status, `guest ${method} ${path}`).toBe(401);
      }
      // What a host hears of the room comes with the rest of the show.
      const heard = `/api/live/episodes/${episodeId}/events`;
      for (const who of [elsewhere, clerk]) expect((await who.call('GET', heard)).status).toBe(403);
      expect((await guest.call('GET', heard)).status).toBe(401);
    });

    it('invites six at most; who is out, or never came, makes room', async () => {
      const { episodeId } = await at.show();
      const made = [];
      for (let index = 0; index < MOST_GUESTS; index += 1) made.push(await invite(episodeId));
      expect(await host.call('POST', `/api/guests/${episodeId}`, { name: '第七位' })).toMatchObject({
        status: 409,
        body: { code: 'GUESTS_FULL', message: expect.stringContaining('6') },
      });
      await host.call('DELETE', `/api/guests/${episodeId}/people/${made[0]?.guestId}`);
      await invite(episodeId);
    });

    it('brings nobody on stage who isn’t there, and keeps how each looks and sounds', async () => {
      const { episodeId } = await at.show();
      const { guestId } = await invite(episodeId);
      const put = (body: object) => host.call('PUT', `/api/guests/${episodeId}/people/${guestId}`, body);
      expect(await put({ onStage: true })).toMatchObject({ status: 409, body: { code: 'GUEST_NOT_HERE' } });
      expect((await put({ volume: 150, muted: true, fit: 'contain', name: '李经理' })).status).toBe(204);
      expect((await deskOf(episodeId)).guests).toMatchObject([{ volume: 150, muted: true, fit: 'contain', name: '李经理' }]);
      expect((await put({ volume: 900 })).status).toBe(400);
    });
  });

  describe('a raised hand', () => {
    const hand = (phone: ReturnType<AudienceWorld['phone']>, episodeId: string, method = 'GET', body?: object) =>
      phone.call(method, `/api/audience/${episodeId}/hand`, body) as Promise<{ status: number; body: MyHand & Record<string, unknown> }>;

    it('is seen by the host, taken, and becomes a guest by the same one-time link', async () => {
      const { episodeId } = await at.show();
      const [anna, ben] = [at.phone(), at.phone()];
      expect((await hand(anna, episodeId)).body.state).toBe('down');
      await hand(anna, episodeId, 'POST', { wants: 'video' });
      expect((await hand(ben, episodeId, 'POST', { wants: 'audio' })).body).toMatchObject({ state: 'raised', ahead: 1 });
      // Twice is once.
      await hand(anna, episodeId, 'POST', { wants: 'video' });
      const { hands } = await deskOf(episodeId);
      expect(hands).toMatchObject([{ wants: 'video' }, { wants: 'audio' }]);
      expect((await ben.call('POST', `/api/audience/${episodeId}/hand/answer`)).body.code).toBe('HAND_GONE');
      await host.call('POST', `/api/guests/${episodeId}/hands/${hands[1]?.id}/call`);
      expect((await hand(ben, episodeId)).body).toMatchObject({ state: 'called', answerBy: expect.any(String) });
      const { url } = (await ben.call('POST', `/api/audience/${episodeId}/hand/answer`)).body;
      expect((await see(ben, tokenOf(url))).body).toMatchObject({ from: 'hand', wants: 'audio' });
      expect((await enter(ben, tokenOf(url), { ...agree, name: '老陈' })).status).toBe(204);
      expect((await deskOf(episodeId)).guests).toMatchObject([{ from: 'hand', name: '老陈', state: 'away' }]);
      expect((await hand(ben, episodeId)).body.state).toBe('joined');
    });

    it('brings no listed word and no telephone into the picture by its name', async () => {
      const { episodeId } = await at.show();
      await addWord(at.ctx, at.desk.wang, { regionCode: shangcheng, word: '押金', action: 'hold' });
      const ben = at.phone();
      await hand(ben, episodeId, 'POST', { wants: 'audio' });
      const [up] = (await deskOf(episodeId)).hands;
      await host.call('POST', `/api/guests/${episodeId}/hands/${up?.id}/call`);
      const { url } = (await ben.call('POST', `/api/audience/${episodeId}/hand/answer`)).body;
      for (const name of ['不要押 金', '找我 139 0013 8000']) {
        expect(await enter(ben, tokenOf(url), { ...agree, name })).toMatchObject({ status: 422, body: { code: 'GUEST_NAME_REFUSED' } });
      }
      // Nothing is used up by it.
      expect((await enter(ben, tokenOf(url), { ...agree, name: '老陈' })).status).toBe(204);
    });

    it('comes down by its viewer or by the host, and can be raised again', async () => {
      const { episodeId } = await at.show();
      const anna = at.phone();
      await hand(anna, episodeId, 'POST', { wants: 'video' });
      await hand(anna, episodeId, 'DELETE');
      expect((await deskOf(episodeId)).hands).toEqual([]);
      await hand(anna, episodeId, 'POST', { wants: 'audio' });
      const [up] = (await deskOf(episodeId)).hands;
      await host.call('DELETE', `/api/guests/${episodeId}/hands/${up?.id}`);
      expect((await hand(anna, episodeId)).body.state).toBe('down');
      expect((await hand(anna, episodeId, 'POST', { wants: 'audio' })).body.state).toBe('raised');
    });

    it('that was taken and doesn’t come lapses: its place is free, and the viewer may raise it again', async () => {
      const { episodeId } = await at.show();
      const anna = at.phone();
      await hand(anna, episodeId, 'POST', { wants: 'video' });
      const [up] = (await deskOf(episodeId)).hands;
      await host.call('POST', `/api/guests/${episodeId}/hands/${up?.id}/call`);
      const long = at.ctx.clock.now().subtract({ milliseconds: HAND_ANSWER_MS + 1 });
      await at.ctx.db.update(raisedHands).set({ calledAt: long }).where(eq(raisedHands.episodeId, episodeId));
      await at.ctx.db.update(guests).set({ expiresAt: long }).where(eq(guests.episodeId, episodeId));
      expect((await hand(anna, episodeId)).body.state).toBe('down');
      expect(await deskOf(episodeId)).toMatchObject({ hands: [], guests: [{ state: 'expired' }] });
      expect((await hand(anna, episodeId, 'POST', { wants: 'video' })).body.state).toBe('raised');
    });

    it('needs a show that is on, a viewer who isn’t muted, and no more than a person’s tries', async () => {
      const { episodeId: planned } = await at.show({ on: false });
      expect((await hand(at.phone(), planned, 'POST', { wants: 'video' })).body.code).toBe('HAND_CLOSED');
      const { episodeId } = await at.show();
      const loud = at.phone();
      const { message } = await loud.says(episodeId, '喂');
      await host.call('POST', `/api/audience/${episodeId}/messages/${message.id}`, { act: 'mute' });
      expect((await hand(loud, episodeId, 'POST', { wants: 'video' })).body.code).toBe('CHAT_MUTED');
      const game = at.phone();
      let last = 200;
      for (let index = 0; index < 10; index += 1) {
        last = (await hand(game, episodeId, 'POST', { wants: 'video' })).status;
        await hand(game, episodeId, 'DELETE');
      }
      expect(last).toBe(429);
    });
  });

  it('are forgotten by rule: the name goes, the consent stays', async () => {
    const { episodeId } = await at.show();
    const { token, guestId } = await invite(episodeId);
    await enter(at.phone(), token);
    await forgetGuests(at.ctx, at.ctx.clock.now().add({ hours: 1 }));
    const [row] = await at.ctx.db.select().from(guests).where(eq(guests.id, guestId));
    expect(row).toMatchObject({ nameSealed: null, tokenHash: null, deviceHash: null, consentVersion: consent.version });
  });
});
