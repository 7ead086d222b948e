/** RTMP 1.0 §5.3: messages are cut into chunks, so that a long picture doesn't hold up sound. */

export interface Message {
  readonly type: number;
  readonly stream: number;
  /** ms */
  readonly timestamp: number;
  readonly payload: Buffer;
}

/** Nothing that a platform answers is longer; one that announces more wants our memory. */
const LONGEST_ANSWER = 1 << 20;
const EXTENDED = 0xffffff;
const DEFAULT_CHUNK = 128;

export class BrokenChunks extends Error {
  constructor(what: string) {
    super(`RTMP: ${what}`);
    this.name = 'BrokenChunks';
  }
}

/** One message as bytes, with a full header: 12 bytes more a message, and nothing to remember. @param chunkStream 3–63 */
export function writeMessage(message: Message, { chunkStream, chunkSize }: { chunkStream: number; chunkSize: number }): Buffer {
  const { payload, timestamp } = message;
  const isExtended = timestamp >= EXTENDED;
  const header = Buffer.alloc(12);
  header.writeUInt8(chunkStream, 0);
  header.writeUIntBE(isExtended ? EXTENDED : timestamp, 1, 3);
  header.writeUIntBE(payload.length, 4, 3);
  header.writeUInt8(message.type, 7);
  header.writeUInt32LE(message.stream, 8);
  const extended = Buffer.alloc(isExtended ? 4 : 0);
  if (isExtended) extended.writeUInt32BE(timestamp >>> 0, 0);
  const pieces = [header, extended, payload.subarray(0, chunkSize)];
  for (let at = chunkSize; at < payload.length; at += chunkSize) {
    // A show may last longer than the 4.6 h of 24 bits: a continued chunk then repeats the whole timestamp.
    pieces.push(Buffer.of(0xc0 | chunkStream), extended, payload.subarray(at, at + chunkSize));
  }
  return Buffer.concat(pieces);
}

interface Channel {
  timestamp: number;
  delta: number;
  length: number;
  type: number;
  stream: number;
  isExtended: boolean;
  pieces: Buffer[];
  have: number;
}

/** Puts a peer's chunks together. Fed with whatever came; gives back whole messages. */
export class ChunkReader {
  readonly #channels = new Map<number, Channel>();
  #chunkSize = DEFAULT_CHUNK;
  #rest = Buffer.alloc(0);

  /** @throws BrokenChunks */
  setChunkSize(bytes: number): void {
    if (bytes < 1 || bytes > LONGEST_ANSWER) throw new BrokenChunks(`chunk size ${bytes}`);
    this.#chunkSize = bytes;
  }

  /** Each message is taken before the next is read: it may change the size of the chunks that follow. @throws BrokenChunks */
  push(bytes: Buffer, take: (message: Message) => void): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const read = this.#chunk(this.#rest);
      if (!read) return;
      this.#rest = this.#rest.subarray(read.size);
      if (read.message) take(read.message);
    }
  }

  #chunk(data: Buffer): { size: number; message: Message | undefined } | undefined {
    const basic = data[0];
    if (basic === undefined) return undefined;
    const format = basic >> 6;
    const small = basic & 0x3f;
    const idBytes = small === 0 ? 2 : small === 1 ? 3 : 1;
    const headerBytes = [11, 7, 3, 0][format] ?? 0;
    if (data.length < idBytes + headerBytes) return undefined;
    const id = small === 0 ? 64 + data.readUInt8(1) : small === 1 ? 64 + data.readUInt16LE(1) : small;
    const known = this.#channels.get(id);
    if (!known && format !== 0) throw new BrokenChunks(`chunk stream ${id} continues nothing`);
    const channel: Channel = known ?? { timestamp: 0, delta: 0, length: 0, type: 0, stream: 0, isExtended: false, pieces: [], have: 0 };

    const field = headerBytes >= 3 ? data.readUIntBE(idBytes, 3) : undefined;
    const isExtended = field === undefined ? channel.isExtended : field === EXTENDED;
    const headEnd = idBytes + headerBytes + (isExtended ? 4 : 0);
    const length = headerBytes >= 7 ? data.readUIntBE(idBytes + 3, 3) : channel.length;
    if (length > LONGEST_ANSWER) throw new BrokenChunks(`message of ${length} bytes`);
    const take = Math.min(this.#chunkSize, length - channel.have);
    if (data.length < headEnd + take) return undefined;

    const time = field === undefined ? undefined : isExtended ? data.readUInt32BE(idBytes + headerBytes) : field;
    if (format === 0) channel.timestamp = time ?? 0;
    else if (time !== undefined) channel.delta = time;
    if (format !== 0 && channel.have === 0) channel.timestamp += channel.delta;
    channel.isExtended = isExtended;
    channel.length = length;
    if (headerBytes >= 7) channel.type = data.readUInt8(idBytes + 6);
    if (format === 0) channel.stream = data.readUInt32LE(idBytes + 7);
    channel.pieces.push(Buffer.from(data.subarray(headEnd, headEnd + take)));
    channel.have += take;
    this.#channels.set(id, channel);
    if (channel.have < channel.length) return { size: headEnd + take, message: undefined };
    const { type, stream, timestamp } = channel;
    const message = { type, stream, timestamp, payload: Buffer.concat(channel.pieces) };
    channel.pieces = [];
    channel.have = 0;
    return { size: headEnd + take, message };
  }
}
