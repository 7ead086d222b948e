/**
 * 统一社会信用代码, GB 32100-2015: 17 characters of registration department, kind, administrative division (GB/T 2260), organisation
 * (GB 11714) and one check character. §4: weights are powers of 3 modulo 31; the check value is 31 − Σ modulo 31.
 */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const bodyLength = 17;

/** Upper case, half width, without the spaces people type for reading. */
export const normaliseUscc = (text: string): string => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();

/** The 18th character for 17 others; `undefined` when one of them is not of the alphabet (no I, O, S, V, Z). */
export function usccCheckCharacter(body: string): string | undefined {
  if (body.length !== bodyLength) return undefined;
  let weight = 1;
  let sum = 0;
  for (const character of body) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31];
}

/** Computed, never trusted. */
export function isUscc(code: string): boolean {
  return code.length === bodyLength + 1 && usccCheckCharacter(code.slice(0, bodyLength)) === code[bodyLength];
}
