import { createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { maskPhone, openVault, VaultError } from './vault.ts';

const vault = openVault({ vaultKey: Buffer.alloc(32, 1), signingSeed: Buffer.alloc(32, 2) });
const other = openVault({ vaultKey: Buffer.alloc(32, 3), signingSeed: Buffer.alloc(32, 4) });

test('what was sealed opens again, and never looks the same twice', () => {
  const sealed = vault.seal('13800000009');
  expect(vault.open(sealed)).toBe('13800000009');
  expect(vault.seal('13800000009')).not.toBe(sealed);
  expect(sealed).not.toContain('1380');
  expect(vault.open(vault.seal(''))).toBe('');
  expect(vault.open(vault.seal('招聘电话：１３８ 🎉'))).toBe('招聘电话：１３８ 🎉');
});

test('another key, a changed byte, a cut end and plain text don’t open', () => {
  const sealed = vault.seal('13800000009');
  const changed = sealed.slice(0, 12) + (sealed[12] === 'A' ? 'B' : 'A') + sealed.slice(13);
  for (const wrong of [changed, sealed.slice(0, -4), '', 'v1.', '13800000009', sealed.replace('v1.', 'v2.')])
    expect(() => vault.open(wrong)).toThrow(VaultError);
  expect(() => other.open(sealed)).toThrow(VaultError);
});

test('a fingerprint finds the same text again, and only with the same key', () => {
  expect(vault.fingerprint('phone:13800000009')).toBe(vault.fingerprint('phone:13800000009'));
  expect(vault.fingerprint('phone:13800000009')).not.toBe(vault.fingerprint('phone:13800000008'));
  expect(vault.fingerprint('phone:13800000009')).not.toBe(other.fingerprint('phone:13800000009'));
  expect(vault.keyId).not.toBe(other.keyId);
});

test('signatures are Ed25519 of RFC 8032: the first test vector', () => {
  const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
  const rfc = openVault({ vaultKey: Buffer.alloc(32), signingSeed: seed });
  expect(Buffer.from(rfc.publicKey.raw, 'base64url').toString('hex')).toBe(
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  );
  expect(Buffer.from(rfc.sign(new Uint8Array())).toString('hex')).toBe(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  );
});

test('a signature holds for its message alone', () => {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: vault.publicKey.raw }, format: 'jwk' });
  const signature = vault.sign(Buffer.from('manifest 7'));
  expect(verify(null, Buffer.from('manifest 7'), key, signature)).toBe(true);
  expect(verify(null, Buffer.from('manifest 8'), key, signature)).toBe(false);
});

test('a masked number keeps its ends', () => {
  expect(maskPhone('13800000009')).toBe('138****0009');
  expect(maskPhone('021-5555 5678')).toBe('021****5678');
  expect(maskPhone('12333')).toBe('****');
});
