import type { Pay, PayUnit, Settlement, Shift } from '../posting/facts.ts';

/**
 * How facts are worded, once: the same words on glass, phone, print and in the show. Pure, browser-safe, without Intl for
 * numbers (old glass formats them differently).
 */
export type GlassLocale = 'zh-CN' | 'en';

/** What a wording needs to know of now: the calendar day in the station's zone, YYYY-MM-DD. */
export interface Day {
  today: string;
}

const payUnitWords: Record<GlassLocale, Record<PayUnit, string>> = {
  'zh-CN': { hour: '元/小时', day: '元/天', month: '元/月', piece: '元/件', order: '元/单' },
  en: { hour: 'yuan/hour', day: 'yuan/day', month: 'yuan/month', piece: 'yuan/piece', order: 'yuan/order' },
};

const settlementWords: Record<GlassLocale, Record<Settlement, string>> = {
  'zh-CN': { daily: '日结', weekly: '周结', monthly: '月结', 'on-completion': '干完就结' },
  en: { daily: 'paid daily', weekly: 'paid weekly', monthly: 'paid monthly', 'on-completion': 'paid when done' },
};

/** The figure and its unit apart: they stand in different sizes. */
export interface PayWords {
  amount: string;
  unit: string;
  note?: string;
}

/** At most two decimals, none that say nothing, no thousands separators: 260, 24.5. */
export const formatAmount = (yuan: number) => String(Math.round(yuan * 100) / 100);

export function payWords(pay: Pay, locale: GlassLocale = 'zh-CN'): PayWords {
  const zh = locale === 'zh-CN';
  const { min, max } = pay;
  if (min === undefined && max === undefined) return withNote({ amount: zh ? '面议' : 'negotiable', unit: '' }, pay);
  const unit = pay.unit === undefined ? (zh ? '元' : 'yuan') : payUnitWords[locale][pay.unit];
  if (min === undefined) return withNote({ amount: `${zh ? '最高 ' : 'up to '}${formatAmount(max ?? 0)}`, unit }, pay);
  if (max === undefined) return withNote({ amount: formatAmount(min), unit: zh ? `${unit}起` : `${unit} or more` }, pay);
  return withNote({ amount: min === max ? formatAmount(min) : `${formatAmount(min)}–${formatAmount(max)}`, unit }, pay);
}

function withNote(words: PayWords, pay: Pay): PayWords {
  return pay.note ? { ...words, note: pay.note } : words;
}

/** 260–320 元/天 */
export function formatPay(pay: Pay, locale: GlassLocale = 'zh-CN'): string {
  const { amount, unit } = payWords(pay, locale);
  return unit ? `${amount} ${unit}` : amount;
}

export function formatSettlement(pay: Pay, locale: GlassLocale = 'zh-CN'): string | undefined {
  return pay.settlement && settlementWords[locale][pay.settlement];
}

/** 400 米, 3.6 公里, 12 公里. Straight line, so never finer than it can be. `undefined` where it is unknown. */
export function formatDistance(metres: number | null, locale: GlassLocale = 'zh-CN'): string | undefined {
  if (metres === null) return undefined;
  const [m, km] = locale === 'zh-CN' ? ['米', '公里'] : ['m', 'km'];
  if (metres < 95) return `${Math.max(10, Math.round(metres / 10) * 10)} ${m}`;
  if (metres < 950) return `${Math.round(metres / 50) * 50} ${m}`;
  if (metres < 9_950) return `${(metres / 1000).toFixed(1).replace(/\.0$/, '')} ${km}`;
  return `${Math.round(metres / 1000)} ${km}`;
}

/** 还剩 3 人, 已招满 */
export function formatPlaces(row: { placesLeft: number; filled: boolean }, locale: GlassLocale = 'zh-CN'): string {
  const zh = locale === 'zh-CN';
  if (row.filled || row.placesLeft <= 0) return zh ? '已招满' : 'filled';
  return zh ? `还剩 ${row.placesLeft} 人` : `${row.placesLeft} left`;
}

/** 今天 18 点起, 明天 8:00–17:00, 22:00–次日 6:00, 两班倒 */
export function formatShift(shift: Shift, day: Day, locale: GlassLocale = 'zh-CN'): string {
  const when = shift.startsOn === undefined ? undefined : formatDay(shift.startsOn, day, locale);
  const hours = formatHours(shift, locale, when !== undefined);
  if (when === undefined) return hours || plainShift(shift, locale);
  if (hours) return `${when} ${hours}`;
  return locale === 'zh-CN' ? `${when}开工` : `starts ${when}`;
}

/** 11月24日 8:00–17:00: for words that are read on another day than they are written on, where 明天 would be wrong. */
export function formatLastingShift({ startsOn, ...shift }: Shift): string {
  const hours = formatHours(shift, 'zh-CN', startsOn !== undefined) || plainShift(shift, 'zh-CN');
  const [, month, dayOfMonth] = startsOn?.split('-') ?? [];
  return startsOn === undefined ? hours : `${Number(month)}月${Number(dayOfMonth)}日 ${hours}`;
}

function formatHours(shift: Shift, locale: GlassLocale, dated: boolean): string {
  const zh = locale === 'zh-CN';
  if (shift.start === undefined) return '';
  const start = spokenTime(shift.start);
  if (shift.end === undefined) {
    const [hour, minute] = start.split(':');
    if (!zh) return `from ${start}`;
    return dated && minute === '00' ? `${hour} 点起` : `${start} 起`;
  }
  const next = shift.nextDay ? (zh ? '次日 ' : 'next day ') : '';
  return `${start}–${next}${spokenTime(shift.end)}`;
}

const plainKinds: Record<GlassLocale, Record<Shift['kind'], string>> = {
  'zh-CN': { fixed: '', rotating: '两班倒', flexible: '时间弹性', weekend: '周末', unspecified: '时间问驿站' },
  en: { fixed: '', rotating: 'rotating shifts', flexible: 'flexible hours', weekend: 'weekends', unspecified: 'ask for hours' },
};

function plainShift(shift: Shift, locale: GlassLocale): string {
  const zh = locale === 'zh-CN';
  // The employer's own words say more than our kind does, as long as they are short enough to be words.
  if (zh && shift.kind !== 'flexible' && shift.text && shift.text.length <= 10) return shift.text;
  // How long is more than to be sent asking.
  if (shift.kind !== 'unspecified' && plainKinds[locale][shift.kind]) return plainKinds[locale][shift.kind];
  if (shift.hours !== undefined) return zh ? `每天 ${shift.hours} 小时` : `${shift.hours} h a day`;
  return zh && shift.text ? shift.text : plainKinds[locale].unspecified;
}

/** 5:00 from 05:00; a wall has no room for a zero that nobody says. */
const spokenTime = (time: string) => time.replace(/^0(?=\d:)/, '');

const dayMs = 86_400_000;

/** 今天, 明天, 后天, 11月24日 */
export function formatDay(date: string, { today }: Day, locale: GlassLocale = 'zh-CN'): string {
  const zh = locale === 'zh-CN';
  const ahead = Math.round((Date.parse(date) - Date.parse(today)) / dayMs);
  if (ahead === 0) return zh ? '今天' : 'today';
  if (ahead === 1) return zh ? '明天' : 'tomorrow';
  if (ahead === 2 && zh) return '后天';
  const [, month = '', dayOfMonth = ''] = date.split('-');
  return zh ? `${Number(month)}月${Number(dayOfMonth)}日` : `${englishMonths[Number(month) - 1]} ${Number(dayOfMonth)}`;
}

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
