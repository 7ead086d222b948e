import { z } from 'zod';
import { longestMinutes, shortestMinutes } from '../domain/live/show-end.ts';
import { dayKinds } from '../domain/show/calendar.ts';
import { weekdays } from '../domain/show/recurrence-words.ts';
import { cancelledBys, holidayRules, swappedRules } from '../domain/show/rules.ts';
import { longestTitle } from '../domain/show/title.ts';
import { pastEpisode } from './past-episode.ts';
import { id, isoInstant, line, plainDate, regionCode } from './primitives.ts';

// --- 栏目 ---

const episodeMinutes = z.int().min(shortestMinutes).max(longestMinutes);

export const saveShow = z.object({
  name: line(30).min(1),
  regionCode,
  weekdays: z.array(z.enum(weekdays)).min(1).max(7),
  everyWeeks: z.int().min(1).max(8).default(1),
  /** HH:MM; no show starts at 24:00. */
  startTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  minutes: episodeMinutes,
  startsOn: plainDate,
  endsOn: plainDate.optional(),
  onHoliday: z.enum(holidayRules),
  onSwapped: z.enum(swappedRules),
  hostName: line(20).min(1),
  organiser: line(40).min(1),
  titlePattern: line(longestTitle).min(1),
});
export type SaveShow = z.infer<typeof saveShow>;

/** A date to come, as the rules have it now. */
export const showDate = z.object({ at: isoInstant, fate: z.enum(['held', 'off', 'asked']), holiday: z.string().nullable() });
export type ShowDate = z.infer<typeof showDate>;

export const showForStaff = z.object({
  id,
  name: z.string(),
  slug: z.string().nullable(),
  regionCode,
  weekdays: z.array(z.enum(weekdays)),
  everyWeeks: z.int(),
  startTime: z.string(),
  minutes: z.int(),
  timeZone: z.string(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  onHoliday: z.enum(holidayRules),
  onSwapped: z.enum(swappedRules),
  /** Null: only announced on the walls, nobody holds it yet. */
  hostName: z.string().nullable(),
  organiser: z.string().nullable(),
  titlePattern: z.string().nullable(),
  /** Its next dates, 8 weeks ahead. */
  dates: z.array(showDate),
  /** Of the current week, what one press takes off the air. */
  thisWeek: z.object({ episodeId: id, plannedAt: isoInstant, off: z.boolean() }).nullable(),
  /** Years of its episodes made ahead whose holidays nobody has entered: they are taken for ordinary days. */
  unknownYears: z.array(z.int()),
  /** The next one that is held: whose poster to put up. */
  nextEpisodeId: id.nullable(),
  calendarUrl: z.string().nullable(),
  /** Its page for everybody. */
  pageUrl: z.string().nullable(),
  posterUrl: z.string().nullable(),
});
export type ShowForStaff = z.infer<typeof showForStaff>;

/** What the rules of a form would give, before it is saved. */
export const previewShow = saveShow.pick({
  weekdays: true,
  everyWeeks: true,
  startTime: true,
  startsOn: true,
  endsOn: true,
  onHoliday: true,
  onSwapped: true,
  regionCode: true,
});
export type PreviewShow = z.infer<typeof previewShow>;

/** A series as everybody sees it. */
export const seriesForPublic = z.object({
  name: z.string(),
  slug: z.string(),
  hostName: z.string().nullable(),
  organiser: z.string().nullable(),
  demo: z.boolean(),
  weekdays: z.array(z.enum(weekdays)),
  everyWeeks: z.int(),
  startTime: z.string(),
  minutes: z.int(),
  timeZone: z.string(),
  /** YYYY-MM-DD there. */
  today: z.string(),
  posterUrl: z.string().nullable(),
  calendarUrl: z.string(),
  on: z.object({ slug: z.string(), title: z.string() }).nullable(),
  next: z.array(
    z.object({
      slug: z.string(),
      title: z.string(),
      plannedAt: isoInstant,
      minutes: z.int(),
      off: z.object({ by: z.enum(cancelledBys), reason: z.string() }).nullable(),
    }),
  ),
  past: z.array(pastEpisode),
});
export type SeriesForPublic = z.infer<typeof seriesForPublic>;

/** What a station's people subscribe to: every show that reaches it. */
export const stationCalendarPath = (stationId: string): string => `/api/shows/calendar/station/${stationId}.ics`;

// --- one episode of it ---

/** 停播, with its reason. `reason` of a holiday is its name. */
export const offAir = z.object({ by: z.enum(cancelledBys), reason: z.string() });
export type OffAir = z.infer<typeof offAir>;

export const moveEpisode = z.object({ plannedAt: isoInstant, minutes: episodeMinutes.optional() });
export const cancelEpisode = z.object({ reason: line(20).min(1) });
/** What was asked: is it held on the holiday? */
export const answerEpisode = z.object({ held: z.boolean() });
export const editEpisode = z.object({ title: line(longestTitle).min(1), hostName: line(20).min(1), organiser: line(40).min(1) });
export type EditEpisode = z.infer<typeof editEpisode>;

// --- 节假日和调休 ---

export const calendarDay = z.object({
  day: plainDate,
  kind: z.enum(dayKinds),
  name: line(20).min(1),
  source: line(200).min(4),
  publishedOn: plainDate,
});
export type CalendarDayInput = z.infer<typeof calendarDay>;
export const calendarDayForStaff = calendarDay.extend({ shipped: z.boolean() });
export type CalendarDayForStaff = z.infer<typeof calendarDayForStaff>;
export const calendarYear = z.object({ year: z.coerce.number().int().min(2024).max(2100) });

// --- 提醒我 ---

export const reminderMinutes = [10, 30, 60] as const;
export const askReminder = z.object({ minutesBefore: z.literal(reminderMinutes) });
export const reminderState = z.object({ minutesBefore: z.int().nullable(), phoneMasked: z.string().nullable(), available: z.boolean() });
export type ReminderState = z.infer<typeof reminderState>;

// --- 海报 ---

export const poster = z.object({
  title: z.string(),
  hostName: z.string(),
  organiser: z.string(),
  plannedAt: isoInstant,
  minutes: z.int(),
  timeZone: z.string(),
  off: offAir.nullable(),
  /** The series' own picture. */
  pictureUrl: z.string().nullable(),
  /** Trades that will be pitched, for the picture to name a few. */
  trades: z.array(z.string()),
  /** Opens the show's page. */
  link: z.object({ code: z.string(), url: z.string() }),
});
export type Poster = z.infer<typeof poster>;
