import { type GlassFacts, glassOf, pagesFor } from '#server/domain/board/compose.ts';
import type { BoardRow, JobsSlide, Manifest, StationSlide } from '#server/domain/board/manifest.ts';

/** A morning's jobs as they are entered anywhere: short ones, a long shift, a wide pay, a full one. For looking at a glass before it hangs. */
const facts: Pick<BoardRow, 'trade' | 'employer' | 'pay' | 'shift' | 'place' | 'distanceM' | 'placesLeft'>[] = [
  job('搬运工', '东站货运服务部', { min: 220, max: 220, unit: 'day' }, { start: '18:00' }, '火车东站西广场', 3_600, 3),
  job(
    '快递分拣员',
    '顺达物流有限公司',
    { min: 24.5, max: 24.5, unit: 'hour' },
    { start: '22:00', end: '06:00' },
    '下沙街道 8 号大街 22 号',
    9_200,
    12,
  ),
  job(
    '厨师',
    '西湖人家餐饮管理有限公司',
    { min: 6_000, max: 7_500, unit: 'month' },
    { start: '09:00', end: '20:00' },
    '湖滨路 88 号',
    1_200,
    1,
  ),
  job('保洁员', '洁净家政服务部', { min: 150, max: 150, unit: 'day' }, { start: '08:00', end: '17:00' }, '城站火车站候车厅', 80, 0),
  job('装卸工', '东站货运服务部', { min: 280, max: 320, unit: 'day' }, { start: '05:30' }, '火车东站西广场', 3_600, 6),
  job('服务员', '湖滨饭店', { min: 22, max: 22, unit: 'hour' }, { start: '10:00', end: '21:00' }, '延安路 258 号', 900, 4),
  job('保安', '安泰保安公司', { min: 180, max: 200, unit: 'day' }, { start: '07:00', end: '19:00' }, '双创中心二期', 2_100, 2),
  job('钢筋工', '城建三公司', { min: 350, max: 400, unit: 'day' }, { start: '06:00' }, '钱江新城工地', 5_400, 8),
];

function job(
  trade: string,
  employer: string,
  pay: Pick<BoardRow['pay'], 'min' | 'max' | 'unit'>,
  hours: { start: string; end?: string },
  place: string,
  distanceM: number,
  placesLeft: number,
) {
  const nextDay = hours.end !== undefined && hours.end < hours.start ? { nextDay: true } : {};
  const shift = { kind: 'fixed' as const, text: '', ...hours, ...nextDay };
  return { trade, employer, pay: { ...pay, negotiable: false, settlement: 'daily' as const }, shift, place, distanceM, placesLeft };
}

const rows = (today: string): BoardRow[] =>
  Array.from({ length: 2 * facts.length }, (_, index) => {
    const fact = facts[index % facts.length] as (typeof facts)[number];
    const shift = { ...fact.shift, startsOn: today };
    const same = { benefits: [], filled: fact.placesLeft === 0, startsToday: true, confirmedAt: null, expiresAt: null, dayJob: true };
    return { ...fact, ...same, shift, postingId: `sample-${index}`, number: 101 + index };
  });

export interface SampleBoard {
  manifest: Pick<Manifest, 'station' | 'screen' | 'demo'>;
  slide: JobsSlide | StationSlide;
  rotation: (JobsSlide | StationSlide)[];
}

/** What such a glass would show of these jobs on its first page. */
export function sampleBoard(
  glass: GlassFacts,
  at: { station: Manifest['station']; url: string; addressBytes: number; today: string },
): SampleBoard {
  const link = { code: '', url: at.url };
  const own: StationSlide = { kind: 'station', id: 'own', link, dwellMs: 10_000 };
  const [page] = pagesFor(glass, rows(at.today), { ...at, turn: 0 });
  const slide: JobsSlide | StationSlide = page
    ? { kind: 'jobs', id: 'sample', page: page.page, pages: page.pages, rows: page.rows, link, dwellMs: page.dwellMs }
    : own;
  return { manifest: { station: at.station, screen: glassOf(glass), demo: false }, slide, rotation: [slide, own] };
}
