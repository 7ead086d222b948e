import type { ShowDate } from '#server/contract/shows.ts';
import type { Weekday } from '#server/domain/show/recurrence-words.ts';
import type { HolidayRule, SwappedRule } from '#server/domain/show/rules.ts';
import { m } from '$lib/paraglide/messages.js';

export const weekdayWords: Record<Weekday, () => string> = {
  MO: m.shows_mo,
  TU: m.shows_tu,
  WE: m.shows_we,
  TH: m.shows_th,
  FR: m.shows_fr,
  SA: m.shows_sa,
  SU: m.shows_su,
};

export const holidayWords: Record<HolidayRule, () => string> = {
  skip: m.shows_holiday_skip,
  hold: m.shows_holiday_hold,
  ask: m.shows_holiday_ask,
};

export const swappedWords: Record<SwappedRule, () => string> = { usual: m.shows_swapped_usual, extra: m.shows_swapped_extra };

export const fateWords: Record<ShowDate['fate'], () => string> = {
  held: m.shows_fate_held,
  off: m.shows_fate_off,
  asked: m.shows_fate_asked,
};
