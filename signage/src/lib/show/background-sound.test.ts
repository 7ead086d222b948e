import { describe, expect, it } from 'vitest';
import { isSounding } from './background-sound.ts';

describe('a show that nobody looks at', () => {
  const playing = { muted: false, volume: 1, paused: false, readyState: 4 };

  it('is heard while its sound plays', () => {
    expect(isSounding(playing)).toBe(true);
  });

  it.each([
    ['muted', { muted: true }],
    ['turned down to nothing', { volume: 0 }],
    ['stopped by the phone', { paused: true }],
    ['without anything to play', { readyState: 0 }],
  ])('is not heard %s', (_, change) => {
    expect(isSounding({ ...playing, ...change })).toBe(false);
  });
});
