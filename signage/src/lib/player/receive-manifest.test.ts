import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Manifest, SignedManifest } from '#server/domain/board/manifest.ts';
import { sealedText } from '#server/domain/board/seal.ts';
import { manifest } from '#server/domain/board/testing/rows.ts';
import { Health } from './health.ts';
import { recallManifest, receiveManifest } from './receive-manifest.ts';

const pair = generateKeyPairSync('ed25519');
const trusted = { [manifest().keyId]: String(pair.publicKey.export({ format: 'jwk' }).x) };
const sealed = (facts: Partial<Manifest>): SignedManifest => {
  const unsigned = manifest(facts);
  const bytes = Buffer.from(sealedText(unsigned));
  return {
    ...unsigned,
    hash: createHash('sha256').update(bytes).digest('hex'),
    signature: sign(null, bytes, pair.privateKey).toString('base64url'),
  };
};

describe('a manifest that comes', () => {
  const held = sealed({});
  const receive = (next: SignedManifest | string) =>
    receiveManifest(typeof next === 'string' ? next : JSON.stringify(next), {
      held,
      screenId: held.screenId,
      trusted,
      preload: async () => {},
    });
  const newer = (facts: Partial<Manifest> = {}) => sealed({ version: held.version + 1, issuedAt: '2026-11-21T05:00:00Z', ...facts });

  test.each([
    ['is shown when it is whole', () => JSON.stringify(newer()), 'shown'],
    ['stays off the glass when it was changed where it lay', () => JSON.stringify({ ...newer(), demo: true, version: 99 }), 'off'],
    ['stays off another screen’s glass', () => JSON.stringify(sealed({ screenId: 'another' })), 'off'],
    ['is nothing when it cannot be read', () => '{"format":1', 'off'],
  ])('that was kept %s', async (_, text, expected) => {
    const recalled = await recallManifest(text(), { screenId: held.screenId, trusted, preload: async () => {} });
    expect(recalled === undefined ? 'off' : 'shown').toBe(expected);
  });

  test('is taken when it is newer, and is the same when it comes again', async () => {
    const next = newer();
    expect(await receive(next)).toEqual({ kind: 'new', manifest: next });
    expect(await receive(held)).toEqual({ kind: 'same' });
  });

  test.each([
    ['cut short', () => JSON.stringify(held).slice(0, 200), 'UNREADABLE'],
    ['nothing', () => 'null', 'UNREADABLE'],
    ['forged', () => JSON.stringify({ ...newer(), demo: true }), 'HASH_WRONG'],
    ['of last week', () => JSON.stringify(sealed({ version: 3, issuedAt: '2026-11-14T04:00:00Z' })), 'REPLAYED'],
    ['of another screen', () => JSON.stringify(sealed({ version: 9, screenId: 'screen-2' })), 'OTHER_SCREEN'],
  ])('is refused when it is %s', async (_, text, why) => {
    expect(await receive(text())).toMatchObject({ kind: 'refused', why });
  });
});

test('the studio hears of a wrong manifest once, not with every poll', () => {
  const health = new Health();
  expect(health.note('manifest-8', 'ASSET_WRONG')).toBe(true);
  expect(health.note('manifest-8', 'ASSET_WRONG')).toBe(false);
  expect(health.note('manifest-9', 'ASSET_WRONG')).toBe(true);
});
