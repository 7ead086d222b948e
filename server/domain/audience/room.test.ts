import { describe, expect, it } from 'vitest';
import { judge, type Said, usualRoom, viewerNumber } from './room.ts';

const said = (change: Partial<Said> = {}): Said => ({ isRunning: true, room: usualRoom, isMuted: false, words: [], ...change });
const hold = { word: '押金', action: 'hold' } as const;
const refuse = { word: '赌', action: 'refuse' } as const;

describe('what a viewer writes', () => {
  it.each([
    ['goes out', said(), { kind: 'shown' }],
    ['waits with a listed word', said({ words: [hold] }), { kind: 'held' }],
    ['waits where everything waits', said({ room: { ...usualRoom, holdsAll: true } }), { kind: 'held' }],
    ['never goes out with a word that may not be said', said({ words: [hold, refuse] }), { kind: 'refused', code: 'CHAT_WORD_REFUSED' }],
    [
      'is refused where everything waits, too',
      said({ words: [refuse], room: { ...usualRoom, holdsAll: true } }),
      { kind: 'refused', code: 'CHAT_WORD_REFUSED' },
    ],
    ['is refused when muted', said({ isMuted: true }), { kind: 'refused', code: 'CHAT_MUTED' }],
    ['is refused when the chat is off', said({ room: { ...usualRoom, isOn: false } }), { kind: 'refused', code: 'CHAT_OFF' }],
    ['is refused when no show runs', said({ isRunning: false, isMuted: true }), { kind: 'refused', code: 'CHAT_CLOSED' }],
  ] as const)('%s', (_, what, judgement) => {
    expect(judge(what)).toEqual(judgement);
  });
});

it('a viewer’s number has four digits, and is the same for the same browser', () => {
  const numbers = Array.from({ length: 2_000 }, (_, index) => viewerNumber(`hash-${index}`));
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1_000);
  expect(Math.max(...numbers)).toBeLessThanOrEqual(9_999);
  expect(new Set(numbers).size).toBeGreaterThan(1_500);
  expect(viewerNumber('hash-7')).toBe(numbers[7]);
});
