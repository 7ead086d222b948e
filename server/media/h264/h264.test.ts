import { describe, expect, it } from 'vitest';
import type { RtpPacket } from '../rtp/packet.ts';
import { type AccessUnit, H264Depacketizer } from './depacketizer.ts';
import { BrokenSps, parseSps } from './sps.ts';

const SPS = '6742c01f8c8d40501eda01e1108d40';
const PPS = '68ce3c80';
/** STAP-A of both, as Chromium sends it before each IDR. */
const PARAMETER_SETS = `78${size(SPS)}${SPS}${size(PPS)}${PPS}`;
const IDR = '6588aabbcc';
const SLICE = '419a0102';

function size(hex: string): string {
  return (hex.length / 2).toString(16).padStart(4, '0');
}

interface Sent {
  payload: string;
  timestamp: number;
  marker?: boolean;
  afterLoss?: boolean;
}

function units(sent: Sent[]): AccessUnit[] {
  const depacketizer = new H264Depacketizer();
  return sent.flatMap(({ payload, timestamp, marker = false, afterLoss = false }, index) => {
    const packet: RtpPacket = {
      payloadType: 96,
      marker,
      sequenceNumber: index,
      timestamp,
      ssrc: 1,
      payload: Buffer.from(payload, 'hex'),
    };
    return depacketizer.push({ item: packet, afterLoss });
  });
}

const summary = (all: AccessUnit[]): string[] =>
  all.map((unit) => `${unit.timestamp}${unit.isKeyframe ? 'K' : ''}:${unit.nals.map((nal) => nal.toString('hex')).join('+')}`);

const keyframe = (timestamp: number): Sent[] => [
  { payload: PARAMETER_SETS, timestamp },
  { payload: IDR, timestamp, marker: true },
];

describe('H.264 out of RTP', () => {
  const cases: [name: string, sent: Sent[], expected: string[]][] = [
    ['an IDR behind its parameter sets', keyframe(0), [`0K:${IDR}`]],
    ['a small slice alone', [...keyframe(0), { payload: SLICE, timestamp: 3000, marker: true }], [`0K:${IDR}`, `3000:${SLICE}`]],
    [
      'a slice in three fragments',
      [
        ...keyframe(0),
        { payload: '5c8101', timestamp: 3000 },
        { payload: '5c0102', timestamp: 3000 },
        { payload: '5c4103', timestamp: 3000, marker: true },
      ],
      [`0K:${IDR}`, '3000:41010203'],
    ],
    [
      'two slices of one picture',
      [...keyframe(0), { payload: SLICE, timestamp: 3000 }, { payload: SLICE, timestamp: 3000, marker: true }],
      [`0K:${IDR}`, `3000:${SLICE}+${SLICE}`],
    ],
    [
      'a picture whose sender sets no marker',
      [...keyframe(0), { payload: SLICE, timestamp: 3000 }, { payload: SLICE, timestamp: 6000, marker: true }],
      [`0K:${IDR}`, `3000:${SLICE}`, `6000:${SLICE}`],
    ],
    ['nothing before the first IDR', [{ payload: SLICE, timestamp: 0, marker: true }, ...keyframe(3000)], [`3000K:${IDR}`]],
    [
      'nothing between a loss and the next IDR',
      [
        ...keyframe(0),
        { payload: SLICE, timestamp: 3000, marker: true, afterLoss: true },
        { payload: SLICE, timestamp: 6000, marker: true },
        ...keyframe(9000),
      ],
      [`0K:${IDR}`, `9000K:${IDR}`],
    ],
    [
      'no picture whose end was lost',
      [...keyframe(0), { payload: SLICE, timestamp: 3000 }, { payload: SLICE, timestamp: 6000, marker: true, afterLoss: true }],
      [`0K:${IDR}`],
    ],
    ['no picture that misses its first fragment', [...keyframe(0), { payload: '5c4103', timestamp: 3000, marker: true }], [`0K:${IDR}`]],
    [
      'no picture of an aggregate that lies about its sizes',
      [...keyframe(0), { payload: '78ffff41', timestamp: 3000, marker: true }],
      [`0K:${IDR}`],
    ],
    ['padding is no picture', [...keyframe(0), { payload: '', timestamp: 3000, marker: true }], [`0K:${IDR}`]],
  ];
  it.each(cases)('%s', (_, sent, expected) => {
    expect(summary(units(sent))).toEqual(expected);
  });

  it('carries the parameter sets with each picture', () => {
    const [unit] = units(keyframe(0));
    expect(unit?.sps?.toString('hex')).toBe(SPS);
    expect(unit?.pps?.toString('hex')).toBe(PPS);
  });
});

describe('a sequence parameter set', () => {
  it('tells size and codec', () => {
    expect(parseSps(Buffer.from('6742c01f8c8d40501ed01e1108d4', 'hex')).codec).toBe('avc1.42C01F');
  });

  it('of x264, high profile, 1920×1080 with cropping', () => {
    const sps = Buffer.from('67640028acd940780227e5c044000003000400000300f03c60c658', 'hex');
    expect(parseSps(sps)).toMatchObject({ width: 1920, height: 1080, codec: 'avc1.640028' });
  });

  it('that is cut short is refused', () => {
    expect(() => parseSps(Buffer.from('6742c01f', 'hex'))).toThrow(BrokenSps);
  });
});
