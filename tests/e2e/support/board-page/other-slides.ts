import { type GlassFacts, glassOf } from '#server/domain/board/compose.ts';
import type { LiveOnGlass, Slide, StationSlide, ToldSlide } from '#server/domain/board/manifest.ts';
import { noticeSlides } from '#server/domain/board/notice.ts';
import { planLive } from '#server/domain/board/plan-live.ts';
import { linkOf, planFor } from '#server/domain/board/slide.ts';
import { manifest, row } from '#server/domain/board/testing/rows.ts';
import { toldPages } from '#server/domain/board/told.ts';
import type { Standing } from './built.ts';
import { boardOn, codeUrl } from './hung-glasses.ts';

const link = { code: 'AB12CD34', url: codeUrl };
const asOf = '2026-11-21T01:40:20Z';
const hostName = '王小梅';
const title = '万荣就业直播带岗周五专场';
const own: StationSlide = { kind: 'station', id: 'own', link, dwellMs: 10_000 };
const coming = { title, hostName, startsAt: '2026-11-21T02:23:00Z', trades: ['搬运工', '快递分拣员', '帮厨', '保洁员', '叉车司机'] };

const figures: ToldSlide = {
  kind: 'figures',
  id: 'figures',
  figures: [
    { key: 'people-at-work', value: 1_284, unit: 'person-days', asOf },
    { key: 'answered-in-time', value: 93, unit: 'share', asOf },
    { key: 'wall-truth', value: 18, of: 20, low: 70, high: 97, unit: 'of', asOf },
    { key: 'day-pay', value: 263, unit: 'yuan-a-day', asOf },
    { key: 'headcount', value: 412, unit: 'places', asOf },
    { key: 'started', value: null, unit: 'grabs', asOf },
  ],
  dwellMs: 10_000,
};
const teams: ToldSlide = {
  kind: 'teams',
  id: 'teams',
  teams: ['装卸一队', '老乡建筑班组', '月嫂姐妹团', '夜班分拣队'].map((name, at) => ({
    ...{ name, trade: '搬运工', members: 12 + at, working: at === 2 ? null : 9 + at },
  })),
  dwellMs: 10_000,
};
const leaders: ToldSlide = {
  kind: 'leaderboard',
  id: 'leaders',
  title: '近七天上岗',
  rows: ['万荣县零工市场', '城站火车站星工驿站', '洗马社区零工驿站'].map((name, at) => ({ name, value: 320 - at * 77 })),
  unit: '人次',
  dwellMs: 10_000,
};
const notice = {
  ...{ contentId: 'n', topic: 'policy' as const, title: '灵活就业人员社保补贴开始申报', source: '杭州市人力资源和社会保障局' },
  paragraphs: ['十二月十日前带身份证和社保卡到本驿站服务台登记，符合条件的每月补贴 500 元。', '不会用手机的，工作人员帮您填。'],
  link,
};
const urgent = '今晚十点起站前广场封闭施工，零工请从西门进出，夜班接送车改停环城东路公交站。';

interface Stands {
  what: string;
  view: Standing;
  /** How many codes a phone must find. */
  codes: number;
}

/** Whatever stands on a glass beside pages of jobs, each once. */
export function standsOn(glass: GlassFacts): Stands[] {
  const board = boardOn({ name: glass.name, glass, locale: 'zh-CN', facts: true });
  const slides: [string, Slide][] = [
    ['the station’s own slide', own],
    ['the code of a show', { ...own, show: { title, hostName } }],
    ['a show whose host is away', { ...own, show: { title, hostName, away: true } }],
    ['a countdown', { ...own, coming }],
    ['a show that is off', { ...own, coming: { ...coming, off: '主播临时有任务' } }],
    ...[figures, teams, leaders].flatMap((told) =>
      toldPages(told, glass).map((page, at): [string, Slide] => [`${told.kind} ${at + 1}`, page]),
    ),
    ...noticeSlides('n', notice, glass).map((page): [string, Slide] => [`page ${page.page} of a notice`, page]),
  ];
  return [
    ...slides.map(([what, slide]) => ({
      ...{ what, view: { ...board, slide, rotation: [slide] } },
      codes: planFor(board.manifest.screen, linkOf(slide)).code === null ? 0 : 1,
    })),
    ...live(glass),
    ...[
      { what: 'an urgent notice', notice: urgent, drill: false },
      { what: 'a drill', notice: '演习：请从西门离开。', drill: true },
      { what: 'the safe slate', notice: undefined, drill: false },
    ].map(({ what, ...words }) => ({
      what,
      codes: 0,
      view: { kind: 'urgent' as const, locale: 'zh-CN' as const, station: manifest().station, glass: glassOf(glass), ...words },
    })),
  ];
}

function live(glass: GlassFacts): Stands[] {
  const taking = { ...glass, liveMode: 'beside' as const };
  const { kind: _, ...view } = boardOn({ name: glass.name, glass: taking, locale: 'zh-CN', facts: true });
  const shown: LiveOnGlass = {
    ...{ episodeId: 'e', slug: 's', title, hostName, organiser: '万荣县公共就业服务中心', state: 'live', seq: 3, link },
    pitch: { ...row({ number: 108, title: '夜班分拣员' }), link },
  };
  return (['landscape', 'portrait'] as const).flatMap((canvas) => {
    const plan = planLive(planFor(view.manifest.screen, link), { liveMode: 'beside', canvas });
    if (plan === null) return [];
    return [true, false].map((hasPicture) => ({
      what: `${hasPicture ? 'a show' : 'the slate of a show'} (${canvas}) beside the jobs`,
      codes: 1,
      view: { kind: 'live' as const, view, live: shown, plan, hasPicture, turn: 0 },
    }));
  });
}
