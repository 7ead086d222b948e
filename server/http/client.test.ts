import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientReader, networkOf } from './client.ts';

const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers: { host: 'gangbo.test', ...headers } }) as unknown as IncomingMessage;
const read = clientReader(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
const address = (peer: string, forwarded?: string) => read(request(peer, forwarded ? { 'x-forwarded-for': forwarded } : {})).address;

describe('who a client is', () => {
  it.each([
    ['nobody’s proxy is believed', '198.51.100.7', '203.0.113.1', '198.51.100.7'],
    ['a declared proxy is', '10.0.0.2', '203.0.113.1', '203.0.113.1'],
    ['what the client wrote itself is not', '10.0.0.2', '127.0.0.1, 1.2.3.4, 203.0.113.1', '203.0.113.1'],
    ['a chain of declared proxies is read through', '127.0.0.1', '9.9.9.9, 203.0.113.1, 10.1.1.1, 10.2.2.2', '203.0.113.1'],
    ['a visitor from inside is the first of the chain', '127.0.0.1', '10.9.9.9, 10.1.1.1', '10.9.9.9'],
    ['a port beside the address is left out', '10.0.0.2', '203.0.113.1:51234', '203.0.113.1'],
    ['also with IPv6', '::ffff:10.0.0.2', '[2001:db8::7]:443', '2001:db8::7'],
    ['a word is no address', '10.0.0.2', 'unknown', '10.0.0.2'],
  ])('%s', (_words, peer, forwarded, expected) => {
    expect(address(peer, forwarded)).toBe(expected);
  });

  it('has the protocol and host that a declared proxy names, and its own otherwise', () => {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'gigs.example.cn' };
    expect(read(request('10.0.0.2', headers))).toMatchObject({ protocol: 'https', host: 'gigs.example.cn' });
    expect(read(request('198.51.100.7', headers))).toMatchObject({ protocol: 'http', host: 'gangbo.test' });
  });
});

describe('whom a limit counts', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '::1'],
    ['', ''],
  ])('%s is %s', (given, counted) => {
    expect(networkOf(given)).toBe(counted);
  });
});
