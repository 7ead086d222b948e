import { describe, expect, it } from 'vitest';
import { mergeDelta, readPlaylist } from '#tests/support/hls-playlist.ts';
import { faultsBetween, faultsOf } from '#tests/support/hls-rules.ts';

const playlist = ({ first = 5, segments = ['', '', ''], head = '', tail = '' } = {}) => `#EXTM3U
#EXT-X-VERSION:9
#EXT-X-TARGETDURATION:3
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.72,CAN-SKIP-UNTIL=18
#EXT-X-PART-INF:PART-TARGET=0.24
#EXT-X-MEDIA-SEQUENCE:${first}
#EXT-X-DISCONTINUITY-SEQUENCE:0
${head}#EXT-X-MAP:URI="r/init0.mp4"
${segments.map((more, index) => segment(first + index, more)).join('')}${tail}#EXT-X-PRELOAD-HINT:TYPE=PART,URI="r/s${first + segments.length}.0.m4s"
`;
const segment = (number: number, more = '') => `${more}#EXT-X-PROGRAM-DATE-TIME:${new Date(number * 400).toISOString()}
#EXT-X-PART:DURATION=0.20000,URI="r/s${number}.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.20000,URI="r/s${number}.1.m4s"
#EXTINF:0.40000,
r/s${number}.m4s
`;

describe('the rules that playlists are held to', () => {
  it('find nothing in one that is right', () => {
    expect(faultsOf(readPlaylist(playlist()))).toEqual([]);
  });

  it.each([
    ['a part over PART-TARGET', (text: string) => text.replace('DURATION=0.20000', 'DURATION=0.25000')],
    ['a hold-back of less than three parts', (text: string) => text.replace('BACK=0.72', 'BACK=0.6')],
    ['a segment that is not the sum of its parts', (text: string) => text.replace('EXTINF:0.40000', 'EXTINF:0.50000')],
    ['a date that goes back', (text: string) => text.replace('00:00:02.800Z', '00:00:02.300Z')],
    ['a hole between dates', (text: string) => text.replace('00:00:02.800Z', '00:00:02.900Z')],
    ['neither an end nor a hint', (text: string) => text.replace(/#EXT-X-PRELOAD-HINT.*\n/, '')],
    ['too short a window to skip in', (text: string) => text.replace('UNTIL=18', 'UNTIL=12')],
  ])('find %s', (_, spoil) => {
    expect(faultsOf(readPlaylist(spoil(playlist())))).not.toEqual([]);
  });

  it('find a segment over TARGETDURATION', () => {
    const faults = faultsOf(readPlaylist(playlist().replace('EXTINF:0.40000', 'EXTINF:3.60000')));
    expect(faults.some((fault) => fault.includes('over TARGETDURATION 3'))).toBe(true);
  });

  const before = readPlaylist(playlist());
  const later = (text: string) => faultsBetween(before, readPlaylist(text));

  it('let a playlist lose segments in front and gain them at the end', () => {
    expect(later(playlist({ first: 6 }))).toEqual([]);
  });

  it.each([
    ['a number that goes back', playlist({ first: 4 })],
    ['a part that changes', playlist({ first: 6 }).replace('s7.1.m4s', 's7.9.m4s')],
    ['a map that changes', playlist().replace('init0', 'init1')],
    ['a discontinuity counted that nobody saw', playlist({ first: 6 }).replace('SEQUENCE:0', 'SEQUENCE:1')],
    ['a target that changes', playlist().replace('TARGET=0.24', 'TARGET=0.3')],
  ])('find %s', (_, text) => {
    expect(later(text)).not.toEqual([]);
  });

  it('want a discontinuity counted when its tag has left the window', () => {
    const marked = readPlaylist(playlist({ segments: ['', '#EXT-X-DISCONTINUITY\n', ''] }));
    const gone = playlist({ first: 6 });
    expect(faultsBetween(marked, readPlaylist(gone))).not.toEqual([]);
    expect(faultsBetween(marked, readPlaylist(gone.replace('NCE:0', 'NCE:1'))).filter((fault) => fault.includes('SEQUENCE'))).toEqual([]);
  });

  it('merge a delta update into what was told before', () => {
    const delta = playlist({ segments: [''], first: 8 })
      .replace('MEDIA-SEQUENCE:8', 'MEDIA-SEQUENCE:5')
      .replace(/#EXT-X-MAP.*/, '#EXT-X-SKIP:SKIPPED-SEGMENTS=3');
    const merged = mergeDelta(before, readPlaylist(delta));
    expect(merged.segments.map(({ number, map }) => [number, map])).toEqual([5, 6, 7, 8].map((number) => [number, 'r/init0.mp4']));
    expect(() => mergeDelta({ ...before, segments: before.segments.slice(1) }, readPlaylist(delta))).toThrow(/never told/);
  });
});
