import { eq, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Tx } from '../../db/database.ts';
import { conditionChanges, screenConditions } from '../../db/schema/health.ts';
import { settings } from '../../db/schema/org.ts';
import type { JudgedScreen } from '../../domain/alerts/wanted.ts';
import { type Condition, isSameCondition, judgeScreen } from '../../domain/screen/health.ts';
import { type Look, lookAgain } from '../../domain/screen/look.ts';
import { reconcileAlerts } from '../alerts/reconcile-alerts.ts';
import { sayWhatIsDue } from '../alerts/say-what-is-due.ts';
import type { Context } from '../context.ts';
import { type FleetScreen, loadFleet } from './load-fleet.ts';

const lookKey = 'fleet.look';
const lookShape = z.object({ atMs: z.number(), patientUntilMs: z.number() });

/**
 * One round: what each screen is, what has turned since the round before, and which alerts that makes or ends. Rounds never overlap: each
 * holds the note of the last one.
 */
export async function judgeFleet(ctx: Context): Promise<{ turned: number }> {
  return ctx.db.transaction(async (tx) => {
    const now = ctx.clock.now();
    const look = await takeLook(tx, now);
    const fleet = await loadFleet(tx, now);
    const judged: (JudgedScreen & { regionPath: string })[] = [];
    const turned: Turned[] = [];
    for (const screen of fleet) {
      const condition = conditionOf(screen, look);
      if (condition === undefined) continue;
      const same = screen.known !== undefined && isSameCondition(screen.known, condition);
      // Another reason for the same state is a line in the history; how long the state has lasted goes on.
      const since = screen.known?.state === condition.state ? screen.known.since : startOf(screen, condition, now);
      if (!same) turned.push({ screenId: screen.screenId, ...condition, since, at: now });
      judged.push({ ...condition, ...pick(screen), sinceMs: since.epochMilliseconds });
    }
    await keepTurned(tx, turned);
    const resting = await reconcileAlerts(tx, ctx, { judged, away: look.away, isComplete: judged.length === fleet.length });
    await sayWhatIsDue(tx, ctx, resting);
    return { turned: turned.length };
  });
}

const pick = ({ screenId, stationId, regionPath }: FleetScreen) => ({ screenId, stationId, regionPath });

/** Undefined where nothing can be said yet: silence may still be the server's own. */
function conditionOf({ observed, known }: FleetScreen, { patientUntilMs }: Look): Condition | undefined {
  const condition = judgeScreen(observed);
  const isPatient = condition.state === 'silent' && observed.nowMs < patientUntilMs && known?.state !== 'silent';
  return isPatient ? known : condition;
}

/** A screen fell silent when it was last heard, not when somebody noticed. */
function startOf({ observed }: FleetScreen, { reasons }: Condition, now: Temporal.Instant): Temporal.Instant {
  const { heardAtMs } = observed;
  return reasons.includes('NOT_HEARD') && heardAtMs !== undefined ? Temporal.Instant.fromEpochMilliseconds(heardAtMs) : now;
}

async function takeLook(tx: Tx, now: Temporal.Instant): Promise<Look> {
  const unknown = { key: lookKey, value: {}, updatedAt: now };
  await tx.insert(settings).values(unknown).onConflictDoNothing();
  const [row] = await tx.select({ value: settings.value }).from(settings).where(eq(settings.key, lookKey)).for('update');
  const last = lookShape.safeParse(row?.value);
  const look = lookAgain(last.success ? last.data : undefined, now.epochMilliseconds);
  const { away: _, ...kept } = look;
  await tx.update(settings).set({ value: kept, updatedAt: now }).where(eq(settings.key, lookKey));
  return look;
}

interface Turned extends Condition {
  screenId: string;
  since: Temporal.Instant;
  at: Temporal.Instant;
}

async function keepTurned(tx: Tx, turned: readonly Turned[]): Promise<void> {
  if (turned.length === 0) return;
  const rows = JSON.stringify(turned.map(({ since, at, ...row }) => ({ ...row, since: since.toString(), at: at.toString() })));
  const given = sql`jsonb_to_recordset(${rows}::jsonb) as turned("screenId" text, state text, reasons text[], since timestamptz, at timestamptz)`;
  await tx.execute(sql`
    insert into ${screenConditions} (screen_id, state, reasons, since, turned_at)
    select "screenId", state, reasons, since, at from ${given}
    on conflict (screen_id) do update
    set state = excluded.state, reasons = excluded.reasons, since = excluded.since, turned_at = excluded.turned_at`);
  await tx.execute(sql`
    insert into ${conditionChanges} (screen_id, at, state, reasons)
    select "screenId", case when reasons = array['NOT_HEARD'] then since else at end, state, reasons from ${given}`);
}
