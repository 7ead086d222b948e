import type { ContentForStaff, DayOnScreen, PlaylistForStaff, ScheduleForStaff } from '#server/contract/programme.ts';
import { weekdays } from '#server/domain/show/recurrence-words.ts';
import { weekdayWords } from '$lib/live/series-words.ts';
import { m } from '$lib/paraglide/messages.js';

type Item = PlaylistForStaff['items'][number];
type Rule = ScheduleForStaff['rule'];

export const kindWords = { notice: m.prog_kind_notice, picture: m.prog_kind_picture, film: m.prog_kind_film } satisfies Record<
  ContentForStaff['facts']['kind'],
  () => string
>;

export const topicWords = {
  policy: m.prog_topic_policy,
  training: m.prog_topic_training,
  rights: m.prog_topic_rights,
  notice: m.prog_topic_notice,
};

export const stateWords: Record<ContentForStaff['state'], { words: () => string; tone: 'good' | 'warn' | 'alarm' | '' }> = {
  waiting: { words: m.prog_state_waiting, tone: 'warn' },
  approved: { words: m.prog_state_approved, tone: 'good' },
  rejected: { words: m.prog_state_rejected, tone: 'alarm' },
  withdrawn: { words: m.prog_state_withdrawn, tone: '' },
};

/** What an item of a playlist is, in a line. */
export function itemWords(item: Item, contents: ReadonlyMap<string, ContentForStaff>): string {
  switch (item.kind) {
    case 'jobs': {
      const trades = item.filter.trades ?? [];
      const which = trades.length === 0 ? m.prog_item_jobs() : m.prog_item_trades({ trades: trades.join('、') });
      return item.filter.order === 'morning-first' ? `${which} · ${m.prog_morning_first()}` : which;
    }
    case 'content': {
      const content = contents.get(item.contentId);
      return content === undefined ? m.prog_item_gone() : `${kindWords[content.facts.kind]()} · ${content.facts.title}`;
    }
    case 'countdown':
      return m.prog_item_countdown();
    case 'figures':
      return m.prog_item_figures();
    case 'teams':
      return m.prog_item_teams();
    case 'leaderboard':
      return m.prog_item_leaderboard();
  }
}

type Shown = NonNullable<DayOnScreen['at']>['shows'][number];

const shownWords: Record<Shown['kind'], () => string> = {
  ...kindWords,
  jobs: m.prog_shows_jobs,
  station: m.prog_shows_station,
  figures: m.prog_item_figures,
  teams: m.prog_item_teams,
  leaderboard: m.prog_item_leaderboard,
};

/** 岗位、文字通知「社保补贴」: what goes round at a time. */
export const showsWords = (shows: readonly Shown[]): string =>
  shows.map(({ kind, title }) => (title === null ? shownWords[kind]() : `${shownWords[kind]()}「${title}」`)).join('、');

const dayWord = (day: number): string => {
  const name = weekdays[day - 1];
  return name === undefined ? '' : weekdayWords[name]();
};

/** 周一、周二 05:00–07:00, station hours, until 12-31. */
export function ruleWords(rule: Rule): string {
  const days =
    rule.weekdays.length === 0 || rule.weekdays.length === 7 ? m.prog_every_day() : [...rule.weekdays].sort().map(dayWord).join('、');
  const times = rule.dayparts.length === 0 ? m.prog_whole_day() : rule.dayparts.map(({ from, to }) => `${from}–${to}`).join('、');
  const dates = rule.fromDay || rule.untilDay ? `${rule.fromDay ?? ''} ~ ${rule.untilDay ?? ''}` : '';
  return [
    `${days} ${times}`,
    dates,
    rule.stationHours ? m.prog_station_hours() : '',
    rule.onHoliday === 'as-usual' ? '' : holidayWords[rule.onHoliday](),
    rule.onSwapped === 'as-weekday' ? '' : swappedWords[rule.onSwapped](),
  ]
    .filter(Boolean)
    .join(' · ');
}

export const holidayWords = {
  'as-usual': m.prog_holiday_usual,
  never: m.prog_holiday_never,
  only: m.prog_holiday_only,
  'as-sunday': m.prog_holiday_sunday,
};
export const swappedWords = { 'as-weekday': m.prog_swapped_weekday, 'as-workday': m.prog_swapped_workday };

const becauseWords = { priority: m.prog_by_priority, nearness: m.prog_by_nearness, since: m.prog_by_since, id: m.prog_by_id };
export const becauseOf = (because: keyof typeof becauseWords): string => becauseWords[because]();

const offWords = {
  BEFORE_ITS_DATES: m.prog_off_before,
  AFTER_ITS_DATES: m.prog_off_after,
  OTHER_WEEKDAY: m.prog_off_weekday,
  HOLIDAY: m.prog_off_holiday,
  NO_HOLIDAY: m.prog_off_no_holiday,
  OTHER_HOURS: m.prog_off_hours,
  STATION_CLOSED: m.prog_off_closed,
};

type Candidate = NonNullable<DayOnScreen['at']>['candidates'][number];

/** Why this one plays, or does not. */
export function verdictWords({ verdict }: Candidate, all: readonly Candidate[]): string {
  if (verdict.kind === 'plays') return m.prog_plays();
  if (verdict.kind === 'off') return offWords[verdict.why]();
  const winner = all.find(({ scheduleId }) => scheduleId === verdict.by)?.name ?? '';
  return m.prog_pushed({ name: winner, because: becauseOf(verdict.because) });
}
