import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Manifest } from '#server/domain/board/manifest.ts';
import { sealedText } from '#server/domain/board/seal.ts';
import { manifest } from '#server/domain/board/testing/rows.ts';
import type { Enrolled } from './enrolment.svelte.ts';
import { Manifests } from './manifests.svelte.ts';

const pair = generateKeyPairSync('ed25519');
const trusted = { [manifest().keyId]: String(pair.publicKey.export({ format: 'jwk' }).x) };
const text = (facts: Partial<Manifest> = {}) => {
  const unsigned = manifest(facts);
  const bytes = Buffer.from(sealedText(unsigned));
  const hash = createHash('sha256').update(bytes).digest('hex');
  return JSON.stringify({ ...unsigned, hash, signature: sign(null, bytes, pair.privateKey).toString('base64url') });
};

beforeEach(() => vi.stubGlobal('document', { fonts: { load: async () => [] } }));
afterEach(() => vi.unstubAllGlobals());

/** A device, and what became of what it received. */
function device() {
  const seen = { taken: [] as number[], kept: [] as string[], said: [] as string[] };
  const is: { enrolled: Enrolled | undefined; bring: () => Promise<void> } = {
    enrolled: { screenId: 'screen-1', trusted },
    bring: async () => {},
  };
  const manifests = new Manifests({
    enrolled: () => is.enrolled,
    recall: async () => {},
    bring: () => is.bring(),
    taken: ({ version }) => seen.taken.push(version),
    keep: async (kept) => void seen.kept.push(kept),
    report: (id, why) => seen.said.push(`${id} ${why}`),
  });
  return { manifests, seen, is };
}

test('a manifest that is sound is taken, and then kept as it was received', async () => {
  const { manifests, seen } = device();
  const received = text();
  expect(await manifests.receive(received)).toBe(true);
  expect([manifests.held?.version, seen.taken, seen.kept]).toEqual([7, [7], [received]]);
});

test('last week’s is refused and told of; what is held stays', async () => {
  const { manifests, seen } = device();
  await manifests.receive(text());
  expect(await manifests.receive(text({ version: 6, issuedAt: '2026-11-14T04:00:00Z' }))).toBe(false);
  expect([manifests.held?.version, seen.said, seen.kept.length]).toEqual([7, ['manifest-6 REPLAYED'], 1]);
});

test('after a cold start the one that was kept is held, and last week’s is refused still', async () => {
  const { manifests, seen } = device();
  expect(await manifests.recall({ manifest: text(), trusted, screenId: 'screen-1' })).toBe(true);
  await manifests.receive(text({ version: 6, issuedAt: '2026-11-14T04:00:00Z' }));
  expect([manifests.held?.version, seen.said]).toEqual([7, ['manifest-6 REPLAYED']]);
  expect(await device().manifests.recall({ manifest: text().replace('搬运工', '老板'), trusted, screenId: 'screen-1' })).toBe(false);
});

test('a credential that goes while pictures are waited for takes the manifest with it', async () => {
  const { manifests, seen, is } = device();
  is.bring = async () => {
    is.enrolled = undefined;
  };
  expect(await manifests.receive(text())).toBe(false);
  expect([manifests.held, seen.taken, seen.kept]).toEqual([undefined, [], []]);
});
