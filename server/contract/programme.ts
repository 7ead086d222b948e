import { z } from 'zod';
import { boardOrders } from '../domain/programme/playlist.ts';
import { holidayRules, swappedRules } from '../domain/programme/timetable.ts';
import { id, isoInstant, line, paragraph, plainDate, plainTime, regionCode } from './primitives.ts';

export const programmeTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('region'), regionCode }),
  z.object({ kind: z.literal('station'), stationId: id }),
  z.object({ kind: z.literal('group'), groupId: id }),
  z.object({ kind: z.literal('tag'), tag: line(20).min(1), regionCode }),
  z.object({ kind: z.literal('screen'), screenId: id }),
]);

export const assetHash = z.string().regex(/^[0-9a-f]{64}$/);
const seconds = z.int().min(3).max(600);

// ——— 内容

const contentFrame = {
  title: line(40).min(1),
  /** Who says so: asked of everything that hangs in public. */
  source: line(80).min(2),
  targets: z.array(programmeTarget).max(50).default([]),
  from: isoInstant.optional(),
  until: isoInstant.optional(),
};
export const contentFacts = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('picture'), ...contentFrame, asset: assetHash, fit: z.enum(['contain', 'cover']), seconds }),
    z.object({ kind: z.literal('film'), ...contentFrame, asset: assetHash, fit: z.enum(['contain', 'cover']), soundOn: z.boolean() }),
    z.object({
      kind: z.literal('notice'),
      ...contentFrame,
      topic: z.enum(['policy', 'training', 'rights', 'notice']),
      paragraphs: z.array(paragraph(400)).min(1).max(20),
    }),
  ])
  .refine(({ from, until }) => from === undefined || until === undefined || from < until, {
    path: ['until'],
    message: 'ends after it begins',
  });

export const saveContent = z.object({ regionCode, facts: contentFacts });
export type SaveContent = z.output<typeof saveContent>;
export const changeContent = z.object({ version: z.int(), facts: contentFacts });
export const decideContent = z.object({ version: z.int() });
export const rejectContent = z.object({ version: z.int(), reason: line(200).min(2) });

export const assetForStaff = z.object({
  sha256: assetHash,
  kind: z.enum(['picture', 'film']),
  url: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
  durationMs: z.int().nullable(),
});
export type AssetForStaff = z.output<typeof assetForStaff>;

export const contentStates = ['waiting', 'approved', 'rejected', 'withdrawn'] as const;
const contentForStaff = z.object({
  id,
  regionCode,
  state: z.enum(contentStates),
  version: z.int(),
  facts: contentFacts,
  /** What hangs on the walls, where that is something else. */
  approvedFacts: contentFacts.nullable(),
  asset: assetForStaff.nullable(),
  writtenBy: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: isoInstant.nullable(),
  rejectedReason: z.string().nullable(),
  updatedAt: isoInstant,
  /** The asker wrote a part of it, so somebody else approves. */
  isMine: z.boolean(),
  mayApprove: z.boolean(),
  /** Names of the playlists that hold it. */
  playlists: z.array(z.string()),
});
export type ContentForStaff = z.output<typeof contentForStaff>;
/** From a slide back to its people: what was done to it, the oldest first. */
export const contentHistory = z.object({
  entries: z.array(
    z.object({
      at: isoInstant,
      by: z.string(),
      /** content.entered, content.changed, content.approved, content.rejected, content.withdrawn */
      action: z.string(),
      version: z.int().nullable(),
      title: z.string().nullable(),
      source: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});
export type ContentHistory = z.output<typeof contentHistory>;
/** One answer has so many. */
export const mostContents = 500;
/** `next` goes on where this answer ends, whatever is edited meanwhile; null: that is all there is. */
export const contentsPage = z.object({ contents: z.array(contentForStaff), next: z.string().nullable() });
export type ContentsPage = z.infer<typeof contentsPage>;
/** Time and id of the last that an answer had: to be handed back, not to be read. */
const contentsCursor = z.string().refine(isCursor, 'what an answer gave as its next');
function isCursor(typed: string): boolean {
  const [updatedAt, last, ...rest] = typed.split('~');
  return isoInstant.safeParse(updatedAt).success && id.safeParse(last).success && rest.length === 0;
}
export const contentQuery = z.object({
  region: regionCode,
  after: contentsCursor.optional(),
  limit: z.coerce.number().int().min(1).max(mostContents).default(mostContents),
});
export type ContentQuery = z.output<typeof contentQuery>;
export const fileQuery = z.object({ region: regionCode });

// ——— 节目单

const itemId = z.string().min(1).max(36);
export const playlistItem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('jobs'),
    id: itemId,
    filter: z.object({ trades: z.array(line(40).min(1)).max(20).optional(), order: z.enum(boardOrders).optional() }),
    pages: z.int().min(1).max(12).optional(),
  }),
  z.object({ kind: z.literal('content'), id: itemId, contentId: id, seconds: seconds.optional() }),
  z.object({ kind: z.literal('countdown'), id: itemId }),
  z.object({ kind: z.enum(['figures', 'teams', 'leaderboard']), id: itemId }),
]);
export const mostItems = 60;
const items = z
  .array(playlistItem)
  .max(mostItems)
  .refine((all) => new Set(all.map((item) => item.id)).size === all.length, { message: 'an item is named twice' });
