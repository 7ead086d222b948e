import { z } from 'zod';
import { screenStates } from '../domain/screen/health.ts';
import { importProblems } from '../domain/screen/import-table.ts';
import { id, isoInstant, line, position, regionCode } from './primitives.ts';
import { screenCommand } from './screens.ts';

/** A fleet is ordered about in one request up to this many screens. */
export const mostScreensAtOnce = 5_000;
export const screenIds = z.array(id).min(1).max(mostScreensAtOnce);

export const screenTag = line(20).min(1);
const tags = z.array(screenTag).max(10).default([]);

/** 分组 of a region: holds screens of its subtree alone. */
export const makeGroup = z.object({ name: line(40).min(1), regionCode });
export type MakeGroup = z.infer<typeof makeGroup>;
export const renameGroup = z.object({ name: line(40).min(1) });
export const groupForStaff = z.object({ id, name: z.string(), regionCode, screens: z.int() });
export type GroupForStaff = z.infer<typeof groupForStaff>;

const someIds = z.array(id).max(mostScreensAtOnce).default([]);
/** Puts screens into a group and takes others out, in one go. */
export const regroup = z
  .object({ add: someIds, remove: someIds })
  .refine(({ add, remove }) => add.length + remove.length > 0, { path: ['add'], message: 'names at least one screen' });
export type Regroup = z.output<typeof regroup>;

/** Gives tags to screens and takes others away, in one go. */
export const retag = z
  .object({ screenIds, add: tags, remove: tags })
  .refine(({ add, remove }) => add.length + remove.length > 0, { path: ['add'], message: 'names at least one tag' });
export type Retag = z.output<typeof retag>;
export const tagInUse = z.object({ tag: z.string(), screens: z.int() });

/** How many of the screens named were changed; the others were so already. */
export const changedScreens = z.object({ changed: z.int() });

/** Of thousands: what a row of the list, a mark on the map and a filter need, and nothing more. */
export const fleetScreen = z.object({
  id,
  name: z.string(),
  stationId: id,
  kind: z.enum(['lcd', 'led-low-resolution', 'led-ultra-wide', 'kiosk']),
  widthPx: z.int(),
  heightPx: z.int(),
  device: z.enum(['paired', 'unpaired', 'revoked']),
  /** null: has no device, or was not judged yet. */
  state: z.enum(screenStates).nullable(),
  reasons: z.array(z.string()),
  since: isoInstant.nullable(),
  appVersion: z.string().nullable(),
  takeover: z.enum(['safe-slate', 'notice']).nullable(),
  groups: z.array(z.string()),
  tags: z.array(z.string()),
});
export type FleetScreen = z.infer<typeof fleetScreen>;
export const fleetStation = z.object({ id, name: z.string(), regionCode: z.string(), position: position.nullable(), openNow: z.boolean() });
export type FleetStation = z.infer<typeof fleetStation>;
export const fleetView = z.object({
  /** Asked again with this as `since`, only what has turned comes. */
  at: isoInstant,
  stations: z.array(fleetStation),
  screens: z.array(fleetScreen),
});
export type FleetView = z.infer<typeof fleetView>;
/** What has turned since then; `total` tells whether screens came or went, and all should be read anew. */
export const fleetTurns = z.object({
  at: isoInstant,
  total: z.int(),
  turned: z.array(fleetScreen.pick({ id: true, state: true, reasons: true, since: true })),
});
export type FleetTurns = z.infer<typeof fleetTurns>;

/** One command to many; each glass proves it by its own echo. */
export const commandScreens = z.object({ screenIds }).and(screenCommand);
export type CommandScreens = z.output<typeof commandScreens>;
export const orderedScreens = z.object({ commandId: z.string(), screens: z.int() });
export const commandEchoes = z.object({ ordered: z.int(), echoed: z.array(id) });

export const moveScreens = z.object({ screenIds, stationId: id });
export type MoveScreens = z.output<typeof moveScreens>;

/** One line of a screen's life. */
export const historyEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('condition'), at: isoInstant, state: z.enum(screenStates), reasons: z.array(z.string()) }),
  z.object({
    kind: z.literal('audit'),
    at: isoInstant,
    action: z.string(),
    /** A name where it was one of the staff. */
    actor: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    /** Whether the glass has said to have carried the command out; absent where it was none. */
    echoed: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('takeover'),
    at: isoInstant,
    takeover: z.enum(['safe-slate', 'notice']),
    message: z.string().nullable(),
    actor: z.string(),
    endsAt: isoInstant,
    liftedAt: isoInstant.nullable(),
  }),
]);
export type HistoryEntry = z.infer<typeof historyEntry>;
const uptime = z.object({
  days: z.int(),
  share: z.number().nullable(),
  awakeMs: z.number(),
  byState: z.record(z.enum(screenStates), z.number()),
});
export const screenHistory = z.object({ entries: z.array(historyEntry), uptime: z.array(uptime) });
export type ScreenHistory = z.infer<typeof screenHistory>;
export const screenshotForStaff = z.object({ id: z.string(), source: z.enum(['page', 'glass']), takenAt: isoInstant });
export type ScreenshotForStaff = z.infer<typeof screenshotForStaff>;

/** The name of the file, percent-encoded: the file itself is the body, sent once to look and once to apply. */
export const importQuery = z.object({ fileName: z.string().min(1).max(200), apply: z.enum(['0', '1']).default('0') });
export const importedRow = z.object({
  row: z.int(),
  name: z.string(),
  station: z.string(),
  glass: z.object({ widthMm: z.int(), heightMm: z.int(), widthPx: z.int(), heightPx: z.int(), viewingDistanceM: z.number() }).nullable(),
  groups: z.array(z.string()),
  tags: z.array(z.string()),
  /** What it is or would be; null where something is wrong with it. */
  outcome: z.enum(['new', 'changed', 'same']).nullable(),
  problems: z.array(z.object({ column: z.string(), code: z.enum(importProblems), value: z.string() })),
});
export type ImportedRow = z.infer<typeof importedRow>;
export const importOutcome = z.object({ applied: z.boolean(), rows: z.array(importedRow), screenIds: z.array(id) });
export type ImportOutcome = z.infer<typeof importOutcome>;
