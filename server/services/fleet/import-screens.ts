import { eq, sql } from 'drizzle-orm';
import type { ImportedRow, ImportOutcome } from '../../contract/fleet.ts';
import type { Tx } from '../../db/database.ts';
import { screenGroups } from '../../db/schema/fleet.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { addressBytes } from '../../domain/board/compose.ts';
import { judgeGlass } from '../../domain/board/judge.ts';
import {
  type ImportColumn,
  type ImportedGlass,
  type ImportProblem,
  type ImportRow,
  readHeader,
  readRow,
} from '../../domain/screen/import-table.ts';
import type { Context } from '../context.ts';
import { openFile } from '../intake/read/open-file.ts';
import { linkUrl } from '../links/ensure-links.ts';
import { Refusal } from '../refusal.ts';
import { pathOfStation } from '../regions/path-of-station.ts';
import { applyRows, type ImportStation, type Judged } from './apply-imported.ts';
import { inReach } from './in-reach.ts';

const mostRows = 5_000;
/** Titles and remarks above the header. */
const mostRowsAbove = 15;

export interface ImportFile {
  bytes: Uint8Array;
  fileName: string;
}

/**
 * Reads a table of screens. Looked at first, row by row, with what is wrong; applied only as a whole, and only where nothing is wrong. A
 * screen is known by station and name: the same table twice doubles nothing.
 * @throws Refusal IMPORT_NO_HEADER, IMPORT_TOO_MANY, IMPORT_HAS_PROBLEMS, INTAKE_… for what is no table
 */
export async function importScreens(ctx: Context, actor: Actor, file: ImportFile, { apply }: { apply: boolean }): Promise<ImportOutcome> {
  const rows = await readTable(file);
  return ctx.db.transaction(async (tx) => {
    // Two people with the same table: the second one finds the first one's screens.
    if (apply) await tx.execute(sql`select pg_advisory_xact_lock(hashtext('gangbo.import-screens'))`);
    const known = await knownPlaces(tx, actor);
    const judged = judgeRows(ctx, rows, known);
    const view = judged.map(forStaff);
    if (!apply) return { applied: false, rows: view, screenIds: [] };
    const wrong = judged.filter(({ problems }) => problems.length > 0).length;
    if (wrong > 0) throw new Refusal('IMPORT_HAS_PROBLEMS', { rows: wrong });
    return { applied: true, rows: view, screenIds: await applyRows(tx, ctx, actor, judged) };
  });
}

async function readTable({ bytes, fileName }: ImportFile): Promise<ImportRow[]> {
  const opened = await openFile({ bytes }, fileName);
  if (opened.kind !== 'table') throw new Refusal('IMPORT_NO_HEADER');
  const { table } = opened;
  try {
    for await (const sheet of table.sheets()) {
      if (sheet.hidden || sheet.rowCount === 0) continue;
      let header: ReturnType<typeof readHeader>;
      const read: ImportRow[] = [];
      for await (const batch of sheet.rows()) {
        for (const row of batch) {
          if (header === undefined) {
            if (row.row > mostRowsAbove) break;
            header = readHeader(row);
            continue;
          }
          const screen = readRow(row, header);
          if (screen) read.push(screen);
          if (read.length > mostRows) throw new Refusal('IMPORT_TOO_MANY', { most: mostRows });
        }
        if (header === undefined) break;
      }
      if (header !== undefined) return read;
    }
  } finally {
    table.close();
  }
  throw new Refusal('IMPORT_NO_HEADER');
}

interface Known {
  stations: Map<string, ImportStation[]>;
  groups: Map<string, { id: string; path: string }[]>;
}

/** Stations and groups where this member of staff is clerk: for whom there are no others. */
async function knownPlaces(tx: Tx, actor: Actor): Promise<Known> {
  const reach = reachOf(actor, 'clerk');
  const places = await tx
    .select({ station: stations, path: regions.path, screen: screens })
    .from(stations)
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .leftJoin(screens, eq(screens.stationId, stations.id))
    .where(inReach(pathOfStation, reach));
  const byId = new Map<string, ImportStation & { name: string }>();
  for (const { station, path, screen } of places) {
    const here = byId.get(station.id) ?? { id: station.id, name: station.name, path, demo: station.demo, screens: new Map() };
    if (screen) here.screens.set(screen.name, screen);
    byId.set(station.id, here);
  }
  const groups = await tx
    .select({ id: screenGroups.id, name: screenGroups.name, path: regions.path })
    .from(screenGroups)
    .innerJoin(regions, eq(regions.code, screenGroups.regionCode))
    .where(inReach(regions.path, reach));
  return { stations: Map.groupBy(byId.values(), ({ name }) => name), groups: Map.groupBy(groups, ({ name }) => name) };
}

function judgeRows(ctx: Context, rows: readonly ImportRow[], known: Known): Judged[] {
  const codeBytes = addressBytes(linkUrl(ctx, '0'.repeat(8)));
  const seen = new Set<string>();
  return rows.map((row) => {
    const problems = [...row.problems];
    const refuse = (column: ImportColumn, code: ImportProblem, value: string) => void problems.push({ column, code, value });
    const named = row.station === '' ? [] : (known.stations.get(row.station) ?? []);
    if (row.station !== '' && named.length === 0) refuse('station', 'STATION_UNKNOWN', row.station);
    if (named.length > 1) refuse('station', 'STATION_AMBIGUOUS', row.station);
    const at = named.length === 1 ? named[0] : undefined;
    const key = `${at?.id ?? row.station}\n${row.name}`;
    if (row.name !== '' && seen.has(key)) refuse('name', 'NAME_TWICE', row.name);
    seen.add(key);
    if (row.glass && !judgeGlass(row.glass, codeBytes).fits) refuse('distance', 'GLASS_TOO_SMALL', String(row.glass.viewingDistanceM));
    const groupIds = row.groups.flatMap((name) => {
      const group = at && nearest(known.groups.get(name) ?? [], at.path);
      if (at && group === undefined) refuse('groups', 'GROUP_UNKNOWN', name);
      return group?.id ?? [];
    });
    const outcome = problems.length > 0 || !row.glass ? null : outcomeOf(at?.screens.get(row.name), row.glass);
    return { ...row, problems, at, groupIds, outcome };
  });
}

/** The group of this name whose region holds the station; the smallest such region. */
const nearest = (groups: readonly { id: string; path: string }[], path: string) =>
  groups.filter((group) => path.startsWith(group.path)).sort((a, b) => b.path.length - a.path.length)[0];

function outcomeOf(now: typeof screens.$inferSelect | undefined, glass: ImportedGlass): 'new' | 'changed' | 'same' {
  if (now === undefined) return 'new';
  const keys = Object.keys(glass) as (keyof ImportedGlass)[];
  return keys.every((key) => now[key] === glass[key]) ? 'same' : 'changed';
}

const forStaff = ({ row, name, station, glass, groups, tags, outcome, problems }: Judged): ImportedRow => ({
  row,
  name,
  station,
  glass: glass
    ? {
        widthMm: glass.widthMm,
        heightMm: glass.heightMm,
        widthPx: glass.widthPx,
        heightPx: glass.heightPx,
        viewingDistanceM: glass.viewingDistanceM,
      }
    : null,
  groups,
  tags,
  outcome,
  problems,
});
