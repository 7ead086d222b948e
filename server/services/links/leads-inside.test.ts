import { expect, test } from 'vitest';
import { leadsInside } from './leads-inside.ts';

const known: Record<string, string[]> = {
  'gangbo.intra': ['10.1.2.3'],
  'gangbo.example.cn': ['39.96.1.2'],
  'both.example.cn': ['39.96.1.2', 'fd00::2'],
};
const resolve = async (host: string) => {
  const addresses = known[host] ?? [];
  if (addresses.length === 0) throw Object.assign(new Error('nobody knows'), { code: 'ENOTFOUND' });
  return addresses.map((address) => ({ address }));
};

test.each([
  ['http://gangbo.intra:3000', true],
  ['https://gangbo.example.cn', false],
  ['https://both.example.cn', true],
  ['https://unknown.example.cn', false],
])('%s leads into the network: %s', async (url, inside) => {
  expect(await leadsInside(url, resolve)).toBe(inside);
});

test.each([
  ['http://192.168.1.20:3000', true],
  ['http://[fd00::2]:3000', true],
  ['http://localhost:3000', true],
  ['https://39.96.1.2', false],
])('%s, which needs nobody to be asked, leads into the network: %s', async (url, inside) => {
  expect(await leadsInside(url)).toBe(inside);
});
