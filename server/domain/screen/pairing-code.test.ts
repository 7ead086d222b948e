import { expect, test } from 'vitest';
import { pairingCode } from '../../contract/screens.ts';
import { pairingCodeFrom } from './pairing-code.ts';

test('a code can be typed as it is read', () => {
  for (let start = 0; start < 240; start += 6) {
    const code = pairingCodeFrom(Uint8Array.from({ length: 24 }, (_, i) => (start + i * 7) % 256));
    expect(pairingCode.parse(code)).toBe(code);
    expect(code).not.toMatch(/[01OILU]/);
  }
});

test('bytes that would favour some letters are skipped', () => {
  expect(pairingCodeFrom(new Uint8Array(24).fill(255))).toBeUndefined();
  expect(pairingCodeFrom(Uint8Array.of(250, 0, 1, 2, 3, 4, 5))).toBe('234567');
});
