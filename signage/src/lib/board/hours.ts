import type { GlassLocale } from '#server/domain/board/format.ts';
import type { StationOnGlass } from '#server/domain/board/manifest.ts';

const days: Record<GlassLocale, Record<string, string>> = {
  'zh-CN': { MO: '周一', TU: '周二', WE: '周三', TH: '周四', FR: '周五', SA: '周六', SU: '周日' },
  en: { MO: 'Mon', TU: 'Tue', WE: 'Wed', TH: 'Thu', FR: 'Fri', SA: 'Sat', SU: 'Sun' },
};

/** 周一至周五 8:30–17:30, 每天 24 小时 */
export function wordHours(hours: StationOnGlass['hours'], locale: GlassLocale): string {
  const zh = locale === 'zh-CN';
  const word = (code: string) => days[locale][code] ?? code;
  const spoken = (time: string) => time.replace(/^0(?=\d)/, '');
  return hours
    .map(({ days: range, open, close }) => {
      const [from = '', to] = range.split('-');
      const everyDay = range === 'MO-SU';
      const when = everyDay ? (zh ? '每天' : 'daily') : to === undefined ? word(from) : `${word(from)}${zh ? '至' : '–'}${word(to)}`;
      const allDay = open === '00:00' && close === '24:00';
      return `${when} ${allDay ? (zh ? '24 小时' : '24 h') : `${spoken(open)}–${spoken(close)}`}`;
    })
    .join(zh ? '，' : ', ');
}
