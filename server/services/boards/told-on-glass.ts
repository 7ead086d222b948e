import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { playlists, schedules } from '../../db/schema/programme.ts';
import { screens } from '../../db/schema/screens.ts';
import type { LeaderboardSlide, TeamOnGlass } from '../../domain/board/manifest.ts';
import type { FigureKey, FigureReading } from '../../domain/figures/figure.ts';
import type { Context } from '../context.ts';
import { figuresOnGlass, leadersOnGlass } from '../figures/on-glass.ts';
import { regionScope, stationScope } from '../figures/scope.ts';
import { teamsOnGlass } from '../teams/teams-on-glass.ts';
import { ancestorCodes } from './load-boards.ts';

/** 数据、班组、排行榜 for the walls of these stations, and of the regions whose playlists ask for leaders. */
export interface Told {
  figures: ReadonlyMap<string, FigureReading[]>;
  teams: ReadonlyMap<string, TeamOnGlass[]>;
  leaders: ReadonlyMap<string, { region: string; rows: LeaderboardSlide['rows'] }>;
}

/** The three that say whether a station serves its people, and what it has to offer today. */
const shownFigures: readonly FigureKey[] = ['people-at-work', 'answered-in-time', 'wall-truth', 'postings', 'headcount', 'day-pay'];
const kinds = ['figures', 'teams', 'leaderboard'] as const;
const nothing: Told = { figures: new Map(), teams: new Map(), leaders: new Map() };

/** Read anew this often: each reading is a new manifest, and a wall's numbers are read from across a hall. */
const goodForMs = 10 * 60_000;
const mostKept = 10_000;

/** One memory a database and process, by what was read of which place. */
const memories = new WeakMap<Context['db'], Map<string, { value: unknown; atMs: number }>>();

/** What playlists scheduled on these screens tell. Asked before the boards' transaction: sums are read beside it, not within. */
export async function loadTold(ctx: Context, screenIds: readonly string[]): Promise<Told> {
  const asking = await ctx.db
    .selectDistinct({ regionCode: schedules.regionCode, owner: playlists.regionCode, items: playlists.items })
    .from(schedules)
    .innerJoin(playlists, and(eq(playlists.id, schedules.playlistId), isNull(playlists.removedAt)))
    .where(and(isNull(schedules.removedAt), or(...kinds.map((kind) => sql`${playlists.items} @> ${JSON.stringify([{ kind }])}::jsonb`))));
  if (asking.length === 0) return nothing;
  const at = await ctx.db
    .selectDistinct({ id: stations.id, path: regions.path })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(isNull(screens.revokedAt), among(screens.id, screenIds)));
  const wanted = asking.filter(({ regionCode }) => at.some(({ path }) => ancestorCodes(path).includes(regionCode)));
  const asks = (kind: (typeof kinds)[number]) => wanted.filter(({ items }) => items.some((item) => item.kind === kind));
  const meant = (kind: (typeof kinds)[number]) =>
    at.filter(({ path }) => asks(kind).some(({ regionCode }) => ancestorCodes(path).includes(regionCode))).map(({ id }) => id);
  return readTold(ctx, {
    figures: meant('figures'),
    teams: meant('teams'),
    leaders: [...new Set(asks('leaderboard').map(({ owner }) => owner))],
  });
}

/** @param wanted ids of stations, and codes of regions for the leaders */
export async function readTold(ctx: Context, wanted: { figures: string[]; teams: string[]; leaders: string[] }): Promise<Told> {
  const figures = await readEach(ctx, 'figures', wanted.figures, (id) => figuresOnGlass(ctx, id, shownFigures));
  const teams = await readEach(ctx, 'teams', wanted.teams, async (id) => {
    const scope = await stationScope(ctx.db, id);
    const today = ctx.clock.now().toZonedDateTimeISO(scope.timeZone).toPlainDate().toString();
    return teamsOnGlass(ctx.db, scope, today);
  });
  const leaders = await readEach(ctx, 'leaders', wanted.leaders, async (code) => {
    const scope = await regionScope(ctx.db, code);
    return { region: scope.name, rows: await leadersOnGlass(ctx, scope) };
  });
  return { figures, teams, leaders };
}

async function readEach<T>(ctx: Context, what: string, of: readonly string[], read: (of: string) => Promise<T>): Promise<Map<string, T>> {
  const memory = memories.get(ctx.db) ?? new Map<string, { value: unknown; atMs: number }>();
  memories.set(ctx.db, memory);
  const nowMs = ctx.clock.now().epochMilliseconds;
  const found = new Map<string, T>();
  for (const one of of) {
    const key = `${what} ${one}`;
    const known = memory.get(key);
    if (known !== undefined && nowMs - known.atMs < goodForMs) {
      // Stored under this very kind of reading.
      found.set(one, known.value as T);
      continue;
    }
    if (memory.size > mostKept) memory.clear();
    const value = await read(one);
    memory.set(key, { value, atMs: nowMs });
    found.set(one, value);
  }
  return found;
}
