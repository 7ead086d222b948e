import { toBase64Url } from '#server/domain/board/seal.ts';

/** A key that this device can use and nobody can copy (WebCrypto, `extractable: false`). */
export function makeDeviceKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}

/** SPKI, base64url. Public halves may always be exported. */
export async function publicKeyOf(keys: CryptoKeyPair): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)));
}

export async function signWith(keys: CryptoKeyPair, text: string): Promise<string> {
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, new TextEncoder().encode(text));
  return toBase64Url(new Uint8Array(signature));
}
