import type { BoardRow, JobsSlide, Manifest } from '../manifest.ts';

/** Builders for tests of boards; every fact can be said otherwise. */
export function row(facts: Partial<BoardRow> = {}): BoardRow {
  const number = facts.number ?? 101;
  return {
    postingId: `posting-${number}`,
    number,
    trade: '搬运工',
    employer: '东站货运服务部',
    pay: { min: 220, max: 220, unit: 'day', settlement: 'daily', negotiable: false },
    shift: { kind: 'fixed', start: '18:00', startsOn: '2026-11-21', text: '今晚6点' },
    place: '火车东站西广场',
    distanceM: 3_600,
    benefits: [],
    placesLeft: 3,
    filled: false,
    startsToday: true,
    confirmedAt: null,
    expiresAt: null,
    dayJob: true,
    ...facts,
  };
}

export function slide(rows: BoardRow[], facts: Partial<JobsSlide> = {}): JobsSlide {
  const code = 'AB12CD34';
  return {
    kind: 'jobs',
    id: 's1',
    page: 1,
    pages: 1,
    rows,
    link: { code, url: `http://192.168.1.10:3000/j/${code}` },
    dwellMs: 8_000,
    ...facts,
  };
}

export function manifest(facts: Partial<Manifest> = {}): Manifest {
  return {
    format: 1,
    screenId: 'screen-1',
    version: 7,
    issuedAt: '2026-11-21T04:00:00Z',
    station: {
      id: 'station-1',
      name: '城站火车站星工驿站',
      phone: '0000-8700000',
      timeZone: 'Asia/Shanghai',
      hours: [{ days: 'MO-SU', open: '00:00', close: '24:00' }],
    },
    screen: {
      name: '出站口大屏',
      kind: 'lcd',
      layout: 'landscape',
      widthMm: 3840,
      heightMm: 2160,
      widthPx: 3840,
      heightPx: 2160,
      viewingDistanceM: 8,
      mountHeightM: 3.2,
      liveMode: 'beside',
      soundOn: false,
      touch: false,
    },
    slides: [
      slide([row()]),
      { kind: 'station', id: 'own', link: { code: 'AB12CD35', url: 'http://192.168.1.10:3000/j/AB12CD35' }, dwellMs: 10_000 },
    ],
    assets: [],
    demo: false,
    keyId: 'key-1',
    ...facts,
  };
}
