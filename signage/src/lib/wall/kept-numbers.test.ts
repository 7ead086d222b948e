import { afterEach, expect, test, vi } from 'vitest';
import type { WallView } from '#server/contract/figures.ts';
import { forgetNumbers, keepNumbers, keptNumbers } from './kept-numbers.ts';

afterEach(() => vi.unstubAllGlobals());

const numbers: WallView = {
  serverTime: '2026-12-01T06:30:00.000Z',
  today: '2026-12-01',
  demo: false,
  now: {
    scope: { kind: 'region', code: '330102', name: '上城区' },
    timeZone: 'Asia/Shanghai',
    from: '2026-12-01',
    to: '2026-12-01',
    asOf: null,
    figures: [],
    otherPay: 0,
    byTrade: [],
    byRegion: [],
    byStation: [],
    byHour: [],
    byDay: [],
  },
  yesterday: [],
  days: [],
  nextShow: null,
  teams: [],
};

/** A browser's own storage. */
function storage(kept = new Map<string, string>()) {
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  });
  return kept;
}

test('a wall starts with the numbers it has kept, another screen’s with none, and a revoked one forgets them', () => {
  const kept = storage();
  keepNumbers('s1', numbers);
  expect(keptNumbers('s1')).toEqual(numbers);
  expect(keptNumbers('s2')).toBeUndefined();
  forgetNumbers();
  expect([keptNumbers('s1'), kept.size]).toEqual([undefined, 0]);
});

const keptAs = (view: unknown) => JSON.stringify({ screenId: 's1', view });
test.each([
  ['cut short', keptAs(numbers).slice(0, -20)],
  ['nothing', 'null'],
  ['without a view', JSON.stringify({ screenId: 's1' })],
  ['of no time', keptAs({ ...numbers, serverTime: 'soon' })],
  ['another release’s, without teams', keptAs({ ...numbers, teams: undefined })],
  ['another release’s, with figures by name', keptAs({ ...numbers, now: { ...numbers.now, figures: { postings: 3 } } })],
])('a wall starts without numbers where what was kept is damaged: %s', (_, text) => {
  storage(new Map([['gangbo-numbers', text]]));
  expect(keptNumbers('s1')).toBeUndefined();
});

test('storage that is refused takes no numbers from the glass, and keeps no revoked screen from forgetting', () => {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
  keepNumbers('s1', numbers);
  expect(keptNumbers('s1')).toEqual(numbers);
  forgetNumbers();
  expect(keptNumbers('s1')).toBeUndefined();
});
