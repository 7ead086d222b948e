/** Bits as ITU-T H.264 §7.2 and §9.1 read and write them. */

export class CutShort extends Error {
  override readonly name = 'CutShort';
}

export class BitReader {
  readonly #data: Buffer;
  #position = 0;

  /** @param data without emulation prevention */
  constructor(data: Buffer) {
    this.#data = data;
  }

  /** @throws CutShort, as everything here does */
  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i += 1) {
      const byte = this.#data[this.#position >> 3];
      if (byte === undefined) throw new CutShort('cut short');
      value = value * 2 + ((byte >> (7 - (this.#position & 7))) & 1);
      this.#position += 1;
    }
    return value;
  }

  /** ue(v), exponential Golomb. */
  unsigned(): number {
    let zeros = 0;
    while (this.read(1) === 0) {
      zeros += 1;
      if (zeros > 31) throw new CutShort('a number of more than 32 bits');
    }
    return 2 ** zeros - 1 + this.read(zeros);
  }

  /** se(v). */
  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? -value / 2 : (value + 1) / 2;
  }
}

export class BitWriter {
  readonly #bits: number[] = [];

  write(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i -= 1) this.#bits.push(Math.floor(value / 2 ** i) % 2);
  }

  /** ue(v) */
  unsigned(value: number): void {
    const length = Math.floor(Math.log2(value + 1));
    this.write(0, length);
    this.write(value + 1, length + 1);
  }

  /** With rbsp_trailing_bits: a one, then zeros to the end of the byte. */
  finish(): Buffer {
    this.#bits.push(1);
    const bytes = Buffer.alloc(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((bit, at) => {
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (bit << (7 - (at & 7)));
    });
    return bytes;
  }
}

/** Removes the 03 of every 00 00 03 (§7.4.1). */
export function withoutEmulationPrevention(data: Buffer): Buffer {
  const out: number[] = [];
  let zeros = 0;
  for (const byte of data) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    out.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(out);
}

/** Puts it there again: no start code can appear within. */
export function withEmulationPrevention(data: Buffer): Buffer {
  const out: number[] = [];
  let zeros = 0;
  for (const byte of data) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3);
      zeros = 0;
    }
    out.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(out);
}
