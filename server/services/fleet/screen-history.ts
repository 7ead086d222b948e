import { and, desc, eq, gte, isNull, or, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { HistoryEntry, ScreenHistory } from '../../contract/fleet.ts';
import type { Tx } from '../../db/database.ts';
import { user } from '../../db/schema/auth.ts';
import { conditionChanges, screenEchoes } from '../../db/schema/health.ts';
import { auditEntries } from '../../db/schema/records.ts';
import { takeovers } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { uptimeOf } from '../../domain/screen/uptime.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { screenAt } from '../screens/held-screen.ts';

const mostOfAKind = 300;
const uptimeDays = [1, 7, 30];

/** A screen's life, the newest first: what it was, what was ordered of it and whether it obeyed, what took it over. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function screenHistory(ctx: Context, actor: Actor, screenId: string): Promise<ScreenHistory> {
  return ctx.db.transaction(async (tx) => {
    const held = await screenAt(tx, screenId);
    requireIn(actor, 'clerk', held.path);
    const now = ctx.clock.now();
    const turns = await turnsOf(tx, screenId, now.subtract({ hours: 24 * Math.max(...uptimeDays) }));
    const ups = turns.map(({ at, state }) => ({ atMs: at.epochMilliseconds, state }));
    const entries: HistoryEntry[] = [
      ...turns.slice(-mostOfAKind).map(({ at, state, reasons }) => ({ kind: 'condition' as const, at: at.toString(), state, reasons })),
      ...(await ordersOf(tx, screenId)),
      ...(await takeoversOf(tx, held)),
    ];
    entries.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
    const nowMs = now.epochMilliseconds;
    return {
      entries,
      uptime: uptimeDays.map((days) => {
        const { share, awakeMs, byState } = uptimeOf(ups, nowMs - days * 86_400_000, nowMs);
        return { days, share: share ?? null, awakeMs, byState };
      }),
    };
  });
}

/** With the last one before: it says how the time began. */
async function turnsOf(tx: Tx, screenId: string, from: Temporal.Instant) {
  const mine = eq(conditionChanges.screenId, screenId);
  const before = await tx
    .select()
    .from(conditionChanges)
    .where(and(mine, sql`${conditionChanges.at} < ${from.toString()}::timestamptz`))
    .orderBy(desc(conditionChanges.id))
    .limit(1);
  const since = await tx
    .select()
    .from(conditionChanges)
    .where(and(mine, gte(conditionChanges.at, from)))
    .orderBy(conditionChanges.id);
  return [...before, ...since];
}

async function ordersOf(tx: Tx, screenId: string): Promise<HistoryEntry[]> {
  const rows = await tx
    .select({ entry: auditEntries, name: user.name })
    .from(auditEntries)
    .leftJoin(user, sql`${auditEntries.actor} = 'staff:' || ${user.id}`)
    .where(eq(auditEntries.subject, screenId))
    .orderBy(desc(auditEntries.at))
    .limit(mostOfAKind);
  const echoed = new Set(
    (await tx.select({ id: screenEchoes.commandId }).from(screenEchoes).where(eq(screenEchoes.screenId, screenId))).map(({ id }) => id),
  );
  return rows.map(({ entry, name }) => {
    const commandId = commandOf(entry.after);
    return {
      kind: 'audit' as const,
      at: entry.at.toString(),
      action: entry.action,
      actor: name ?? entry.actor,
      before: entry.before,
      after: entry.after,
      ...(commandId === undefined ? {} : { echoed: echoed.has(commandId) }),
    };
  });
}

function commandOf(after: unknown): string | undefined {
  if (typeof after !== 'object' || after === null || !('commandId' in after)) return undefined;
  return typeof after.commandId === 'string' ? after.commandId : undefined;
}

/** Those of its own, its station's, its region's and everybody's. */
async function takeoversOf(tx: Tx, { screen, station, path }: Awaited<ReturnType<typeof screenAt>>): Promise<HistoryEntry[]> {
  const ancestors = path.split('/').filter((code) => code !== '');
  const rows = await tx
    .select({ takeover: takeovers, name: user.name })
    .from(takeovers)
    .leftJoin(user, sql`${takeovers.raisedBy} = 'staff:' || ${user.id}`)
    .where(
      or(
        eq(takeovers.screenId, screen.id),
        eq(takeovers.stationId, station.id),
        sql`${takeovers.regionCode} = any(${sql.param(ancestors)}::text[])`,
        and(isNull(takeovers.screenId), isNull(takeovers.stationId), isNull(takeovers.regionCode)),
      ),
    )
    .orderBy(desc(takeovers.startsAt))
    .limit(mostOfAKind);
  return rows.map(({ takeover, name }) => ({
    kind: 'takeover' as const,
    at: takeover.startsAt.toString(),
    takeover: takeover.kind,
    message: takeover.message,
    actor: name ?? takeover.raisedBy,
    endsAt: takeover.endsAt.toString(),
    liftedAt: takeover.liftedAt?.toString() ?? null,
  }));
}
