import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asset, Manifest, SignedManifest } from '#server/domain/board/manifest.ts';
import { sealedText } from '#server/domain/board/seal.ts';
import { manifest } from '#server/domain/board/testing/rows.ts';
import { Health } from './health.ts';
import { loadAssets } from './preload.ts';
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
  const picture = Buffer.from('a picture of the station');
  let server: Server;
  let base: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/hangs.png') return;
      if (request.url === '/busy.png') response.writeHead(503).end();
      else if (request.url === '/picture.png') response.end(picture);
      else response.writeHead(404).end();
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  const held = sealed({});
  const asset = (name: string, facts: Partial<Asset> = {}): Asset => ({
    url: `${base}/${name}`,
    sha256: createHash('sha256').update(picture).digest('hex'),
    bytes: picture.length,
    mediaType: 'image/png',
    width: 1920,
    height: 1080,
    ...facts,
  });
  const receive = (next: SignedManifest | string) =>
    receiveManifest(typeof next === 'string' ? next : JSON.stringify(next), {
      held,
      screenId: held.screenId,
      trusted,
      preload: loadAssets,
    });
  const newer = (assets: Asset[]) => sealed({ version: held.version + 1, issuedAt: '2026-11-21T05:00:00Z', assets });

  test.each([
    ['is shown when it is whole', () => JSON.stringify(newer([asset('picture.png')])), 'shown'],
    ['is shown without a network for its assets', () => JSON.stringify(newer([asset('busy.png')])), 'shown'],
    [
      'stays off the glass with an asset that is not what was signed',
      () => JSON.stringify(newer([asset('picture.png', { bytes: 1 })])),
      'off',
    ],
    ['stays off the glass when it was changed where it lay', () => JSON.stringify({ ...newer([]), demo: true, version: 99 }), 'off'],
    ['stays off another screen’s glass', () => JSON.stringify(sealed({ screenId: 'another' })), 'off'],
    ['is nothing when it cannot be read', () => '{"format":1', 'off'],
  ])('that was kept %s', async (_, text, expected) => {
    const recalled = await recallManifest(text(), { screenId: held.screenId, trusted, preload: loadAssets });
    expect(recalled === undefined ? 'off' : 'shown').toBe(expected);
  });

  test('is taken with assets that are what was signed', async () => {
    const next = newer([asset('picture.png')]);
    expect(await receive(next)).toEqual({ kind: 'new', manifest: next });
    expect(await receive(held)).toEqual({ kind: 'same' });
  });

  test.each([
    ['another picture', () => asset('picture.png', { sha256: 'ab'.repeat(32) })],
    ['a longer one', () => asset('picture.png', { bytes: 3 })],
    ['none', () => asset('gone.png')],
  ])('is refused, and says so, when there is %s where an asset should be', async (_, wrong) => {
    expect(await receive(newer([wrong()]))).toMatchObject({
      kind: 'refused',
      version: held.version + 1,
      why: expect.stringMatching(/^ASSET_WRONG http/),
    });
  });

  test('is neither taken nor refused while the server is only busy: it is asked again', async () => {
    await expect(receive(newer([asset('busy.png')]))).rejects.toThrow(TypeError);
  });

  test('is given up, and asked for again, when an asset never comes', async () => {
    await expect(loadAssets({ assets: [asset('picture.png'), asset('hangs.png')] }, 50)).rejects.toMatchObject({ name: 'AbortError' });
  });

  test.each([
    ['cut short', () => JSON.stringify(held).slice(0, 200), 'UNREADABLE'],
    ['nothing', () => 'null', 'UNREADABLE'],
    ['forged', () => JSON.stringify({ ...newer([]), demo: true }), 'HASH_WRONG'],
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
