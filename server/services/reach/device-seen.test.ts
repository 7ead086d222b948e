import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { isOwnAddress } from './device-seen.ts';

it('takes this machine’s own addresses for no device', () => {
  const own = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  for (const address of ['127.0.0.1', '::1', '', ...own]) expect(isOwnAddress(address)).toBe(true);
  expect(isOwnAddress('198.51.100.7')).toBe(false);
});
