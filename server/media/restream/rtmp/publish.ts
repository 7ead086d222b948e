import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type AmfValue, BrokenAmf, readAmf, writeAmf } from './amf0.ts';
import { BrokenChunks, ChunkReader, type Message, writeMessage } from './chunks.ts';

/** Why a platform does not take the show. */
export type RtmpTrouble = 'refused' | 'dropped' | 'stalled' | 'protocol';

export class RtmpError extends Error {
  readonly trouble: RtmpTrouble;
  /** What the platform said, for people; never holds the key. */
  readonly said: string;

  constructor(trouble: RtmpTrouble, said = '') {
    super(`RTMP ${trouble}: ${said}`);
    this.name = 'RtmpError';
    this.trouble = trouble;
    this.said = said;
  }
}

export interface RtmpPlace {
  /** `rtmp://host:port/app`, as the platform gave it. */
  readonly tcUrl: string;
  readonly app: string;
  readonly key: string;
}

const CHUNK_SIZE = 4096;
const ANSWER_WITHIN_MS = 10_000;
const HANDSHAKE = 1536;

const SET_CHUNK_SIZE = 1;
const ACKNOWLEDGEMENT = 3;
const USER_CONTROL = 4;
const WINDOW = 5;
const PEER_BANDWIDTH = 6;
const DATA = 18;
const COMMAND = 20;
const PING = 6;
const PONG = 7;

/** Chunk streams: control, commands, media. */
const CONTROL = 2;
const COMMANDS = 3;
const MEDIA = 6;

interface Command {
  readonly name: string;
  readonly transaction: number;
  readonly info: AmfValue;
}

/**
 * A publisher of RTMP (Adobe's RTMP 1.0, with FMLE's commands as OBS speaks them), over a socket that somebody else has opened. Written here
 * because the alternative is FFmpeg's protocol in a process of its own: see docs/adr/0014-restream-in-process.md.
 */
