/** No 0 O 1 I L U: read across a hall, said over a telephone. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const pairingCodeLength = 6;
export const pairingCodeLivesMinutes = 10;
/** Random bytes that a code needs at most; those at or above 240 would favour the first letters and are skipped. */
export const pairingCodeBytes = 24;

/** `undefined` when chance skipped too many bytes: draw again. */
export function pairingCodeFrom(bytes: Uint8Array): string | undefined {
  let code = '';
  for (const byte of bytes) {
    if (byte >= 240) continue;
    code += alphabet[byte % alphabet.length];
    if (code.length === pairingCodeLength) return code;
  }
  return undefined;
}
