import { readFileSync } from 'node:fs';
import { type GlassFacts, glassOf, pagesFor } from '#server/domain/board/compose.ts';
import { judgeGlass } from '#server/domain/board/judge.ts';
import type { Arrangement, GlassLook, StationSlide } from '#server/domain/board/manifest.ts';
import { manifest, row, slide } from '#server/domain/board/testing/rows.ts';
import type { GlassProps, Standing } from './built.ts';

/** Every screen of the sample file, in every template that it can have. */
export interface Hung {
  name: string;
  glass: GlassFacts;
  locale: 'zh-CN' | 'en';
  /** Whether jobs stand on it. */
  facts: boolean;
}

interface ScreenInFile {
  name: string;
  widthMm: number;
  heightMm: number;
  pixels: string;
  viewingDistanceM: number;
  mountHeightM: number;
  kind?: GlassFacts['kind'];
}
const file = new URL('../../../fixtures/demo/stations.json', import.meta.url);
const { stations } = JSON.parse(readFileSync(file, 'utf8')) as { stations: { name: string; screens: ScreenInFile[] }[] };

/** As long as a code's address is where a station has no name of its own. */
export const codeUrl = 'http://192.168.111.110:3000/j/AB12CD34';

const plain = { type: 'standard', contrast: 'standard', arrangement: { kind: 'plain' } } as const satisfies GlassLook;
const arranged = (arrangement: Arrangement): GlassLook => ({ ...plain, arrangement });
const half = (side: 'left' | 'right' | 'top' | 'bottom') => arranged({ kind: 'wall', half: side, partnerId: 'other', bezelMm: 8 });
const looks: [string, GlassLook][] = [
  ['in large type', { ...plain, type: 'large' }],
  ['in high contrast', { ...plain, contrast: 'high' }],
  ['as the left half of a wall', half('left')],
  ['as the right half of a wall', half('right')],
  ['as the upper half of a wall', half('top')],
  ['as the lower half of a wall', half('bottom')],
  ['in two zones', arranged({ kind: 'split' })],
];

const inFile = stations.flatMap((station) =>
  station.screens.map((screen): GlassFacts => {
    const [widthPx = 0, heightPx = 0] = screen.pixels.split('x').map(Number);
    const { pixels: _, ...size } = screen;
    return {
      kind: 'lcd',
      ...size,
      name: `${station.name}${screen.name}`,
      widthPx,
      heightPx,
      liveMode: 'off',
      soundOn: false,
      touch: false,
    };
  }),
);
/** What no station of the file has: a wide glass, and a strip near enough for a code. */
const made: GlassFacts[] = [
  {
    ...{
      name: '双联宽屏',
      kind: 'lcd',
      widthMm: 2420,
      heightMm: 680,
      widthPx: 3840,
      heightPx: 1080,
      viewingDistanceM: 3,
      mountHeightM: 1.8,
    },
    ...{ liveMode: 'off', soundOn: false, touch: false },
  },
  {
    ...{ name: '柜台条屏', kind: 'led-ultra-wide', widthMm: 4800, heightMm: 400, widthPx: 3840, heightPx: 320 },
    ...{ viewingDistanceM: 2.5, mountHeightM: 2, liveMode: 'off', soundOn: false, touch: false },
  },
];

const fits = (glass: GlassFacts) => judgeGlass(glass, codeUrl.length).fits;

/** Each in the template of its shape. */
export const plainGlasses: readonly GlassFacts[] = [...inFile, ...made];

export const hungGlasses: Hung[] = plainGlasses.flatMap((glass) => [
  { name: glass.name, glass, locale: 'zh-CN' as const, facts: true },
  { name: `${glass.name} in English`, glass, locale: 'en' as const, facts: true },
  ...looks
    .map(([words, look]) => ({ name: `${glass.name} ${words}`, glass: { ...glass, look }, locale: 'zh-CN' as const, facts: true }))
    .filter((hung) => fits(hung.glass))
    .map((hung) => ({ ...hung, facts: judgeGlass(hung.glass, codeUrl.length).plan.rows > 0 })),
]);

const today = '2026-11-21';
const confirmedAt = '2026-11-21T00:40:00Z';
/** The widest pay, the longest shift, a full job, an order that no line holds easily; and usual ones. */
const rows = [
  row({ number: 101, title: '搬运工（夜班急招）', placesLeft: 3, confirmedAt }),
  row({
    ...{
      number: 102,
      trade: '快递分拣员',
      employer: '杭州顺达物流有限公司',
      place: '下沙街道 8 号大街 22 号 3 幢',
      distanceM: 9_200,
      placesLeft: 12,
      confirmedAt,
    },
    pay: { min: 24.5, max: 24.5, unit: 'hour', settlement: 'daily', negotiable: false },
    shift: { kind: 'fixed', start: '22:00', end: '06:00', nextDay: true, startsOn: today, text: '' },
  }),
  row({
    ...{
      number: 103,
      trade: '厨师',
      employer: '西湖人家餐饮管理有限公司',
      place: '湖滨路 88 号',
      distanceM: 1_200,
      placesLeft: 1,
      confirmedAt,
    },
    pay: { min: 6_000, max: 7_500, unit: 'month', settlement: 'monthly', negotiable: false },
    shift: { kind: 'rotating', text: '两班倒' },
  }),
  row({ number: 104, trade: '保洁员', place: '城站火车站候车厅', distanceM: 80, placesLeft: 0, filled: true, confirmedAt }),
  ...[105, 106, 107, 108, 109, 110, 111].map((number) => row({ number, confirmedAt })),
];

/** The first page of these jobs on one glass, as the composer lays it out. */
export function boardOn({ glass, locale }: Hung): Standing & GlassProps {
  const screen = glassOf(glass);
  const [page] = pagesFor(glass, rows, { addressBytes: codeUrl.length, today, turn: 0 });
  if (page === undefined) throw new Error('there are jobs');
  const link = { code: 'AB12CD34', url: codeUrl };
  const jobs = slide(page.rows, { page: page.page, pages: page.pages, dwellMs: page.dwellMs, link });
  const own: StationSlide = { kind: 'station', id: 'own', link, dwellMs: 10_000 };
  const station = { ...manifest().station, brand: { line: '杭州市公共就业服务', accent: '#8fd3ff' } };
  const nextShow = { title: '万荣就业直播带岗', startsAt: '2026-11-24T06:30:00Z' };
  return {
    kind: 'slide',
    manifest: manifest({ screen, station, nextShow }),
    slide: jobs,
    rotation: [jobs, own],
    nowMs: Date.parse('2026-11-21T01:41:00Z'),
    locale,
  };
}
