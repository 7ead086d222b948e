import { expect, test } from 'vitest';
import { needsLowerThird } from './lower-third.ts';

test.each([
  ['the studio’s canvas has them in the picture', { source: 'studio', state: 'live', hasPicture: true }, false],
  ['an encoder’s picture has nothing of ours', { source: 'whip', state: 'live', hasPicture: true }, true],
  ['HLS plays the slate while the host is away', { source: 'whip', state: 'away', hasPicture: true }, false],
  ['the page’s own slate stands', { source: 'whip', state: 'live', hasPicture: false }, false],
] as const)('直播, host and organiser are drawn by the player, or not: %s', (_, picture, drawn) => {
  expect(needsLowerThird(picture)).toBe(drawn);
});
