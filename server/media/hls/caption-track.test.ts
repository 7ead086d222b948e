import { describe, expect, it } from 'vitest';
import type { ProgramPart } from '../packager/program-sink.ts';
import { CaptionTrack } from './caption-track.ts';

const map = { id: 0, bytes: Buffer.alloc(0), codecs: '', width: 0, height: 0, sound: { specificConfig: Buffer.alloc(2), channels: 2 } };
const part = (segment: number, index: number): ProgramPart => ({
  map,
  segment,
  index,
  isLast: index === 1,
  isIndependent: index === 0,
  startsDiscontinuity: segment === 3 && index === 0,
  timeMs: segment * 2_000 + index * 1_000,
  durationMs: 1_000,
  bytes: Buffer.alloc(0),
  sound: [],
});

function trackOf(segments: number): CaptionTrack {
  const track = new CaptionTrack({ firstDiscontinuity: 4, folder: 'rc', epochMs: () => 1_000_000 });
  for (let segment = 0; segment < segments; segment += 1) for (const index of [0, 1]) track.part(part(segment, index));
  return track;
}

describe('captions beside the picture', () => {
  it('have a segment for each of the picture’s, with its number, date and length', () => {
    const track = trackOf(2);
    track.part(part(2, 0));
    expect(track.playlist()).toBe(`#EXTM3U
#EXT-X-VERSION:6
#EXT-X-TARGETDURATION:3
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-DISCONTINUITY-SEQUENCE:4
#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:16:40.000Z
#EXTINF:2.00000,
rc/c0.vtt
#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:16:42.000Z
#EXTINF:2.00000,
rc/c1.vtt
`);
  });

  it('stand in every segment that they reach into', () => {
    const track = trackOf(8);
    track.say({ id: 'a', mediaTimeMs: 3_000, durationMs: 3_000, text: '还差 2 人' });
    const holding = [0, 1, 2, 3, 4, 5, 6].filter((number) => track.segment(number)?.includes('还差 2 人'));
    expect(holding).toEqual([1, 2, 3, 4, 5]);
    expect(track.segment(1)).toContain('00:00:03.000 --> 00:00:11.000');
    expect(track.segment(99)).toBeUndefined();
  });

  it('count the discontinuities that have left the window, and end with the show', () => {
    const track = trackOf(20);
    track.end();
    expect(track.playlist()).toContain('#EXT-X-MEDIA-SEQUENCE:5\n#EXT-X-DISCONTINUITY-SEQUENCE:5\n');
    expect(track.playlist()).toContain('#EXT-X-ENDLIST');
  });
});
