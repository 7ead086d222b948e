import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, onTestFinished } from 'vitest';
import { certifiedNames } from './addresses.ts';
import { issueLeaf } from './issue.ts';
import { localAuthority } from './local-authority.ts';

const names = { addresses: ['127.0.0.1', '192.168.1.20', 'fd00::2'], hostnames: ['localhost', 'station', 'station.local'] };
const at = (time: string) => ({ now: () => Temporal.Instant.from(time) });
const today = { now: () => Temporal.Now.instant() };
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'gangbo-tls-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** What a client that trusts `rootPem` alone makes of a server with this certificate. */
async function shakeHands(tls: { cert: string; key: string; rootPem: string }, servername: string): Promise<string> {
  const server = createServer({ cert: tls.cert, key: tls.key });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', ca: tls.rootPem, ...(servername.includes('.1') ? {} : { servername }) }, () => {
        resolve('trusted');
        socket.destroy();
      });
      socket.on('error', (error) => resolve(error.message));
    });
  } finally {
    server.close();
  }
}

describe('the local authority', () => {
  it('certifies this machine for whoever has installed its root', async () => {
    const authority = await localAuthority(folder(), today, names);
    expect(await shakeHands(authority, '127.0.0.1')).toBe('trusted');
    expect(await shakeHands(authority, 'station.local')).toBe('trusted');
    expect(await shakeHands(authority, 'example.com')).toMatch(/does not match/);
    expect(authority.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it('keeps its keys to itself', async () => {
    const dataDir = folder();
    await localAuthority(dataDir, today, names);
    const modes = readdirSync(join(dataDir, 'tls')).map((file) => statSync(join(dataDir, 'tls', file)).mode & 0o777);
    expect(modes).toEqual(modes.map(() => 0o600));
    expect(modes).toHaveLength(5);
    expect(statSync(join(dataDir, 'tls')).mode & 0o777).toBe(0o700);
  });

  it('can be no authority for a public site, whoever steals its key', async () => {
    const dataDir = folder();
    const { rootPem } = await localAuthority(dataDir, today, names);
    const key = execFileSync('cat', [join(dataDir, 'tls', 'root.key')], { encoding: 'utf8' });
    const forged = await issueLeaf({
      now: today.now(),
      root: { cert: rootPem, key },
      names: { addresses: ['8.8.8.8'], hostnames: ['bank.example.com'] },
    });
    const files = { root: join(dataDir, 'r.pem'), leaf: join(dataDir, 'l.pem') };
    writeFileSync(files.root, rootPem);
    writeFileSync(files.leaf, forged.cert);
    const verify = () => execFileSync('openssl', ['verify', '-CAfile', files.root, files.leaf], { encoding: 'utf8', stdio: 'pipe' });
    expect(verify).toThrow(/permitted subtree violation/);
  });

  it('is the same after a restart', async () => {
    const dataDir = folder();
    const first = await localAuthority(dataDir, at('2026-03-01T00:00:00Z'), names);
    const second = await localAuthority(dataDir, at('2026-03-02T00:00:00Z'), names);
    expect(second).toMatchObject({ cert: first.cert, rootPem: first.rootPem, renewed: false, rootRenewed: false });
  });

  it('issues anew for a new address and under the same root', async () => {
    const dataDir = folder();
    const first = await localAuthority(dataDir, today, names);
    const moved = await localAuthority(dataDir, today, { ...names, addresses: ['127.0.0.1', '10.3.0.9'] });
    expect(moved).toMatchObject({ renewed: true, rootRenewed: false, rootPem: first.rootPem });
    expect(await shakeHands(moved, 'station')).toBe('trusted');
  });

  it('issues anew a month before the end, and never for longer than browsers take', async () => {
    const dataDir = folder();
    const first = await localAuthority(dataDir, at('2026-03-01T00:00:00Z'), names);
    expect(first.expiresAt.since(at('2026-03-01T00:00:00Z').now().subtract({ hours: 720 })).total('hours')).toBeLessThanOrEqual(397 * 24);
    const early = await localAuthority(dataDir, at('2027-01-20T00:00:00Z'), names);
    const late = await localAuthority(dataDir, at('2027-02-10T00:00:00Z'), names);
    expect([early.renewed, late.renewed, late.rootRenewed]).toEqual([false, true, false]);
  });

  it('makes a new root where the old one may not certify: on another public address', async () => {
    const dataDir = folder();
    const first = await localAuthority(dataDir, today, { ...names, addresses: ['203.0.113.7'] });
    const moved = await localAuthority(dataDir, today, { ...names, addresses: ['203.0.113.8'] });
    expect([first.rootRenewed, moved.rootRenewed]).toEqual([true, true]);
  });
});

describe('the names that are certified', () => {
  it('are all addresses of the machine, its name, and what PUBLIC_URL says', () => {
    const interfaces = {
      lo: [{ address: '127.0.0.1', family: 'IPv4', internal: true }],
      eth0: [
        { address: '192.168.1.20', family: 'IPv4', internal: false },
        { address: 'fe80::1', family: 'IPv6', internal: false },
      ],
    };
    expect(certifiedNames({ publicUrl: 'https://jobs.example.cn', interfaces, host: 'Station.lan' })).toEqual({
      addresses: ['127.0.0.1', '192.168.1.20', '::1'],
      hostnames: ['jobs.example.cn', 'localhost', 'station', 'station.local'],
    });
    expect(certifiedNames({ publicUrl: 'http://[fd00::2]:3000', interfaces, host: '' })).toMatchObject({
      addresses: ['127.0.0.1', '192.168.1.20', '::1', 'fd00::2'],
      hostnames: ['localhost'],
    });
  });
});