export const savePlaylist = z.object({ regionCode, name: line(40).min(1), items });
export type SavePlaylist = z.output<typeof savePlaylist>;
export const changePlaylist = z.object({ version: z.int(), name: line(40).min(1), items });
export const playlistForStaff = z.object({
  id,
  regionCode,
  name: z.string(),
  version: z.int(),
  items: z.array(playlistItem),
  updatedAt: isoInstant,
  mayChange: z.boolean(),
  schedules: z.int(),
  /** Screens that can show nothing of it just now. */
  emptyOn: z.int(),
});
export type PlaylistForStaff = z.output<typeof playlistForStaff>;
export const previewPlaylist = z.object({ screenId: id, regionCode, items });

// ——— 排期

const daypart = z.object({ from: plainTime, to: plainTime }).refine(({ from, to }) => from !== to && from !== '24:00', {
  path: ['to'],
  message: 'ends at another time than it begins',
});
export const scheduleRule = z
  .object({
    dayparts: z.array(daypart).max(12),
    weekdays: z.array(z.int().min(1).max(7)).max(7),
    fromDay: plainDate.optional(),
    untilDay: plainDate.optional(),
    onHoliday: z.enum(holidayRules),
    onSwapped: z.enum(swappedRules),
    stationHours: z.boolean(),
  })
  .refine(({ fromDay, untilDay }) => fromDay === undefined || untilDay === undefined || fromDay <= untilDay, {
    path: ['untilDay'],
    message: 'ends after it begins',
  });
export const saveSchedule = z.object({
  playlistId: id,
  name: line(40).min(1),
  target: programmeTarget,
  rule: scheduleRule,
  priority: z.int().min(-10).max(10),
});
export type SaveSchedule = z.output<typeof saveSchedule>;
export const changeSchedule = saveSchedule.extend({ version: z.int() });
export const checkSchedule = saveSchedule.extend({ id: id.optional() });
export const scheduleForStaff = saveSchedule.extend({
  id,
  version: z.int(),
  playlistName: z.string(),
  targetName: z.string(),
  screens: z.int(),
  updatedAt: isoInstant,
  mayChange: z.boolean(),
});
export type ScheduleForStaff = z.output<typeof scheduleForStaff>;

const precedence = z.enum(['priority', 'nearness', 'since', 'id']);
const localTime = z.object({ day: plainDate, time: plainTime });
export const scheduleChecked = z.object({
  /** That it would reach. */
  screens: z.int(),
  clashes: z.array(
    z.object({
      scheduleId: z.string(),
      name: z.string(),
      playlistName: z.string(),
      /** Screens on which the two meet, one of them by name, and when first. */
      screens: z.int(),
      screenName: z.string(),
      at: localTime,
      wins: z.boolean(),
      because: precedence,
    }),
  ),
  /** It asks for holidays or swapped workdays, and nobody has entered those of these years yet. */
  unknownYears: z.array(z.int()),
});
export type ScheduleChecked = z.output<typeof scheduleChecked>;

// ——— 这块屏什么时候放什么

/** A moment of the day: 24:00, which ends a stretch, is the next day's. */
const moment = plainTime.refine((time) => time !== '24:00', { message: '00:00–23:59' });
export const dayQuery = z.object({ day: plainDate, time: moment.optional() });
export const dayOnScreen = z.object({
  screenId: id,
  screenName: z.string(),
  stationName: z.string(),
  timeZone: z.string(),
  day: plainDate,
  /** 国庆节; of a swapped workday, the holiday it is worked for. */
  dayNote: z.string().nullable(),
  /** False: nobody has entered this year's holidays and swapped workdays yet, so that every schedule takes it for ordinary. */
  calendarKnown: z.boolean(),
  stretches: z.array(z.object({ from: plainTime, to: plainTime, scheduleId: z.string().nullable(), playlistName: z.string().nullable() })),
  at: z
    .object({
      time: plainTime,
      playlistName: z.string().nullable(),
      /** What goes round then, of what the wall holds now: the station's own slide alone where nothing of the playlist is valid. */
      shows: z.array(
        z.object({
          kind: z.enum(['jobs', 'station', 'figures', 'teams', 'leaderboard', 'picture', 'film', 'notice']),
          title: z.string().nullable(),
        }),
      ),
      candidates: z.array(
        z.object({
          scheduleId: z.string(),
          name: z.string(),
          playlistName: z.string(),
          targetName: z.string(),
          verdict: z.discriminatedUnion('kind', [
            z.object({ kind: z.literal('plays') }),
            z.object({ kind: z.literal('pushed-aside'), by: z.string(), because: precedence }),
            z.object({
              kind: z.literal('off'),
              why: z.enum([
                'BEFORE_ITS_DATES',
                'AFTER_ITS_DATES',
                'OTHER_WEEKDAY',
                'HOLIDAY',
                'NO_HOLIDAY',
                'OTHER_HOURS',
                'STATION_CLOSED',
              ]),
            }),
          ]),
        }),
      ),
      /** What stands above every schedule then: safe slate, urgent notice, a live show that this screen takes. */
      above: z.array(z.object({ kind: z.enum(['safe-slate', 'notice', 'live']), title: z.string(), until: isoInstant })),
    })
    .nullable(),
});
export type DayOnScreen = z.output<typeof dayOnScreen>;
