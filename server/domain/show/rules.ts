/** What a series does on a public holiday: held as ever, 停播, or somebody is asked. */
export const holidayRules = ['hold', 'skip', 'ask'] as const;
export type HolidayRule = (typeof holidayRules)[number];

/** `extra`: held on the weekends' swapped workdays (调休) too, as people work then. */
export const swappedRules = ['usual', 'extra'] as const;
export type SwappedRule = (typeof swappedRules)[number];

/** Whether the calendar can change anything of a series. */
export const goesByCalendar = ({ onHoliday, onSwapped }: { onHoliday: HolidayRule; onSwapped: SwappedRule }): boolean =>
  onHoliday !== 'hold' || onSwapped === 'extra';

/** Who took an episode off the air: a person, a holiday, or a change of its series. */
export const cancelledBys = ['staff', 'holiday', 'series'] as const;
export type CancelledBy = (typeof cancelledBys)[number];
