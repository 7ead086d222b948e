import { describe, expect, it } from 'vitest';
import { parseRtpPacket, type RtpPacket } from './packet.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { ntpToUnixMs, RtpTimeline } from './timeline.ts';
import { Unwrapper } from './unwrap.ts';

const packet = (sequenceNumber: number): RtpPacket => ({
  payloadType: 96,
  marker: false,
  sequenceNumber,
  timestamp: 0,
  ssrc: 1,
  payload: Buffer.alloc(1),
});

describe('an RTP packet', () => {
  const plain = Buffer.from('8060123400000bb800000001aabb', 'hex');
  const cases: [name: string, bytes: string, payload: string | undefined][] = [
    ['plain', '8060123400000bb800000001aabb', 'aabb'],
    ['with a header extension of one word', '9060123400000bb800000001bede000110203040aabb', 'aabb'],
    ['with a contributing source', '8160123400000bb80000000100000002aabb', 'aabb'],
    ['with two bytes of padding', 'a060123400000bb800000001aabb0002', 'aabb'],
    ['that is only padding', 'a060123400000bb80000000100000003', '00'],
    ['cut short', '8060123400000bb8', undefined],
    ['of another version', '4060123400000bb800000001aabb', undefined],
    ['whose extension is longer than itself', '9060123400000bb800000001bede00ff', undefined],
    ['whose padding is longer than itself', 'a060123400000bb800000001aabb00ff', undefined],
  ];
  it.each(cases)('%s', (_, bytes, payload) => {
    expect(parseRtpPacket(Buffer.from(bytes, 'hex'))?.payload.toString('hex')).toBe(payload);
  });

  it('tells its marker, sequence, time and source', () => {
    const marked = Buffer.from(plain);
    marked.writeUInt8(0x80 | 96, 1);
    expect(parseRtpPacket(marked)).toMatchObject({ marker: true, payloadType: 96, sequenceNumber: 0x1234, timestamp: 3000, ssrc: 1 });
  });
});

describe('a wrapping counter', () => {
  it.each([
    ['grows over its edge', 16 as const, [65_534, 65_535, 0, 1], [0, 1, 2, 3]],
    ['takes a late one back over the edge', 16 as const, [65_535, 1, 0, 65_534], [0, 2, 1, -1]],
    ['wraps twice', 32 as const, [2 ** 32 - 1, 1.5e9, 3e9, 5], [0, 1.5e9 + 1, 3e9 + 1, 2 ** 32 + 6]],
  ])('%s', (_, bits, values, steps) => {
    const unwrapper = new Unwrapper(bits);
    const unwrapped = values.map((value) => unwrapper.unwrap(value));
    expect(unwrapped.map((value) => value - (unwrapped[0] ?? 0))).toEqual(steps);
  });
});

describe('the reorder buffer', () => {
  const limits = { packets: 4, waitMs: 100 };
  const run = (input: [sequence: number, atMs: number][]): string => {
    const buffer = new ReorderBuffer(limits);
    return input
      .flatMap(([sequence, atMs]) => buffer.push(packet(sequence), atMs))
      .map(({ item, afterLoss }) => `${afterLoss ? '!' : ''}${item.sequenceNumber}`)
      .join(' ');
  };
  it.each([
    [
      'lets an orderly stream through at once',
      [
        [7, 0],
        [8, 1],
        [9, 2],
      ],
      '7 8 9',
    ],
    [
      'waits for one that is late',
      [
        [7, 0],
        [9, 1],
        [8, 2],
      ],
      '7 8 9',
    ],
    [
      'keeps order over the wrap',
      [
        [65_534, 0],
        [0, 1],
        [65_535, 2],
        [1, 3],
      ],
      '65534 65535 0 1',
    ],
    [
      'drops a duplicate',
      [
        [7, 0],
        [7, 1],
        [8, 2],
      ],
      '7 8',
    ],
    [
      'gives a hole up when too many wait behind it',
      [
        [7, 0],
        [9, 1],
        [10, 1],
        [11, 1],
        [12, 1],
        [13, 1],
      ],
      '7 !9 10 11 12 13',
    ],
    [
      'gives a hole up when it is too old',
      [
        [7, 0],
        [9, 1],
        [10, 102],
      ],
      '7 !9 10',
    ],
    [
      'drops what comes after its hole was given up',
      [
        [7, 0],
        [9, 1],
        [10, 102],
        [8, 103],
      ],
      '7 !9 10',
    ],
  ] as [string, [number, number][], string][])('%s', (_, input, expected) => {
    expect(run(input)).toBe(expected);
  });

  it('gives a hole up when nothing more arrives', () => {
    const buffer = new ReorderBuffer(limits);
    buffer.push(packet(1), 0);
    expect(buffer.push(packet(3), 10)).toEqual([]);
    expect(buffer.release(109)).toEqual([]);
    expect(buffer.release(110)).toMatchObject([{ item: { sequenceNumber: 3 }, afterLoss: true }]);
  });
});

describe('the RTP timeline', () => {
  it('puts picture and sound of one sender on one clock', () => {
    const picture = new RtpTimeline(90_000);
    const sound = new RtpTimeline(48_000);
    picture.report({ ntpMs: 10_000, rtpTimestamp: 90_000 });
    sound.report({ ntpMs: 10_500, rtpTimestamp: 480_000 });
    expect(picture.wallMsOf(picture.unwrap(99_000))).toBe(10_100);
    expect(sound.wallMsOf(sound.unwrap(460_800))).toBe(10_100);
  });

  it('goes on over the wrap after 13 hours', () => {
    const picture = new RtpTimeline(90_000);
    picture.report({ ntpMs: 0, rtpTimestamp: 2 ** 32 - 90_000 });
    picture.unwrap(2 ** 32 - 1);
    expect(picture.wallMsOf(picture.unwrap(90_000))).toBe(2000);
  });

  it('knows nothing before the first report', () => {
    const sound = new RtpTimeline(48_000);
    expect(sound.wallMsOf(sound.unwrap(5))).toBeUndefined();
  });

  it('reads NTP', () => {
    expect(ntpToUnixMs(2_208_988_800 + 1, 2 ** 31)).toBe(1500);
  });
});
