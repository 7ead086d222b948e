/** Action Message Format 0: as much of it as RTMP's commands need. */
export type AmfValue = number | boolean | string | null | { readonly [name: string]: AmfValue };

const NUMBER = 0;
const BOOLEAN = 1;
const STRING = 2;
const OBJECT = 3;
const NULL = 5;
const UNDEFINED = 6;
const ECMA_ARRAY = 8;
const END = 9;
const STRICT_ARRAY = 10;
const DATE = 11;
const LONG_STRING = 12;
/** Nobody nests deeper in an answer; a peer that does wants the stack. */
const DEEPEST = 8;

export class BrokenAmf extends Error {
  constructor() {
    super('AMF0 that is not readable');
    this.name = 'BrokenAmf';
  }
}

export function writeAmf(...values: AmfValue[]): Buffer {
  return Buffer.concat(values.map(writeValue));
}

function writeValue(value: AmfValue): Buffer {
  if (value === null) return Buffer.of(NULL);
  switch (typeof value) {
    case 'number': {
      const out = Buffer.alloc(9);
      out.writeUInt8(NUMBER, 0);
      out.writeDoubleBE(value, 1);
      return out;
    }
    case 'boolean':
      return Buffer.of(BOOLEAN, value ? 1 : 0);
    case 'string':
      return Buffer.concat([Buffer.of(STRING), name(value)]);
    default:
      return Buffer.concat([
        Buffer.of(OBJECT),
        ...Object.entries(value).flatMap(([key, inner]) => [name(key), writeValue(inner)]),
        Buffer.of(0, 0, END),
      ]);
  }
}

function name(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length, 0);
  return Buffer.concat([length, bytes]);
}

/** @throws BrokenAmf */
export function readAmf(bytes: Buffer): AmfValue[] {
  const reader = new Reader(bytes);
  const values: AmfValue[] = [];
  try {
    while (!reader.isAtEnd) values.push(reader.value(0));
  } catch (error) {
    if (error instanceof RangeError) throw new BrokenAmf();
    throw error;
  }
  return values;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  value(depth: number): AmfValue {
    if (depth > DEEPEST) throw new BrokenAmf();
    const type = this.#take(1).readUInt8(0);
    switch (type) {
      case NUMBER:
        return this.#take(8).readDoubleBE(0);
      case BOOLEAN:
        return this.#take(1).readUInt8(0) !== 0;
      case STRING:
        return this.#text(2);
      case LONG_STRING:
        return this.#text(4);
      case NULL:
      case UNDEFINED:
        return null;
      case ECMA_ARRAY:
        this.#take(4);
        return this.#object(depth);
      case OBJECT:
        return this.#object(depth);
      case STRICT_ARRAY: {
        const count = this.#take(4).readUInt32BE(0);
        const items: Record<string, AmfValue> = {};
        for (let index = 0; index < count; index += 1) items[index] = this.value(depth + 1);
        return items;
      }
      case DATE:
        return this.#take(10).readDoubleBE(0);
      default:
        throw new BrokenAmf();
    }
  }

  #object(depth: number): AmfValue {
    const found = new Map<string, AmfValue>();
    for (;;) {
      const key = this.#text(2);
      if (key === '' && this.#bytes[this.#at] === END) {
        this.#at += 1;
        return Object.fromEntries(found);
      }
      found.set(key, this.value(depth + 1));
    }
  }

  #text(lengthBytes: 2 | 4): string {
    const length = this.#take(lengthBytes).readUIntBE(0, lengthBytes);
    return this.#take(length).toString('utf8');
  }

  #take(count: number): Buffer {
    if (this.#at + count > this.#bytes.length) throw new BrokenAmf();
    const taken = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += count;
    return taken;
  }
}
