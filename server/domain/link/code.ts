/**
 * The code of a short link, as it stands in a QR and as people read it aloud: seven random characters of Crockford's base32 and
 * one check character. Reading forgives case, spaces, dashes and look-alikes (o = 0, i = l = 1); writing never uses them.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const linkCodeLength = 8;
const payloadLength = linkCodeLength - 1;

/** Bytes of randomness that {@link linkCodeFrom} wants: 35 bits lie in 5. */
export const linkCodeBytes = 5;

/** @param random at least {@link linkCodeBytes} bytes */
export function linkCodeFrom(random: Uint8Array): string {
  if (random.length < linkCodeBytes) throw new RangeError(`a link code needs ${linkCodeBytes} random bytes`);
  const digits: number[] = [];
  let held = 0;
  let bits = 0;
  for (const byte of random) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5 && digits.length < payloadLength) {
      bits -= 5;
      digits.push((held >> bits) & 31);
    }
  }
  return write([...digits, checkOf(digits)]);
}

/** The code as it is stored, or `undefined` for what no link can be: wrong length, foreign characters, a check that fails. */
export function readLinkCode(typed: string): string | undefined {
  const characters = typed.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  if (characters.length !== linkCodeLength) return undefined;
  const digits = [...characters].map((character) => alphabet.indexOf(character));
  if (digits.includes(-1)) return undefined;
  return digits[payloadLength] === checkOf(digits.slice(0, payloadLength)) ? write(digits) : undefined;
}

function write(digits: readonly number[]): string {
  return digits.map((digit) => alphabet.charAt(digit)).join('');
}

/**
 * A weighted sum in GF(32), the weights being powers of a generator: every single wrong character and every exchange of two
 * characters changes it, which a plain sum modulo 32 would not promise.
 */
function checkOf(digits: readonly number[]): number {
  let weight = 1;
  let sum = 0;
  for (const digit of digits) {
    weight = multiply(weight, 2);
    sum ^= multiply(weight, digit);
  }
  return sum;
}

/** GF(2^5) with the primitive polynomial x^5 + x^2 + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit++) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 8; bit >= 5; bit--) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5);
  return product;
}
