import { beforeAll, expect, it } from 'vitest';
import { stationCalendarPath } from '#server/contract/shows.ts';
import { startSession } from '#server/services/seekers/session.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { httpApp, visitor } from '#tests/support/http-app.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

/** What a phone's browser meets: status, cookies and wording, over the API's own routes. */
describeBothModes('the phones’ routes', (house) => {
  let world: PhoneWorld;
  let app: ReturnType<typeof httpApp>['app'];
  let last = 13_500_000_000;
  beforeAll(async () => {
    world = await phoneWorld(house());
    app = httpApp(house()).app;
  });
  const nextPhone = () => String(++last);

  const signIn = async (headers: Record<string, string> = {}) => {
    const phone = nextPhone();
    const person = visitor(app);
    expect((await person.call('POST', '/api/seekers/codes', { phone })).status).toBe(200);
    const response = await app.request('http://gangbo.test/api/seekers/sessions', {
      method: 'POST',
      headers: { host: 'gangbo.test', 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ phone, code: house().sms.codeFor(phone) }),
    });
    expect(response.status).toBe(204);
    return response.headers.getSetCookie().find((line) => line.startsWith('gangbo_seeker=')) ?? '';
  };

  it('keep the session in a cookie that scripts can’t read, for 30 days, and only over HTTPS where there is HTTPS', async () => {
    const plain = await signIn();
    expect(plain).toMatch(/^gangbo_seeker=[\w-]{43};/);
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=2592000']) expect(plain).toContain(attribute);
    expect(plain).not.toContain('Secure');
    expect(await signIn({ 'x-forwarded-proto': 'https' })).toContain('Secure');
  });

  it('hand anybody the calendar of a station, by the address that its pages carry', async () => {
    const response = await app.request(`http://gangbo.test${stationCalendarPath(world.stationId)}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(await response.text()).toContain('BEGIN:VCALENDAR');
  });

  it('grab with a session, hold with a phone, and turn away who has neither', async () => {
    const postingId = await world.post(5);
    const nobody = visitor(app);
    expect(await nobody.call('POST', '/api/grabs', { postingId })).toMatchObject({ status: 401, body: { code: 'NOT_SIGNED_IN' } });
    expect((await nobody.call('GET', '/api/grabs/mine')).status).toBe(401);

    const holder = visitor(app);
    const held = await holder.call('POST', '/api/grabs', { postingId, phone: nextPhone() });
    expect(held).toMatchObject({ status: 200, body: { state: 'held', repeated: false } });
    expect((await holder.call('GET', `/api/grabs/mine/${held.body.grabId}`)).body).toMatchObject({ state: 'held', cancellable: true });
    expect((await nobody.call('GET', `/api/grabs/mine/${held.body.grabId}`)).status).toBe(401);

    const cookie = (await signIn()).split(';')[0] ?? '';
    const grab = () => nobody.call('POST', '/api/grabs', { postingId }, { cookie });
    expect(await grab()).toMatchObject({ status: 200, body: { state: 'grabbed', repeated: false } });
    expect(await grab()).toMatchObject({ status: 200, body: { state: 'grabbed', repeated: true } });
    // Somebody else's grab is not even there.
    const strangers = await nobody.call('POST', `/api/grabs/mine/${held.body.grabId}/cancel`, undefined, { cookie });
    expect(strangers).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('let a person in whose code was scanned from a sheet that nobody knows any more', async () => {
    const phone = nextPhone();
    const person = visitor(app);
    await person.call('POST', '/api/seekers/codes', { phone });
    const link = 'ZZZZZZZZ';
    expect((await person.call('POST', '/api/seekers/sessions', { phone, code: house().sms.codeFor(phone), link })).status).toBe(204);
    expect((await person.call('GET', '/api/seekers/me')).body).toMatchObject({ proved: true });
  });

  it('keep the desk’s routes from seekers', async () => {
    const cookie = (await signIn()).split(';')[0] ?? '';
    const seeker = visitor(app);
    const id = world.ctx.random.id();
    for (const [method, path, body] of [
      ['GET', '/api/grabs', undefined],
      ['POST', `/api/grabs/${id}/answer`, { answer: 'confirm' }],
      ['POST', `/api/grabs/${id}/phone`, undefined],
      ['POST', '/api/grabs/desk', { postingId: id }],
      ['GET', '/api/reports', undefined],
      ['GET', '/api/links/funnel', undefined],
      ['GET', '/api/links/domains', undefined],
    ] as const)
      expect((await seeker.call(method, path, body, { cookie })).status, `${method} ${path}`).toBeGreaterThanOrEqual(401);
  });

  it('say what is wrong in the visitor’s language, and take nothing that is not a number', async () => {
    const person = visitor(app);
    for (const phone of ['123', '1380000000', '13800000000x', "13800000000'--", ''])
      expect(await person.call('POST', '/api/seekers/codes', { phone })).toMatchObject({ status: 400, body: { code: 'BAD_INPUT' } });
    const phone = nextPhone();
    await person.call('POST', '/api/seekers/codes', { phone });
    const wrong = String((Number(house().sms.codeFor(phone)) + 1) % 1_000_000).padStart(6, '0');
    const said = (language: string) =>
      person.call('POST', '/api/seekers/sessions', { phone, code: wrong }, { 'accept-language': language });
    expect(await said('zh-CN')).toMatchObject({ status: 422, body: { code: 'CODE_WRONG', message: '验证码不对，还可以试 4 次。' } });
    expect(await said('en')).toMatchObject({ status: 422, body: { message: 'Wrong code, 3 tries left.' } });
    expect(await person.call('GET', '/api/links/00000000')).toMatchObject({ status: 404, body: { code: 'LINK_UNKNOWN' } });
    expect(await person.call('GET', '/api/browse?page=0')).toMatchObject({ status: 400 });
  });

  it('give exactly the places there are to three hundred requests at once', async () => {
    const postingId = await world.post(4);
    const cookies = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const [seekerId = ''] = await world.people(1);
        const session = await world.ctx.db.transaction((tx) => startSession(tx, world.ctx, seekerId));
        return `gangbo_seeker=${session.token}`;
      }),
    );
    const answers = await Promise.all(cookies.map((cookie) => visitor(app).call('POST', '/api/grabs', { postingId }, { cookie })));
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    expect(answers.filter((answer) => answer.body.state === 'grabbed')).toHaveLength(4);
    expect(new Set(answers.map((answer) => answer.body.waitingNumber).filter(Boolean)).size).toBe(296);
  });
});
