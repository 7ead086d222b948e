import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { PostingFacts } from '../posting/facts.ts';
import { keyOf } from './text/clean-text.ts';

/**
 * What makes two rows the same offer: who, what, where, when, for how much, and whom to ring. Headcount, conditions
 * and validity are left out, so that a row sent again with a new date renews its posting instead of doubling it.
 * Keyed (HMAC-SHA-256), because it covers phone numbers, which a bare hash would let anybody try out.
 */
export function fingerprintOf(facts: PostingFacts, key: Uint8Array): string {
  const { pay, shift } = facts;
  const parts = [
    keyOf(facts.employer ?? ''),
    keyOf(facts.trade),
    keyOf(facts.place ?? ''),
    shift.start ? `${shift.start}-${shift.end ?? ''}` : keyOf(shift.text),
    [pay.min ?? '', pay.max ?? '', pay.unit ?? '', pay.negotiable].join(':'),
    [...facts.phones].sort().join(','),
  ];
  return bytesToHex(hmac(sha256, key, utf8ToBytes(parts.join('\u001f')))).slice(0, 40);
}
