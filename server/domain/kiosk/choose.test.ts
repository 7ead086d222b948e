import { describe, expect, it } from 'vitest';
import { boardRow } from '../board/board-row.ts';
import { chooseJobs, jobOfRow, type KioskJob, matchesTyped } from './choose.ts';

const job = (number: number, change: Partial<KioskJob> = {}): KioskJob => ({
  id: `job-${number}`,
  number,
  trade: '搬运工',
  employerChecked: true,
  pay: { min: 200, max: 200, unit: 'day', negotiable: false },
  shift: { kind: 'fixed', text: '' },
  distanceM: 1_000,
  requirements: [],
  benefits: [],
  placesLeft: 2,
  placesTotal: 2,
  filled: false,
  startsToday: false,
  confirmedAt: null,
  expiresAt: null,
  ...change,
});

const near = job(101, { distanceM: 300 });
const far = job(102, { distanceM: 8_000, startsToday: true });
const monthly = job(103, { trade: '保洁', pay: { min: 6_000, max: 7_500, unit: 'month', negotiable: false } });
const unpinned = job(104, { distanceM: null, startsToday: true });
const full = job(105, { distanceM: 100, filled: true, startsToday: true });
const pieces = job(106, { distanceM: 2_000, pay: { min: 900, unit: 'piece', negotiable: false } });
const all = [full, far, unpinned, monthly, near, pieces];
const numbers = (change: Partial<Parameters<typeof chooseJobs>[1]>) =>
  chooseJobs(all, { sort: 'near', page: 1, per: 10, ...change }).jobs.map(({ number }) => number);

describe('a kiosk lists', () => {
  it.each([
    ['the nearest first, unknown places behind them, full ones last', {}, [101, 103, 106, 102, 104, 105]],
    ['what begins today first, of that the nearest', { sort: 'today' }, [102, 104, 101, 103, 106, 105]],
    ['only what begins today', { today: true }, [102, 104, 105]],
    ['the best paid day first, and pay by the piece behind what can be compared', { sort: 'pay' }, [103, 101, 102, 104, 106, 105]],
    ['nothing of unknown place within a distance', { within: 3_000 }, [101, 103, 106, 105]],
    ['one trade', { trade: '保洁' }, [103]],
  ] as const)('%s', (_, change, expected) => {
    expect(numbers(change)).toEqual(expected);
  });

  it('pages that are there, whatever page is asked for', () => {
    expect(chooseJobs(all, { sort: 'near', page: 9, per: 4 })).toMatchObject({ page: 2, pages: 2, total: 6 });
    expect(chooseJobs([], { sort: 'near', page: 3, per: 4 })).toMatchObject({ page: 1, pages: 1, total: 0, jobs: [] });
  });

  it('trades with their counts, also when one is chosen', () => {
    const { trades } = chooseJobs(all, { sort: 'near', page: 1, per: 10, trade: '保洁' });
    expect(trades).toEqual([
      { trade: '搬运工', count: 5 },
      { trade: '保洁', count: 1 },
    ]);
  });
});

describe('without its server a kiosk', () => {
  const row = boardRow(
    {
      id: 'p1',
      number: 101,
      facts: {
        trade: '搬运工',
        employer: '东站货运服务部',
        pay: { min: 220, negotiable: false },
        shift: { kind: 'fixed', startsOn: '2026-11-30', text: '' },
        place: '西广场',
        benefits: ['工作餐'],
      },
      placesLeft: 2,
      filled: false,
      lat: null,
      lon: null,
      confirmedAt: null,
      expiresAt: null,
    },
    { lat: 30, lon: 120 },
    '2026-11-30',
  );

  it('shows what the board knows, and says of nothing else', () => {
    expect(jobOfRow(row)).toMatchObject({ id: 'p1', startsToday: true, employerChecked: null, requirements: null, placesTotal: null });
  });

  it.each([
    ['101', true],
    ['10', false],
    ['搬运', true],
    ['西广场', true],
    ['货运', true],
    ['工作餐', true],
    ['保洁', false],
  ])('finds by %s: %s', (typed, found) => {
    expect(matchesTyped(jobOfRow(row), typed)).toBe(found);
  });
});
