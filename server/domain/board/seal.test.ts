import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';
import type { Manifest, SignedManifest } from './manifest.ts';
import { succeeds } from './replay.ts';
import { checkSeal, fromBase64Url, sealedText, toBase64Url } from './seal.ts';
import { manifest, row, slide } from './testing/rows.ts';

const pair = generateKeyPairSync('ed25519');
const publicKey = String(pair.publicKey.export({ format: 'jwk' }).x);
const keys = { 'key-1': publicKey };

/** As the server signs: with node's own crypto, so that both sides are held to the standard rather than to each other. */
function seal(unsigned: Manifest): SignedManifest {
  const bytes = Buffer.from(sealedText(unsigned));
  return {
    ...unsigned,
    hash: createHash('sha256').update(bytes).digest('hex'),
    signature: sign(null, bytes, pair.privateKey).toString('base64url'),
  };
}

describe('canonical JSON (RFC 8785)', () => {
  test.each<[string, unknown, string]>([
    [
      'sorts members by UTF-16 code units',
      { '€': 1, '\r': 2, ö: 3, '1': 4, '😀': 5, '\ufb33': 6 },
      '{"\\r":2,"1":4,"ö":3,"€":1,"😀":5,"\ufb33":6}',
    ],
    ['writes numbers as ECMAScript does', [1e30, 4.5, 2e-3, 0.000000001, -0], '[1e+30,4.5,0.002,1e-9,0]'],
    ['escapes no more than it must', 'A\u000f€"/\\\n', '"A\\u000f€\\"/\\\\\\n"'],
    ['leaves out what is absent', { a: undefined, b: null }, '{"b":null}'],
    ['nests', { b: [{ z: 1, a: [] }], a: {} }, '{"a":{},"b":[{"a":[],"z":1}]}'],
  ])('%s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test('has no NaN', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
  });
});

describe('a seal', () => {
  const signed = seal(manifest());

  test('made by the server is sound in the player, after a trip over the wire', () => {
    expect(checkSeal(JSON.parse(JSON.stringify(signed)) as SignedManifest, keys)).toEqual({ sound: true });
  });

  test('breaks when a pay is changed', () => {
    const forged = { ...signed, slides: [slide([row({ pay: { min: 900, max: 900, unit: 'day', negotiable: false } })])] };
    expect(checkSeal(forged, keys)).toEqual({ sound: false, reason: 'HASH_WRONG' });
  });

  test('breaks when the hash is made to match the change', () => {
    const forged = { ...signed, demo: true };
    const hash = createHash('sha256').update(sealedText(forged)).digest('hex');
    expect(checkSeal({ ...forged, hash }, keys)).toEqual({ sound: false, reason: 'SIGNATURE_WRONG' });
  });

  test.each(['', 'AAAA', 'not base64 at all!', signed.signature.slice(0, -4)])('is not fooled by the signature "%s"', (signature) => {
    expect(checkSeal({ ...signed, signature }, keys)).toEqual({ sound: false, reason: 'SIGNATURE_WRONG' });
  });

  test('by somebody else’s key is refused, and so is a key named like a member of Object', () => {
    expect(checkSeal({ ...signed, keyId: 'key-2' }, keys)).toEqual({ sound: false, reason: 'UNKNOWN_KEY' });
    expect(checkSeal({ ...signed, keyId: 'constructor' }, keys)).toEqual({ sound: false, reason: 'UNKNOWN_KEY' });
  });

  test('base64url comes back as it went', () => {
    const bytes = Uint8Array.from({ length: 64 }, (_, i) => (i * 37) % 256);
    expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
  });
});

describe('a manifest with a sound seal', () => {
  const held = { screenId: 's', version: 7, hash: 'h7', issuedAt: '2026-11-21T04:00:00Z', keyId: 'k' };

  test.each([
    ['the next version', { version: 8, hash: 'h8', issuedAt: '2026-11-21T04:01:00Z' }, 'newer'],
    ['the one that is held', {}, 'same'],
    ['last week’s, recorded', { version: 3, hash: 'h3', issuedAt: '2026-11-14T04:00:00Z' }, 'REPLAYED'],
    ['the same number with other content', { hash: 'other' }, 'REPLAYED'],
    ['a higher number issued earlier', { version: 9, hash: 'h9', issuedAt: '2026-11-20T04:00:00Z' }, 'REPLAYED'],
    ['a new key’s first', { version: 1, hash: 'n1', issuedAt: '2026-11-21T05:00:00Z', keyId: 'k2' }, 'newer'],
    ['a new key’s, but older', { version: 1, hash: 'n1', issuedAt: '2026-11-20T05:00:00Z', keyId: 'k2' }, 'REPLAYED'],
    ['another screen’s', { screenId: 't', version: 8, hash: 'h8' }, 'OTHER_SCREEN'],
  ])('%s is %s', (_, facts, verdict) => {
    expect(succeeds(held, { ...held, ...facts }, 's')).toBe(verdict);
  });

  test('is taken by a player that holds none', () => {
    expect(succeeds(undefined, held, 's')).toBe('newer');
  });
});
