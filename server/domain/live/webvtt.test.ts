import { describe, expect, it } from 'vitest';
import { writeWebVtt } from './webvtt.ts';

describe('captions as WebVTT', () => {
  it('reads like this', () => {
    const cues = [
      { id: 'a', mediaTimeMs: 61_234, durationMs: 3_000, text: '装卸工 <260> & 包饭\n\n当天结' },
      { id: 'b', mediaTimeMs: 3_600_000 * 11, durationMs: 4_000, text: '还差 2 人' },
    ];
    expect(writeWebVtt(cues, { segmented: false })).toBe(`WEBVTT

a
00:01:01.234 --> 00:01:04.234
装卸工 &lt;260&gt; &amp; 包饭 当天结

b
11:00:00.000 --> 11:00:04.000
还差 2 人

`);
  });

  it('is tied to the picture’s clock in a live playlist, also where nothing is said', () => {
    expect(writeWebVtt([], { segmented: true })).toBe('WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n');
  });
});