export class RtmpPublisher {
  readonly #socket: Duplex;
  readonly #place: RtmpPlace;
  readonly #reader = new ChunkReader();
  readonly #waiting = new Set<{
    wanted: (command: Command) => boolean;
    resolve: (command: Command) => void;
    reject: (error: Error) => void;
  }>();
  readonly #closed: (error: RtmpError) => void;
  #handshake: Buffer | undefined = Buffer.alloc(0);
  #shaken: (() => void) | undefined;
  #stream = 0;
  #received = 0;
  #acknowledged = 0;
  #window = 2_500_000;
  #over: RtmpError | undefined;

  private constructor(socket: Duplex, place: RtmpPlace, closed: (error: RtmpError) => void) {
    this.#socket = socket;
    this.#place = place;
    this.#closed = closed;
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
    socket.on('error', (error: Error) => this.#end(new RtmpError('dropped', wordsOf(error))));
    for (const gone of ['end', 'close']) socket.on(gone, () => this.#end(new RtmpError('dropped')));
  }

  /** Until the platform says that it takes the stream. @param closed called once when it ends. @throws RtmpError */
  static async open(socket: Duplex, place: RtmpPlace, closed: (error: RtmpError) => void): Promise<RtmpPublisher> {
    const publisher = new RtmpPublisher(socket, place, closed);
    const patience = setTimeout(() => publisher.#end(new RtmpError('stalled')), ANSWER_WITHIN_MS);
    try {
      await publisher.#shake();
      await publisher.#publish();
      return publisher;
    } catch (error) {
      publisher.close();
      throw error;
    } finally {
      clearTimeout(patience);
    }
  }

  /** Bytes that the socket still holds. */
  get queued(): number {
    return this.#socket.writableLength;
  }

  data(...values: AmfValue[]): void {
    this.#send({ type: DATA, stream: this.#stream, timestamp: 0, payload: writeAmf(...values) }, MEDIA);
  }

  /** @param timestamp ms, never backwards. @returns how many bytes it takes on the wire */
  media(type: number, timestamp: number, payload: Buffer): number {
    return this.#send({ type, stream: this.#stream, timestamp, payload }, MEDIA);
  }

  close(): void {
    if (!this.#over && this.#stream > 0) {
      const { key } = this.#place;
      this.#command(0, 'FCUnpublish', 0, null, key);
      this.#command(0, 'deleteStream', 0, null, this.#stream);
    }
    this.#over ??= new RtmpError('dropped');
    this.#socket.end();
    // A platform that has stopped reading never lets an end through.
    setTimeout(() => this.#socket.destroy(), 500).unref();
  }

  /** Broken off at once: what is queued is lost. */
  abort(trouble: RtmpTrouble): void {
    this.#end(new RtmpError(trouble));
  }

  async #shake(): Promise<void> {
    // The plain handshake: digests are for Flash players that check their server.
    const c1 = Buffer.concat([Buffer.alloc(8), randomBytes(HANDSHAKE - 8)]);
    const shaken = new Promise<void>((resolve, reject) => {
      this.#shaken = resolve;
      this.#waiting.add({ wanted: () => false, resolve: () => {}, reject });
    });
    this.#socket.write(Buffer.concat([Buffer.of(3), c1]));
    await shaken;
    this.#waiting.clear();
  }

  async #publish(): Promise<void> {
    const { app, tcUrl, key } = this.#place;
    const size = Buffer.alloc(4);
    size.writeUInt32BE(CHUNK_SIZE, 0);
    this.#write(
      writeMessage({ type: SET_CHUNK_SIZE, stream: 0, timestamp: 0, payload: size }, { chunkStream: CONTROL, chunkSize: CHUNK_SIZE }),
    );
    await this.#asked(1, 'connect', { app, type: 'nonprivate', flashVer: 'FMLE/3.0 (compatible; gangbo)', tcUrl });
    this.#command(0, 'releaseStream', 2, null, key);
    this.#command(0, 'FCPublish', 3, null, key);
    const created = await this.#asked(4, 'createStream', null);
    if (typeof created.info !== 'number') throw new RtmpError('protocol', 'createStream');
    this.#stream = created.info;
    const status = this.#answer(({ name }) => name === 'onStatus');
    this.#command(this.#stream, 'publish', 5, null, key, 'live');
    const { info } = await status;
    if (textOf(info, 'code') !== 'NetStream.Publish.Start') throw new RtmpError('refused', this.#saidBy(info));
  }

  async #asked(transaction: number, name: string, object: AmfValue): Promise<Command> {
    const answer = this.#answer((command) => command.transaction === transaction || command.name === 'onStatus');
    this.#command(0, name, transaction, object);
    const command = await answer;
    if (command.name !== '_result') throw new RtmpError('refused', this.#saidBy(command.info));
    return command;
  }

  #answer(wanted: (command: Command) => boolean): Promise<Command> {
    return new Promise((resolve, reject) => {
      if (this.#over) return reject(this.#over);
      this.#waiting.add({ wanted, resolve, reject });
    });
  }

  #command(stream: number, ...values: AmfValue[]): void {
    this.#send({ type: COMMAND, stream, timestamp: 0, payload: writeAmf(...values) }, COMMANDS);
  }

  #send(message: Message, chunkStream: number): number {
    const bytes = writeMessage(message, { chunkStream, chunkSize: CHUNK_SIZE });
    this.#write(bytes);
    return bytes.length;
  }

  #write(bytes: Buffer): void {
    if (!this.#over && this.#socket.writable) this.#socket.write(bytes);
  }

  #take(bytes: Buffer): void {
    try {
      const rest = this.#handshake ? this.#takeHandshake(bytes) : bytes;
      if (rest.length === 0) return;
      this.#received += rest.length;
      this.#reader.push(rest, (message) => this.#heard(message));
      if (this.#received - this.#acknowledged >= this.#window) this.#acknowledge();
    } catch (error) {
      if (!(error instanceof BrokenChunks || error instanceof BrokenAmf || error instanceof RtmpError)) throw error;
      this.#end(error instanceof RtmpError ? error : new RtmpError('protocol', error.message));
    }
  }

  /** S0, S1 and S2; C2 is S1 sent back. @returns what came after it */
  #takeHandshake(bytes: Buffer): Buffer {
    const all = Buffer.concat([this.#handshake ?? Buffer.alloc(0), bytes]);
    if (all.length > 0 && all[0] !== 3) throw new RtmpError('protocol', 'not RTMP');
    if (all.length < 1 + 2 * HANDSHAKE) {
      this.#handshake = all;
      return Buffer.alloc(0);
    }
    this.#handshake = undefined;
    this.#write(all.subarray(1, 1 + HANDSHAKE));
    this.#shaken?.();
    return all.subarray(1 + 2 * HANDSHAKE);
  }

  #heard({ type, payload }: Message): void {
    switch (type) {
      case SET_CHUNK_SIZE:
        if (payload.length >= 4) this.#reader.setChunkSize(payload.readUInt32BE(0) & 0x7fffffff);
        return;
      case WINDOW:
        if (payload.length >= 4) this.#window = Math.max(payload.readUInt32BE(0), 1024);
        return;
      case PEER_BANDWIDTH: {
        this.#write(
          writeMessage(
            { type: WINDOW, stream: 0, timestamp: 0, payload: payload.subarray(0, 4) },
            { chunkStream: CONTROL, chunkSize: CHUNK_SIZE },
          ),
        );
        return;
      }
      case USER_CONTROL:
        if (payload.length >= 6 && payload.readUInt16BE(0) === PING) this.#pong(payload.subarray(2, 6));
        return;
      case COMMAND:
        this.#heardCommand(payload);
    }
  }

  #pong(time: Buffer): void {
    const payload = Buffer.concat([Buffer.of(0, PONG), time]);
    this.#write(writeMessage({ type: USER_CONTROL, stream: 0, timestamp: 0, payload }, { chunkStream: CONTROL, chunkSize: CHUNK_SIZE }));
  }

  #acknowledge(): void {
    this.#acknowledged = this.#received;
    const payload = Buffer.alloc(4);
    payload.writeUInt32BE(this.#received >>> 0, 0);
    this.#write(writeMessage({ type: ACKNOWLEDGEMENT, stream: 0, timestamp: 0, payload }, { chunkStream: CONTROL, chunkSize: CHUNK_SIZE }));
  }

  #heardCommand(payload: Buffer): void {
    const [name, transaction, , info = null] = readAmf(payload);
    if (typeof name !== 'string') throw new RtmpError('protocol', 'command');
    const command: Command = { name, transaction: typeof transaction === 'number' ? transaction : 0, info };
    for (const waiting of this.#waiting) {
      if (!waiting.wanted(command)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(command);
      return;
    }
    // In the middle of the stream: the platform takes it no longer.
    if (name === 'onStatus' && textOf(info, 'level') === 'error') this.#end(new RtmpError('refused', this.#saidBy(info)));
  }

  #saidBy(info: AmfValue): string {
    const said = [textOf(info, 'code'), textOf(info, 'description')].filter((text) => text !== '').join(': ');
    // Platforms like to repeat what they were given.
    return said.replaceAll(this.#place.key, '••••').slice(0, 200);
  }

  #end(error: RtmpError): void {
    if (this.#over) return;
    this.#over = error;
    for (const waiting of this.#waiting) waiting.reject(error);
    this.#waiting.clear();
    this.#socket.destroy();
    this.#closed(error);
  }
}

function textOf(info: AmfValue, name: string): string {
  if (typeof info !== 'object' || info === null) return '';
  const value = info[name];
  return typeof value === 'string' ? value : '';
}

const wordsOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name);
