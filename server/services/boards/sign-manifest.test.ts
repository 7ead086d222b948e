import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SignedManifest } from '../../domain/board/manifest.ts';
import { checkSeal, sealedText } from '../../domain/board/seal.ts';
import { manifest } from '../../domain/board/testing/rows.ts';
import { openVault } from '../vault.ts';
import { sealManifest, writeContent } from './sign-manifest.ts';

const vault = openVault({ vaultKey: randomBytes(32), signingSeed: randomBytes(32) });

test('what is sent is what the player canonicalises, hashes and verifies', () => {
  const { version, issuedAt, ...content } = manifest({
    keyId: vault.publicKey.id,
    nextShow: { title: '万荣就业直播带岗 "keyId":', startsAt: '2026-11-24T06:30:00Z' },
    takeover: { id: 't', kind: 'notice', message: '"keyId":', startsAt: '2026-11-21T04:00:00Z', endsAt: '2026-11-21T05:00:00Z' },
  });
  const sealed = sealManifest({ vault }, writeContent(content), { version, issuedAt });
  const body = sealed.body.toString();
  const received = JSON.parse(body) as SignedManifest;
  expect(received).toMatchObject({ version, issuedAt, hash: sealed.hash });
  expect(sealedText(received)).toBe(`${body.slice(0, body.indexOf(',"hash":"'))}}`);
  expect(checkSeal(received, { [vault.publicKey.id]: vault.publicKey.raw })).toEqual({ sound: true });
});

test('content is the same whenever it is written', () => {
  const { version: _v, issuedAt: _i, ...content } = manifest();
  const again = { ...content, screen: { ...content.screen } };
  expect(writeContent(again).hash).toBe(writeContent(content).hash);
});
