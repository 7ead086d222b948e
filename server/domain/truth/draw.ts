import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Postings that a week's sample rings up. */
export const sampleSize = 20;

/**
 * A simple random sample without replacement: every posting that was shown is equally likely, however often and on however many screens it
 * was. Ordered by SHA-256 of seed and id, the first are the sample: whoever has the seed and the list draws the same again, in any language.
 */
export function drawSample(seed: string, population: readonly string[], size = sampleSize): string[] {
  return [...new Set(population)]
    .map((id) => ({ id, rank: bytesToHex(sha256(utf8ToBytes(`${seed}:${id}`))) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, size)
    .map(({ id }) => id);
}
