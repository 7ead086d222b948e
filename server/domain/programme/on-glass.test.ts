import { expect, test } from 'vitest';
import type { JobsSlide, Manifest, NoticeSlide, Slide } from '../board/manifest.ts';
import { row, slide } from '../board/testing/rows.ts';
import { localTimeOf } from './local-time.ts';
import { type EntryOnGlass, isTakenOff, slidesAt } from './on-glass.ts';
import { entry } from './testing/entries.ts';

const jobs = (id: string, page: number): JobsSlide => slide([row({ number: 100 + page })], { id, page, pages: 3 });
const notice = (id: string): NoticeSlide => ({
  kind: 'notice',
  id,
  contentId: id,
  topic: 'policy',
  title: '补贴',
  paragraphs: ['满一年可领。'],
  page: 1,
  pages: 1,
  dwellMs: 5_000,
});
const own: Slide = { kind: 'station', id: 'own', link: { code: 'own', url: 'http://x/j/own' }, dwellMs: 15_000 };
const pages = [jobs('p1', 1), jobs('p2', 2), jobs('p3', 3)];

const manifest = (
  entries: EntryOnGlass[],
  change: Partial<Parameters<typeof entry>[0]> = {},
): Pick<Manifest, 'slides' | 'programme' | 'station'> => ({
  station: { id: 's', name: '驿站', phone: '0', timeZone: 'Asia/Shanghai', hours: [] },
  slides: [...pages, own],
  programme: {
    boards: { 'morning-first': [jobs('m1', 1)] },
    playlists: [{ id: 'list', name: '早间', entries }],
    timetable: { entries: [entry(change)] },
  },
});
const shown = (held: Parameters<typeof slidesAt>[0], at = '2026-12-01T06:10:00+08:00') =>
  slidesAt(held, Date.parse(at)).map(({ id }) => id);

test.each<[string, EntryOnGlass[], string[]]>([
  ['the jobs and a notice', [{ kind: 'jobs' }, { kind: 'slides', slides: [notice('n')] }], ['p1', 'p2', 'p3', 'n', 'own']],
  ['another board', [{ kind: 'jobs', board: 'morning-first' }], ['m1', 'own']],
  [
    'a page of the jobs between two notices, until all have been seen',
    [
      { kind: 'jobs', pages: 1 },
      { kind: 'slides', slides: [notice('a')] },
      { kind: 'jobs', pages: 1 },
      { kind: 'slides', slides: [notice('b')] },
    ],
    ['p1', 'a', 'p2', 'b', 'p3', 'a', 'p1', 'b', 'own'],
  ],
  ['a board that is gone', [{ kind: 'jobs', board: '搬运工' }], ['own']],
  ['what begins later', [{ kind: 'slides', slides: [notice('n')], from: '2026-12-01T00:00:00Z' }], ['own']],
  ['what is over', [{ kind: 'slides', slides: [notice('n')], until: '2026-11-30T22:10:00Z' }], ['own']],
  ['what would be over before its end', [{ kind: 'slides', slides: [notice('n')], until: '2026-11-30T22:10:04Z' }], ['own']],
  ['what is over a moment after its end', [{ kind: 'slides', slides: [notice('n')], until: '2026-11-30T22:10:05Z' }], ['n', 'own']],
])('a playlist with %s', (_, entries, ids) => expect(shown(manifest(entries))).toEqual(ids));

test('outside the hours of every schedule, and without a programme, all job pages go round', () => {
  const early = { dayparts: [{ from: '05:00', to: '06:00' }] };
  expect(shown(manifest([{ kind: 'slides', slides: [notice('n')] }], early))).toEqual(['p1', 'p2', 'p3', 'own']);
  expect(shown({ ...manifest([]), programme: undefined })).toEqual(['p1', 'p2', 'p3', 'own']);
});

test('what was withdrawn or reworded is taken off while it stands; a job page never is', () => {
  const held = manifest([{ kind: 'slides', slides: [notice('c-1-1')] }]);
  expect(isTakenOff(notice('c-1-1'), held)).toBe(false);
  expect(isTakenOff(notice('c-1-2'), held)).toBe(true);
  expect(isTakenOff(notice('c-1-1'), { slides: held.slides, programme: undefined })).toBe(true);
  expect(isTakenOff(jobs('gone', 1), held)).toBe(false);
});

test.each([
  ['2026-11-30T22:10:00Z', 'Asia/Shanghai', '2026-12-01', '06:10'],
  ['2026-11-30T16:00:00Z', 'Asia/Shanghai', '2026-12-01', '00:00'],
  // Clocks are put back at 01:00 UTC: half past two comes twice.
  ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25', '02:30'],
  ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25', '02:30'],
  ['2026-10-25T02:30:00Z', 'Europe/Berlin', '2026-10-25', '03:30'],
  ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29', '03:00'],
])('at %s a wall in %s says %s %s', (at, zone, day, time) => expect(localTimeOf(Date.parse(at), zone)).toEqual({ day, time }));
