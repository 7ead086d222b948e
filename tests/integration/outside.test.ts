import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stations } from '#server/db/schema/org.ts';
import { screens } from '#server/db/schema/screens.ts';
import type { Arrangement } from '#server/domain/board/manifest.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import type { Context } from '#server/services/context.ts';
import { figuresOnGlass, leadersOnGlass } from '#server/services/figures/on-glass.ts';
import { regionScope } from '#server/services/figures/scope.ts';
import { askDomain } from '#server/services/links/ask-domain.ts';
import { linkUrl } from '#server/services/links/ensure-links.ts';
import { setLinkDomains } from '#server/services/links/set-link-domains.ts';
import { revokeScreen } from '#server/services/screens/revoke-screen.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { httpApp, visitor } from '#tests/support/http-app.ts';
import { signedIn } from '#tests/support/staff.ts';
import { city } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

describe('what others may show', () => {
  let house: House;
  let served: ReturnType<typeof httpApp>;
  let world: PhoneWorld;
  let admin: Awaited<ReturnType<typeof signedIn>>;
  let clerk: Awaited<ReturnType<typeof signedIn>>;
  const anyone = () => visitor(served.app);

  beforeAll(async () => {
    house = await openHouse('embedded', { env: { ALERTS_PRIVATE: '1' } });
    served = httpApp(house);
    world = await phoneWorld(house);
    await world.post(3);
    admin = await signedIn(house, served.app, 'admin');
    clerk = await signedIn(house, served.app, 'clerk', city);
  });
  afterAll(async () => {
    served.close();
    await house.close();
  });

  const give = async (request: Record<string, unknown>) => {
    const made = await admin.call('POST', '/api/outside/links', { label: '火车站大屏', ...request });
    expect(made.status).toBe(201);
    const path = String(made.body.path);
    return { id: String(made.body.id), path, token: path.split('/').at(-1) ?? '' };
  };

  /** Another screen of the station, wide enough for two zones, with an address of its own. */
  const hung = async (arrangement: Arrangement = { kind: 'plain' }) => {
    const id = house.ctx.random.id();
    const sizes = { widthMm: 4_800, heightMm: 1_600, widthPx: 3_840, heightPx: 1_280, viewingDistanceM: 4, mountHeightM: 2 };
    const glass = { kind: 'lcd' as const, liveMode: 'off' as const, touch: false, soundOn: false, ...sizes };
    const look = { type: 'standard' as const, contrast: 'standard' as const, arrangement };
    await house.ctx.db
      .insert(screens)
      .values({ ...glass, look, id, name: `屏 ${id.slice(-4)}`, stationId: world.stationId, createdAt: house.ctx.clock.now() });
    await composeBoards(house.ctx, [id]);
    return { id, token: (await give({ kind: 'board', screenId: id })).token };
  };

  it('is a region’s data wall, until it is withdrawn', async () => {
    const { id, path, token } = await give({ kind: 'wall', regionCode: city, frameOrigins: ['https://Hall.example.cn/'] });
    expect(path).toMatch(/^\/wall\/[\w-]{27}$/);
    const door = await anyone().call('GET', `/api/outside/at/${token}`);
    expect(door.body).toEqual({ kind: 'wall', frameOrigins: ['https://hall.example.cn'] });
    const wall = await anyone().call('GET', `/api/outside/at/${token}/wall`);
    expect(wall.status).toBe(200);
    expect(JSON.stringify(wall.body)).not.toMatch(/phone|sealed/iu);
    expect((await anyone().call('GET', `/api/outside/at/${token}/board`)).status).toBe(404);
    expect((await clerk.call('DELETE', `/api/outside/links/${id}`)).status).toBe(403);
    expect((await admin.call('DELETE', `/api/outside/links/${id}`)).status).toBe(204);
    expect((await anyone().call('GET', `/api/outside/at/${token}/wall`)).body).toMatchObject({ code: 'OUTSIDE_UNKNOWN' });
    const listed = JSON.stringify((await admin.call('GET', '/api/outside/links')).body);
    expect(listed).toContain('火车站大屏');
    expect(listed).not.toContain(token);
  });

  it('is a screen’s board, asked for by its ETag', async () => {
    const [screen] = await house.ctx.db.select({ id: screens.id }).from(screens).where(eq(screens.stationId, world.stationId));
    const { token } = await give({ kind: 'board', screenId: screen?.id });
    const board = await served.app.request(`http://gangbo.test/api/outside/at/${token}/board`);
    expect(board.status).toBe(200);
    expect(await board.clone().json()).toMatchObject({ screenId: screen?.id, slides: [{ kind: 'jobs' }, { kind: 'station' }] });
    const again = await served.app.request(`http://gangbo.test/api/outside/at/${token}/board`, {
      headers: { 'if-none-match': board.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    // Carried to another station, it shows what nobody there has given away.
    await house.ctx.db
      .update(screens)
      .set({ stationId: 'elsewhere' })
      .where(eq(screens.id, screen?.id ?? ''));
    expect((await anyone().call('GET', `/api/outside/at/${token}/board`)).body).toMatchObject({ code: 'OUTSIDE_UNKNOWN' });
    await house.ctx.db
      .update(screens)
      .set({ stationId: world.stationId })
      .where(eq(screens.id, screen?.id ?? ''));
  });

  it('is nothing of a screen that has been revoked: its last board is never brought up to date', async () => {
    const { id, token } = await hung();
    expect((await anyone().call('GET', `/api/outside/at/${token}/board`)).status).toBe(200);
    await revokeScreen(house.ctx, world.desk.admin, id);
    for (const of of ['', '/board', '/board/events'])
      expect((await anyone().call('GET', `/api/outside/at/${token}${of}`)).body).toMatchObject({ code: 'OUTSIDE_UNKNOWN' });
    const again = await admin.call('POST', '/api/outside/links', { kind: 'board', label: '候车厅', screenId: id });
    expect(again.body).toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each<[string, Arrangement, boolean]>([
    ['a split glass', { kind: 'split' }, true],
    ['the device of a pair that has the show', { kind: 'double', side: 'show' }, false],
    ['the device of a pair that has the jobs', { kind: 'double', side: 'jobs' }, true],
  ])('is %s as its station has arranged it', async (_, arrangement, hasJobs) => {
    const { token } = await hung(arrangement);
    const { body } = await anyone().call('GET', `/api/outside/at/${token}/board`);
    expect(body).toMatchObject({ screen: { look: { arrangement } } });
    expect((body.slides as { kind: string }[]).some(({ kind }) => kind === 'jobs')).toBe(hasJobs);
  });

  it('is nobody’s to guess, to frame by a wildcard, or to give without being administrator', async () => {
    expect((await anyone().call('GET', `/api/outside/at/${'x'.repeat(27)}/wall`)).status).toBe(404);
    const open = await admin.call('POST', '/api/outside/links', {
      kind: 'wall',
      label: 'x',
      regionCode: city,
      frameOrigins: ['https://*.cn'],
    });
    expect(open.body).toMatchObject({ code: 'FRAME_ORIGIN' });
    expect((await clerk.call('POST', '/api/outside/links', { kind: 'wall', label: 'x', regionCode: city })).status).toBe(403);
  });

  it('proves a domain with the platform’s own file and nothing else', async () => {
    const fileName = 'MP_verify_4NkXr0aBcDeFgHiJ.txt';
    const put = (content: string, name = fileName) => admin.call('PUT', '/api/outside/proofs', { fileName: name, content });
    expect((await put('4NkXr0aBcDeFgHiJ\n')).status).toBe(204);
    const served_ = await served.app.request(`http://gangbo.test/${fileName}`);
    expect(await served_.text()).toBe('4NkXr0aBcDeFgHiJ');
    expect(served_.headers.get('content-type')).toMatch(/^text\/plain/);
    expect((await put('<script>')).body).toMatchObject({ code: 'DOMAIN_PROOF' });
    expect((await put('4NkXr0aBcDeFgHiJ', '../index.html')).body).toMatchObject({ code: 'DOMAIN_PROOF' });
    expect((await clerk.call('PUT', '/api/outside/proofs', { fileName, content: 'x' })).status).toBe(403);
    expect((await admin.call('DELETE', `/api/outside/proofs/${fileName}`)).status).toBe(204);
    expect((await served.app.request(`http://gangbo.test/${fileName}`)).status).toBe(404);
  });

  it('keeps old codes alive when the whole fleet is switched to another domain', async () => {
    const [screen] = await house.ctx.db.select({ id: screens.id }).from(screens).where(eq(screens.stationId, world.stationId));
    const { token } = await give({ kind: 'board', screenId: screen?.id });
    const linkOnGlass = async () => {
      const { body } = await anyone().call('GET', `/api/outside/at/${token}/board`);
      return (body.slides as { link: { code: string; url: string } }[])[0]?.link ?? { code: '', url: '' };
    };
    const before = await linkOnGlass();
    const own = house.ctx.config.http.publicUrl;
    const other = 'https://zhan.example.cn';
    expect((await admin.call('PUT', '/api/links/domains', { active: other, all: [own, other], anyway: true })).status).toBe(204);
    expect(linkUrl(house.ctx, before.code)).toBe(`${other}/j/${before.code}`);
    await composeBoards(house.ctx, [screen?.id ?? '']);
    const after = await linkOnGlass();
    // Whoever measures a glass reckons with the address that will be in its code.
    expect((await clerk.call('GET', '/api/screens/code-address')).body).toEqual({ url: `${other}/j/00000000` });
    // The very same code on another domain: what is printed, and what hangs on glass without a network, still opens.
    expect(after).toEqual({ code: before.code, url: `${other}/j/${before.code}` });
    for (const host of [own, other, 'http://gangbo.test']) {
      const scanned = await visitor(served.app, host).call('GET', `/api/links/${before.code}`);
      expect(scanned.status).toBe(200);
      expect(scanned.body.jobs).toHaveLength(1);
    }
  });

  describe('a domain for the codes', () => {
    const servers: Server[] = [];
    const at = async (answer: RequestListener): Promise<string> => {
      const server = createServer(answer).listen(0, '127.0.0.1');
      servers.push(server);
      await once(server, 'listening');
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    };
    const here = () => at(getRequestListener(served.app.fetch));
    const switchTo = async (active: string, anyway?: boolean) => {
      const held = (await admin.call('GET', '/api/links/domains')).body as { all: string[] };
      const all = [...new Set([...held.all, active])].slice(-20);
      return admin.call('PUT', '/api/links/domains', { active, all, ...(anyway ? { anyway } : {}) });
    };
    afterAll(() => {
      for (const server of servers) server.close();
    });

    it('is taken where this installation answers, also by way of another port of the same name', async () => {
      const ours = await here();
      expect((await switchTo(ours)).status).toBe(204);
      const moved = await at((request, response) => response.writeHead(301, { location: `${ours}${request.url}` }).end());
      expect((await admin.call('GET', `/api/links/domains/check?domain=${encodeURIComponent(moved)}`)).body).toMatchObject({ at: 'here' });
    });

    it.each<[string, () => Promise<string>, string]>([
      ['nobody answers', async () => 'http://127.0.0.1:9', 'LINK_DOMAIN_NOBODY'],
      ['somebody says ok to everything', () => at((_, response) => response.end('ok')), 'LINK_DOMAIN_ELSEWHERE'],
      [
        'the way leads to another name',
        () => at((_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()),
        'LINK_DOMAIN_ELSEWHERE',
      ],
    ])('is refused where %s, unless somebody insists', async (_, open, code) => {
      const domain = await open();
      expect((await switchTo(domain)).body).toMatchObject({ code });
      expect((await switchTo(domain, true)).status).toBe(204);
    });

    it('inside the network is asked only by an installation that is opened there, and refused in words of its own by any other', async () => {
      const openedAt = (publicUrl: string): Context => {
        const { config } = house.ctx;
        return { ...house.ctx, config: { ...config, alertsPrivate: false, http: { ...config.http, publicUrl } } };
      };
      const ours = await here();
      expect(await askDomain(openedAt('http://localhost:3000'), ours)).toBe('here');
      const outside = openedAt('https://39.96.1.2');
      expect(await askDomain(outside, ours)).toBe('private-address');
      await expect(setLinkDomains(outside, world.desk.admin, { active: ours, all: [ours] })).rejects.toThrow('LINK_DOMAIN_PRIVATE');
    });

    it('is an address without a name, a password or a path in it', async () => {
      for (const odd of ['http://admin:secret@zhan.example.cn', 'http://zhan.example.cn/gangbo', 'ftp://zhan.example.cn'])
        expect((await switchTo(odd, true)).status).toBe(400);
    });
  });

  it('tells slides of ordinary screens the same numbers', async () => {
    const [station] = await house.ctx.db.select({ id: stations.id }).from(stations).where(eq(stations.id, world.stationId));
    const readings = await figuresOnGlass(house.ctx, station?.id ?? '', ['headcount', 'people-at-work', 'wall-truth']);
    expect(readings.map(({ key }) => key)).toEqual(['headcount', 'people-at-work', 'wall-truth']);
    expect(await leadersOnGlass(house.ctx, await regionScope(house.ctx.db, city))).toEqual([]);
  });
});
