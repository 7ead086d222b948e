import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign as signBytes,
} from 'node:crypto';

export interface Vault {
  /** AES-256-GCM under a fresh nonce; text for a column. */
  seal(text: string): string;
  /** @throws VaultError when it was sealed with another key, or changed since */
  open(sealed: string): string;
  /** Keyed, the same for the same text: finds a phone number or a posting without storing what could be guessed from its hash. */
  fingerprint(text: string): string;
  /** Ed25519, for manifests. */
  sign(message: Uint8Array): Uint8Array;
  readonly publicKey: {
    /** 32 bytes as in RFC 8032, base64url: what a screen pins. */
    readonly raw: string;
    /** Which key it is: the first half of its SHA-256. */
    readonly id: string;
  };
  /** Tells one vault key from another without telling the key. */
  readonly keyId: string;
}

export class VaultError extends Error {
  constructor() {
    super('sealed text does not open: another key, or changed since · 密文打不开：密钥不符，或内容被改动');
    this.name = 'VaultError';
  }
}

const scheme = 'v1';
const nonceBytes = 12;
const tagBytes = 16;

/** Both keys are 32 bytes; each purpose gets a key of its own derived from the vault's. */
export function openVault(keys: { vaultKey: Uint8Array; signingSeed: Uint8Array }): Vault {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', keys.vaultKey, 'gangbo', purpose, 32));
  const sealingKey = derive('seal');
  const fingerprintKey = derive('fingerprint');
  const signingKey = privateKeyFrom(keys.signingSeed);
  const publicKey = rawPublicKey(signingKey);
  const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest('base64url');
  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${scheme}.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')}`;
    },
    open(sealed) {
      const [found, packed] = sealed.split('.');
      const all = Buffer.from(packed ?? '', 'base64url');
      if (found !== scheme || all.length < nonceBytes + tagBytes) throw new VaultError();
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, all.subarray(0, nonceBytes), { authTagLength: tagBytes });
      decipher.setAuthTag(all.subarray(-tagBytes));
      try {
        return decipher.update(all.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new VaultError();
      }
    },
    fingerprint: (text) => hmac(fingerprintKey, text),
    sign: (message) => signBytes(null, message, signingKey),
    publicKey: { raw: publicKey.toString('base64url'), id: hmac(publicKey, 'id').slice(0, 16) },
    keyId: hmac(derive('id'), 'id').slice(0, 16),
  };
}

/** `138****0009`, `021-****5678`: the ends that a clerk compares, never the middle. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '');
  if (digits.length < 7) return '****';
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

/** RFC 8410 §7: the DER wrapping of a bare 32-byte seed, which is all that Node doesn't import by itself. */
function privateKeyFrom(seed: Uint8Array): KeyObject {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
}

function rawPublicKey(signingKey: KeyObject): Buffer {
  return createPublicKey(signingKey).export({ format: 'der', type: 'spki' }).subarray(-32);
}
