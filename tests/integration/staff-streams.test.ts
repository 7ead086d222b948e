import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { front, httpServer, listen } from '#server/http/front.ts';
import { tellDesks } from '#server/realtime/desk-news.ts';
import { listStaff, revokeGrant } from '#server/services/staff/members.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { httpApp } from '#tests/support/http-app.ts';
import { signedIn } from '#tests/support/staff.ts';

const system = { kind: 'system', name: 'test' } as const;

/** What the studio hears, over real sockets and the real relay. */
describeBothModes('a studio’s stream', (house) => {
  let http: ReturnType<typeof httpApp>;
  let origin: string;
  let close: () => Promise<unknown>;
  beforeAll(async () => {
    http = httpApp(house());
    const untell = await tellDesks(house().ctx, http.hub);
    await house().startBackground();
    const api = getRequestListener(http.app.fetch);
    const nobody = () => ({ address: '192.0.2.1', protocol: 'http' as const, host: 'gangbo.test' });
    const handler = front({ api, fetchApi: http.app.fetch, studio: undefined, signage: undefined, readClient: nobody, saw: () => {} });
    const server = httpServer(handler);
    await listen(server, 0);
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => {
      untell();
      http.close();
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    };
  });
  afterAll(() => close());

  /** Somebody at a browser of their own, with its stream open. */
  async function atTheDesk(role: 'clerk' | 'host') {
    const { username, password, name } = await signedIn(house(), http.app, role);
    const headers = { 'content-type': 'application/json', host: 'gangbo.test' };
    const body = JSON.stringify({ username, password });
    const entered = await http.app.request('http://gangbo.test/api/auth/sign-in/username', { method: 'POST', headers, body });
    const cookie = entered.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const stream = await new Promise<IncomingMessage>((resolve) => get(`${origin}/api/desk/events`, { headers: { cookie } }, resolve));
    let ended = false;
    stream.resume().once('end', () => {
      ended = true;
    });
    const again = async () => (await fetch(`${origin}/api/staff/me`, { headers: { cookie } })).status;
    return { name, cookie, status: stream.statusCode, hasEnded: () => ended, again };
  }

  it('ends when what its reader may do is taken back, and nobody else’s does', async () => {
    const [one, other] = [await atTheDesk('clerk'), await atTheDesk('clerk')];
    expect([one.status, other.status]).toEqual([200, 200]);
    const found = (await listStaff(house().ctx, system)).find((member) => member.name === one.name);
    await revokeGrant(house().ctx, system, found?.grants[0]?.id ?? '');
    await expect.poll(one.hasEnded, { timeout: 5_000 }).toBe(true);
    expect(await one.again()).toBe(403);
    expect(other.hasEnded()).toBe(false);
  });

  it('ends when its reader signs out', async () => {
    const reader = await atTheDesk('host');
    const headers = { cookie: reader.cookie, 'content-type': 'application/json', origin: 'http://gangbo.test', host: 'gangbo.test' };
    const left = await http.app.request('http://gangbo.test/api/auth/sign-out', { method: 'POST', headers, body: '{}' });
    expect(left.status).toBe(200);
    await expect.poll(reader.hasEnded, { timeout: 5_000 }).toBe(true);
    expect(await reader.again()).toBe(401);
  });
});
