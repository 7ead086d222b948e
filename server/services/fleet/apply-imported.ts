import { eq, sql } from 'drizzle-orm';
import type { ImportedRow } from '../../contract/fleet.ts';
import type { Tx } from '../../db/database.ts';
import { screenGroupMembers, screenTags } from '../../db/schema/fleet.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { ImportRow } from '../../domain/screen/import-table.ts';
import { announce } from '../announce.ts';
import { glassFacts } from '../boards/compose-boards.ts';
import type { Context } from '../context.ts';
import { entryFor } from '../record.ts';
import { leaveWall } from '../screens/save-glass.ts';

export interface ImportStation {
  id: string;
  path: string;
  demo: boolean;
  screens: Map<string, typeof screens.$inferSelect>;
}

/** A row that was looked at, with what it would do. */
export interface Judged extends ImportRow {
  at: ImportStation | undefined;
  groupIds: string[];
  outcome: ImportedRow['outcome'];
}

/** Fifteen parameters a row, of the protocol's 65,535. */
const rowsAtOnce = 1_000;

const sides = ['widthMm', 'heightMm', 'widthPx', 'heightPx'] as const;

type Row = ReturnType<typeof placed>;

/**
 * Five thousand rows by some dozen statements: in embedded mode nothing else is served while a transaction lasts. What stands there already is
 * neither written nor told anew. @returns ids in the table's order
 */
export async function applyRows(tx: Tx, ctx: Context, actor: Actor, judged: readonly Judged[]): Promise<string[]> {
  const rows = judged.map((row) => placed(ctx, row));
  const fresh = rows.filter(({ before }) => before === undefined);
  const changed = rows.filter(({ outcome }) => outcome === 'changed');
  for (let from = 0; from < fresh.length; from += rowsAtOnce)
    await tx.insert(screens).values(
      fresh.slice(from, from + rowsAtOnce).map(({ id, at, glass }) => ({
        ...glass,
        id,
        stationId: at.id,
        demo: at.demo,
        createdAt: ctx.clock.now(),
      })),
    );
  for (const { id, before, glass } of changed) {
    // Two halves that are no longer known to be equal are two boards, until somebody joins them again.
    if (before && sides.some((side) => before[side] !== glass[side])) await leaveWall(tx, ctx, before);
    await tx.update(screens).set(glass).where(eq(screens.id, id));
  }
  const marked = new Set([...(await joinGroups(tx, rows)), ...(await addTags(tx, rows))]);
  const touched = rows.filter(({ id, outcome }) => outcome !== 'same' || marked.has(id));
  await announce(
    tx,
    ctx,
    ...touched.map(({ id, at, before, glass, groupIds, tags }) =>
      entryFor(ctx, actor, {
        area: 'screens',
        action: before ? 'screen.changed' : 'screen.imported',
        subject: id,
        ...(before && { before: glassFacts(before) }),
        after: { ...glass, stationId: at.id, groupIds, tags },
      }),
    ),
    ...touched.map(({ id }) => ({ type: 'screen.changed' as const, screenId: id })),
  );
  return rows.map(({ id }) => id);
}

function placed(ctx: Pick<Context, 'random'>, { at, glass, name, outcome, groupIds, tags }: Judged) {
  if (!at || !glass) throw new Error('a row without station or size was let through');
  const before = at.screens.get(name);
  return { id: before?.id ?? ctx.random.id(), before, at, glass, outcome, groupIds, tags };
}

/** Arrays, not rows of parameters: each screen may be in several. @returns ids of the screens that were not in before */
async function joinGroups(tx: Tx, rows: readonly Row[]): Promise<string[]> {
  const pairs = rows.flatMap(({ id, groupIds }) => groupIds.map((groupId) => ({ id, groupId })));
  if (pairs.length === 0) return [];
  const { rows: came } = await tx.execute<{ screenId: string }>(sql`
    insert into ${screenGroupMembers} (group_id, screen_id)
    select pair."groupId", pair.id from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as pair(id text, "groupId" text)
    on conflict do nothing returning screen_id as "screenId"`);
  return came.map(({ screenId }) => screenId);
}

/** @returns ids of the screens that had not all of theirs before */
async function addTags(tx: Tx, rows: readonly Row[]): Promise<string[]> {
  const pairs = rows.flatMap(({ id, tags }) => tags.map((tag) => ({ id, tag })));
  if (pairs.length === 0) return [];
  const { rows: came } = await tx.execute<{ screenId: string }>(sql`
    insert into ${screenTags} (screen_id, tag)
    select pair.id, pair.tag from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as pair(id text, tag text)
    on conflict do nothing returning screen_id as "screenId"`);
  return came.map(({ screenId }) => screenId);
}
