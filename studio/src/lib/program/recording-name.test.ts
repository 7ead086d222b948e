import { expect, it } from 'vitest';
import { hoursOf, recordingBegan, recordingName } from './recording-name.ts';

it('a recording’s name says when it began', () => {
  expect(recordingBegan(recordingName(1_796_000_000_000))).toBe(1_796_000_000_000);
});
it.each(['poster.png', '1.webm', '1796000000000.webm.crswap', ''])('%j is no recording of ours', (name) => {
  expect(recordingBegan(name)).toBeUndefined();
});
it('says how long a space lasts', () => {
  expect(hoursOf(2_154_600_000)).toBeCloseTo(3, 1);
});
