import { createHash } from 'node:crypto';
import type { Random } from '../random.ts';

/** SHA-256 is enough for a token of 256 random bits: there is nothing to guess. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A bearer token of 32 random bytes (base64url) and the hash that is stored instead of it. */
export function newToken(random: Random): { token: string; tokenHash: string } {
  const token = Buffer.from(random.bytes(32)).toString('base64url');
  return { token, tokenHash: hashToken(token) };
}
