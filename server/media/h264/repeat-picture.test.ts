import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Codec, CodecContext, FFmpegError, Frame, Packet } from 'node-av';
import { FF_DECODER_H264 } from 'node-av/constants';
import { describe, expect, it } from 'vitest';
import { readPictures } from './annex-b.ts';
import type { AccessUnit } from './depacketizer.ts';
import { nalType } from './nal.ts';
import { repeatPicture } from './repeat-picture.ts';
import { parseSps } from './sps.ts';

const START_CODE = Buffer.from([0, 0, 0, 1]);
/**
 * Six pictures of 32 × 32, each another one, as x264 wrote them (tune zerolatency): `baseline` with bframes=0:cabac=0:8x8dct=0:weightp=0:ref=2,
 * `ordered` with bframes=1:b-bias=-100:cabac=0:8x8dct=0:weightp=0:ref=1, `cabac` with bframes=0.
 */
const read = (name: 'baseline' | 'ordered' | 'cabac'): AccessUnit[] =>
  readPictures(readFileSync(join(import.meta.dirname, `testing/${name}.h264`)));

/** What FFmpeg shows for each picture, as one text a picture. */
function decode(pictures: readonly (readonly Buffer[])[]): string[] {
  const decoder = new CodecContext();
  const codec = Codec.findDecoderByName(FF_DECODER_H264);
  if (!codec) throw new Error('no H.264 decoder');
  decoder.allocContext3(codec);
  decoder.threadCount = 1;
  FFmpegError.throwIfError(decoder.open2Sync(codec, null), 'open2');
  const packet = new Packet();
  packet.alloc();
  const frame = new Frame();
  frame.alloc();
  const shown: string[] = [];
  const drain = () => {
    while (decoder.receiveFrameSync(frame) >= 0) shown.push(Buffer.concat(frame.data ?? []).toString('base64'));
  };
  for (const nals of pictures) {
    packet.data = Buffer.concat(nals.flatMap((nal) => [START_CODE, nal]));
    FFmpegError.throwIfError(decoder.sendPacketSync(packet), 'sendPacket');
    drain();
  }
  decoder.sendPacketSync(null);
  drain();
  decoder.freeContext();
  return shown;
}

const whole = ({ nals, sps, pps, isKeyframe }: AccessUnit): Buffer[] => [...(isKeyframe && sps && pps ? [sps, pps] : []), ...nals];

describe('a repeated picture', () => {
  const repeated = (unit: AccessUnit | undefined): Buffer => {
    const nal = unit && repeatPicture(unit);
    if (!nal) throw new Error('not repeated');
    return nal;
  };

  it('is a few bytes that nothing refers to', () => {
    const nal = repeated(read('baseline')[0]);
    expect(nal.length).toBeLessThan(20);
    expect(nalType(nal)).toBe(1);
    expect(nal.readUInt8(0) & 0x60).toBe(0);
  });

  it.each([
    ['without an order of its own', 'baseline', 2],
    ['with an order of its own', 'ordered', 0],
  ] as const)('decodes to the picture before it, and what follows decodes as ever: a stream %s', (_, name, orderType) => {
    const pictures = read(name);
    expect(pictures[0]?.sps && parseSps(pictures[0].sps).slices.pictureOrder.type).toBe(orderType);
    const expected = decode(pictures.map(whole));
    expect(new Set(expected).size).toBe(6);
    const withRepeats = pictures.flatMap((unit) => [whole(unit), [repeated(unit)], [repeated(unit)]]);
    expect(decode(withRepeats)).toEqual(expected.flatMap((picture) => [picture, picture, picture]));
  });

  it('is not made up for a stream that says nothing of itself, nor for one with CABAC', () => {
    const [first] = read('baseline');
    if (!first) throw new Error('nothing to repeat');
    expect(repeatPicture({ ...first, pps: undefined })).toBeUndefined();
    expect(repeatPicture({ ...first, sps: first.sps?.subarray(0, 6) })).toBeUndefined();
    const [cabac] = read('cabac');
    expect(cabac && repeatPicture(cabac)).toBeUndefined();
  });
});
