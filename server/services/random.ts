import { randomBytes } from 'node:crypto';

export interface Random {
  /** UUID version 7 (RFC 9562): later ones sort after earlier ones of the same process. */
  id(): string;
  bytes(length: number): Uint8Array;
  /** Decimal digits, each equally likely: one-time codes. */
  digits(length: number): string;
}

export const systemRandom: Random = randomFrom({ bytes: randomBytes, nowMs: Date.now });

export function randomFrom(source: { bytes: (length: number) => Uint8Array; nowMs: () => number }): Random {
  let lastMs = 0;
  let counter = 0;
  return {
    id() {
      const nowMs = source.nowMs();
      if (nowMs > lastMs) {
        lastMs = nowMs;
        counter = 0;
      } else {
        // RFC 9562 §6.2, method 1: a counter in rand_a; when its 12 bits are used up, borrow a millisecond from the future.
        counter += 1;
        if (counter > 0xfff) {
          lastMs += 1;
          counter = 0;
        }
      }
      return uuidv7(lastMs, counter, source.bytes(8));
    },
    bytes: (length) => source.bytes(length),
    digits(length) {
      let text = '';
      while (text.length < length) {
        // 250 is the largest multiple of 10 in a byte: what lies above would favour the small digits.
        for (const byte of source.bytes(length * 2)) if (byte < 250 && text.length < length) text += String(byte % 10);
      }
      return text;
    },
  };
}

function uuidv7(ms: number, counter: number, tail: Uint8Array): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const time = hex(ms, 12);
  const variant = hex(0x80 | ((tail[0] ?? 0) & 0x3f), 2) + hex(tail[1] ?? 0, 2);
  const rest = [...tail.subarray(2)].map((byte) => hex(byte, 2)).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(counter, 3)}-${variant}-${rest}`;
}
