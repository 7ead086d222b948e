import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { BrokenAmf, readAmf, writeAmf } from './amf0.ts';
import { BrokenChunks, ChunkReader, type Message, writeMessage } from './chunks.ts';
import { RtmpError, RtmpPublisher } from './publish.ts';

describe('AMF0', () => {
  it('reads what it has written', () => {
    const values = ['connect', 1, { app: 'live', fpad: false, nested: { level: 'status' } }, null];
    expect(readAmf(writeAmf(...values))).toEqual(values);
  });

  it('reads what servers answer with besides: arrays with names, dates, long texts', () => {
    const array = Buffer.from('0800000001000161020001620000 09'.replaceAll(' ', ''), 'hex');
    expect(readAmf(array)).toEqual([{ a: 'b' }]);
    expect(readAmf(Buffer.from('0b40590000000000000000', 'hex'))).toEqual([100]);
    expect(readAmf(Buffer.from('0c0000000161', 'hex'))).toEqual(['a']);
  });

  it.each(['02ffff61', '03', '0a7fffffff', 'ff', '03'.repeat(1) + '0001610300016103'.repeat(20)])('refuses %s', (hex) => {
    expect(() => readAmf(Buffer.from(hex, 'hex'))).toThrow(BrokenAmf);
  });
});

describe('RTMP’s chunks', () => {
  const read = (bytes: Buffer, sizes = [bytes.length]) => {
    const reader = new ChunkReader();
    reader.setChunkSize(4096);
    const messages: Message[] = [];
    let at = 0;
    for (const size of [...sizes, bytes.length]) {
      reader.push(bytes.subarray(at, at + size), (message) => messages.push(message));
      at += size;
    }
    return messages;
  };
  const long = Buffer.from(Array.from({ length: 10_000 }, (_, index) => index % 251));

  it.each([0, 40, 0xfffffe, 0xffffff, 5 * 3_600_000])('carry a long message at %i ms, in whatever pieces it comes', (timestamp) => {
    const message = { type: 9, stream: 1, timestamp, payload: long };
    const bytes = writeMessage(message, { chunkStream: 6, chunkSize: 4096 });
    expect(read(bytes)).toEqual([message]);
    expect(read(bytes, [1, 11, 4000, 90, 3])).toEqual([message]);
  });

  it('of a peer may leave out what is as before', () => {
    const first = writeMessage({ type: 20, stream: 0, timestamp: 5, payload: Buffer.from('one') }, { chunkStream: 3, chunkSize: 128 });
    // Format 2: three bytes of time alone. Format 3: nothing.
    const second = Buffer.concat([Buffer.of(0x83, 0, 0, 7), Buffer.from('two')]);
    const third = Buffer.concat([Buffer.of(0xc3), Buffer.from('six')]);
    expect(read(Buffer.concat([first, second, third])).map(({ timestamp, payload }) => [timestamp, payload.toString()])).toEqual([
      [5, 'one'],
      [12, 'two'],
      [19, 'six'],
    ]);
  });

  it('that make no sense, or want our memory, are refused', () => {
    expect(() => read(Buffer.of(0xc5))).toThrow(BrokenChunks);
    expect(() => read(Buffer.of(3, 0, 0, 0, 0xff, 0xff, 0xff, 20, 0, 0, 0, 0))).toThrow(BrokenChunks);
    expect(() => new ChunkReader().setChunkSize(0x7fffffff)).toThrow(BrokenChunks);
  });
});

describe('a platform that is none', () => {
  it.each(['HTTP/1.1 400 Bad Request\r\n\r\n', '\u0003'])('that answers %j is given up on, and hung up', async (answer) => {
    const socket = new Duplex({
      read() {},
      write(_bytes, _encoding, done) {
        done();
        this.push(Buffer.from(answer));
        this.push(null);
      },
    });
    const refused = await RtmpPublisher.open(socket, { tcUrl: 'rtmp://x/live', app: 'live', key: 'k' }, () => {}).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(RtmpError);
    expect(socket.destroyed).toBe(true);
  });
});
