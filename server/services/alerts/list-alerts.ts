import { and, asc, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { AlertForStaff } from '../../contract/alerts.ts';
import { among } from '../../db/among.ts';
import { alertMessages, alertRules, alerts } from '../../db/schema/alerts.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { type Actor, nameOf, reachOf } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { inReach } from '../fleet/in-reach.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { pathOfPlace } from '../regions/path-of-station.ts';

const mostOpen = 500;
const mostEnded = 100;

/** What is wrong now, the oldest first, and what was lately. Alerts of the installation itself are for whoever looks after all of it. */
export async function listAlerts(ctx: Context, actor: Actor): Promise<{ open: AlertForStaff[]; ended: AlertForStaff[] }> {
  const mine = inReach(pathOfPlace, reachOf(actor, 'clerk'));
  const found = () =>
    ctx.db
      .select({ alert: alerts, station: stations.name })
      .from(alerts)
      .leftJoin(regions, eq(regions.code, alerts.regionCode))
      .leftJoin(stations, eq(stations.id, alerts.stationId));
  const [open, ended] = await Promise.all([
    found()
      .where(and(isNull(alerts.endedAt), mine))
      .orderBy(asc(alerts.startedAt))
      .limit(mostOpen),
    found()
      .where(and(isNotNull(alerts.endedAt), mine))
      .orderBy(desc(alerts.endedAt))
      .limit(mostEnded),
  ]);
  const messages = await messagesOf(
    ctx,
    [...open, ...ended].map(({ alert }) => alert.id),
  );
  const forStaff = ({ alert, station }: (typeof open)[number]): AlertForStaff => ({
    id: alert.id,
    kind: alert.kind,
    subject: alert.subject,
    station: alert.stationId === null ? null : { id: alert.stationId, name: station ?? '' },
    facts: alert.facts,
    reasons: alert.reasons,
    screens: alert.screens,
    startedAt: alert.startedAt.toString(),
    endedAt: alert.endedAt?.toString() ?? null,
    acknowledged:
      alert.acknowledgedAt === null ? null : { at: alert.acknowledgedAt.toString(), by: alert.acknowledgedBy ?? '', note: alert.note },
    messages: messages.get(alert.id) ?? [],
  });
  return { open: open.map(forStaff), ended: ended.map(forStaff) };
}

async function messagesOf(ctx: Context, alertIds: string[]): Promise<Map<string, AlertForStaff['messages']>> {
  const rows = await ctx.db
    .select({ message: alertMessages, rule: alertRules.name, channel: alertRules.channel })
    .from(alertMessages)
    .innerJoin(alertRules, eq(alertRules.id, alertMessages.ruleId))
    .where(among(alertMessages.alertId, alertIds))
    .orderBy(asc(alertMessages.createdAt));
  const by = new Map<string, AlertForStaff['messages']>();
  for (const { message, rule, channel } of rows) {
    const { alertId, fact, turn, sentAt, failure } = message;
    const here = by.get(alertId) ?? [];
    here.push({ rule, channel, fact, turn, sentAt: sentAt?.toString() ?? null, failure });
    by.set(alertId, here);
  }
  return by;
}

/** 知道了: somebody deals with it, so it is repeated no more. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function acknowledgeAlert(ctx: Context, actor: Actor, alertId: string, note: string | undefined): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ alert: alerts, path: pathOfPlace })
      .from(alerts)
      .leftJoin(regions, eq(regions.code, alerts.regionCode))
      .leftJoin(stations, eq(stations.id, alerts.stationId))
      .where(eq(alerts.id, alertId))
      .for('update', { of: alerts });
    if (!found) throw new Refusal('NOT_FOUND');
    requireIn(actor, 'clerk', found.path ?? '');
    await tx
      .update(alerts)
      .set({ acknowledgedAt: ctx.clock.now(), acknowledgedBy: nameOf(actor), note: note ?? null })
      .where(eq(alerts.id, alertId));
    await record(tx, ctx, actor, { area: 'alerts', action: 'alert.acknowledged', subject: alertId, after: { note } });
  });
}
