import { X509Certificate } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Env } from './env.ts';
import { localAuthority } from './tls/local-authority.ts';
import { type Trust, trustRoutes } from './trust.ts';

const noStaff = {
  staff: async () => undefined,
  seeker: async () => undefined,
  screen: async () => undefined,
  guest: async () => undefined,
  token: async () => undefined,
};

function serve(trust: Trust) {
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.set('identify', noStaff);
    await next();
  });
  return app.route('/api/trust', trustRoutes(trust));
}

describe('what a device installs', () => {
  it('is the root whose fingerprint the page shows, in the form its system takes', async () => {
    const names = { addresses: ['192.168.1.20'], hostnames: ['station'] };
    const authority = await localAuthority(mkdtempSync(join(tmpdir(), 'gangbo-trust-')), { now: () => Temporal.Now.instant() }, names);
    const app = serve({ httpsPort: 3443, anchor: () => authority });

    expect(await (await app.request('/api/trust')).json()).toEqual({ httpsPort: 3443, fingerprint: authority.fingerprint });
    const der = await app.request('/api/trust/root.crt');
    expect(der.headers.get('content-type')).toBe('application/x-x509-ca-cert');
    expect(new X509Certificate(Buffer.from(await der.arrayBuffer())).fingerprint256).toBe(authority.fingerprint);
    expect(new X509Certificate(await (await app.request('/api/trust/root.pem')).text()).fingerprint256).toBe(authority.fingerprint);

    const profile = await (await app.request('/api/trust/root.mobileconfig')).text();
    const [, data = ''] = profile.match(/<data>([^<]+)<\/data>/) ?? [];
    expect(new X509Certificate(Buffer.from(data, 'base64')).fingerprint256).toBe(authority.fingerprint);
  });

  it('is nothing where the certificate was declared', async () => {
    const app = serve({ httpsPort: 443, anchor: () => undefined });
    expect(await (await app.request('/api/trust')).json()).toEqual({ httpsPort: 443 });
    expect((await app.request('/api/trust/root.crt')).status).toBe(404);
  });
});
