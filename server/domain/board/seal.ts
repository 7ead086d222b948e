import { hashes, verify } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical.ts';
import type { Manifest, SignedManifest } from './manifest.ts';

// Chromium 87 has no Ed25519 in WebCrypto, and none at all in an insecure context: JavaScript does it everywhere alike.
hashes.sha512 = sha512;

/** The text that is hashed and signed: everything but `hash` and `signature`. */
export function sealedText(manifest: Manifest | SignedManifest): string {
  const { hash: _hash, signature: _signature, ...sealed } = manifest as SignedManifest;
  return canonicalJson(sealed);
}

export type SealVerdict = { sound: true } | { sound: false; reason: 'NOT_A_MANIFEST' | 'UNKNOWN_KEY' | 'HASH_WRONG' | 'SIGNATURE_WRONG' };

/** Public keys (Ed25519, raw 32 bytes, base64url) that a player was given when it was paired, by their id. */
export type TrustedKeys = Readonly<Record<string, string>>;

/** Whether this came from our server, unchanged. Says nothing about its age: see replay.ts. */
export function checkSeal(manifest: SignedManifest, keys: TrustedKeys): SealVerdict {
  if (manifest.format !== 1 || !Array.isArray(manifest.slides)) return { sound: false, reason: 'NOT_A_MANIFEST' };
  const key = Object.hasOwn(keys, manifest.keyId) ? keys[manifest.keyId] : undefined;
  if (key === undefined) return { sound: false, reason: 'UNKNOWN_KEY' };
  const bytes = utf8ToBytes(sealedText(manifest));
  if (bytesToHex(sha256(bytes)) !== manifest.hash) return { sound: false, reason: 'HASH_WRONG' };
  return isSigned(bytes, manifest.signature, key) ? { sound: true } : { sound: false, reason: 'SIGNATURE_WRONG' };
}

function isSigned(bytes: Uint8Array, signature: string, key: string): boolean {
  try {
    return verify(fromBase64Url(signature), bytes, fromBase64Url(key));
  } catch {
    // Wrong length or no point on the curve: as wrong as a wrong signature.
    return false;
  }
}

/** RFC 4648 §5, without padding, without Buffer. */
export function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
