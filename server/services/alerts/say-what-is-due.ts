import { eq, gt, isNull, or } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { alertMessages, alertRules, alerts } from '../../db/schema/alerts.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { messageDue, type Rule } from '../../domain/alerts/due.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { defaultTimeZone } from '../regions/region-of.ts';

/** After a night of quiet hours the end of an alert is still told; after two days nobody asks any more. */
const endedWithin = { hours: 48 };

/**
 * What the rules have to say now: each word a row, and a job that sends it.
 * @param resting ids of alerts that sleep with their stations: they are spoken of again in the morning
 */
export async function sayWhatIsDue(tx: Tx, ctx: Pick<Context, 'clock' | 'random'>, resting: ReadonlySet<string>): Promise<void> {
  const now = ctx.clock.now();
  const rules = await loadRules(tx);
  if (rules.length === 0) return;
  const known = (await loadAlerts(tx, now)).filter(({ alert }) => !resting.has(alert.id));
  if (known.length === 0) return;
  const said = await tx
    .select()
    .from(alertMessages)
    .where(
      among(
        alertMessages.alertId,
        known.map(({ alert }) => alert.id),
      ),
    );
  const toldBy = Map.groupBy(said, ({ alertId, ruleId }) => `${alertId} ${ruleId}`);
  const due = known.flatMap(({ alert, path, timeZone }) => {
    const given = {
      kind: alert.kind,
      regionPath: path ?? undefined,
      startedAtMs: alert.startedAt.epochMilliseconds,
      endedAtMs: alert.endedAt?.epochMilliseconds,
      isAcknowledged: alert.acknowledgedAt !== null,
    };
    const localTime = timeAt(now, timeZone ?? defaultTimeZone);
    return rules.flatMap(({ id, rule }) => {
      const told = toldBy.get(`${alert.id} ${id}`) ?? [];
      const message = messageDue(rule, given, { told, nowMs: now.epochMilliseconds, localTime });
      return message === undefined ? [] : [{ id: ctx.random.id(), alertId: alert.id, ruleId: id, ...message, createdAt: now }];
    });
  });
  for (let from = 0; from < due.length; from += rowsAtOnce) {
    const made = await tx
      .insert(alertMessages)
      .values(due.slice(from, from + rowsAtOnce))
      .onConflictDoNothing()
      .returning({ id: alertMessages.id });
    await announce(tx, ctx, ...made.map(({ id }) => ({ type: 'alert.due' as const, messageId: id })));
  }
}

const rowsAtOnce = 1_000;

const timeAt = (now: Temporal.Instant, timeZone: string) =>
  now.toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: 'minute' });

async function loadRules(tx: Tx): Promise<{ id: string; rule: Rule }[]> {
  const rows = await tx
    .select({ rule: alertRules, path: regions.path })
    .from(alertRules)
    .leftJoin(regions, eq(regions.code, alertRules.regionCode))
    .where(eq(alertRules.enabled, true));
  return (
    rows
      // A rule of a region that is gone looks nowhere, rather than everywhere.
      .filter(({ rule, path }) => rule.regionCode === null || path !== null)
      .map(({ rule, path }) => ({
        id: rule.id,
        rule: {
          kinds: rule.kinds,
          regionPath: path ?? undefined,
          afterMinutes: rule.afterMinutes,
          repeatMinutes: rule.repeatMinutes ?? undefined,
          quiet: rule.quietFrom !== null && rule.quietUntil !== null ? { from: rule.quietFrom, until: rule.quietUntil } : undefined,
        },
      }))
  );
}

async function loadAlerts(tx: Tx, now: Temporal.Instant) {
  return tx
    .select({ alert: alerts, path: regions.path, timeZone: stations.timeZone })
    .from(alerts)
    .leftJoin(regions, eq(regions.code, alerts.regionCode))
    .leftJoin(stations, eq(stations.id, alerts.stationId))
    .where(or(isNull(alerts.endedAt), gt(alerts.endedAt, now.subtract(endedWithin))));
}
