import { and, eq, isNull } from 'drizzle-orm';
import { alertMessages, alertRules, alerts } from '../../db/schema/alerts.ts';
import { stations } from '../../db/schema/org.ts';
import type { Context } from '../context.ts';
import { CallFailure } from '../guarded-call.ts';
import { MailFailure } from '../mail/port.ts';
import { defaultTimeZone } from '../regions/region-of.ts';
import { SmsFailure } from '../sms/port.ts';
import { robotBody, robotRefusal, robotUrl } from './robot-body.ts';
import { callWebhook } from './webhook.ts';
import { placeOf, type ToWord, wordAlert } from './wording.ts';

/** Sends one word of an alert by its rule's channel; what was sent already is left alone. @throws when the other side has not taken it */
export async function sendMessage(ctx: Context, messageId: string): Promise<void> {
  const found = await loadMessage(ctx, messageId);
  // Its rule or alert is gone, or it has arrived.
  if (found === undefined || found.message.sentAt !== null) return;
  await send(ctx, found);
  await ctx.db.update(alertMessages).set({ sentAt: ctx.clock.now(), failure: null }).where(eq(alertMessages.id, messageId));
}

/** All tries have failed: the studio shows that nobody was told. */
export async function giveUpMessage(ctx: Context, messageId: string): Promise<void> {
  const found = await loadMessage(ctx, messageId);
  if (found === undefined || found.message.sentAt !== null) return;
  let reason = 'unknown';
  try {
    // The queue keeps no reason: the last try is made here, and may even succeed.
    await sendMessage(ctx, messageId);
    return;
  } catch (error) {
    reason = reasonOf(error);
  }
  await ctx.db
    .update(alertMessages)
    .set({ failure: reason })
    .where(and(eq(alertMessages.id, messageId), isNull(alertMessages.sentAt)));
}

export const reasonOf = (error: unknown): string =>
  error instanceof CallFailure || error instanceof MailFailure || error instanceof SmsFailure ? error.reason.slice(0, 80) : 'unknown';

type Loaded = NonNullable<Awaited<ReturnType<typeof loadMessage>>>;

async function loadMessage(ctx: Context, messageId: string) {
  const [found] = await ctx.db
    .select({ message: alertMessages, alert: alerts, rule: alertRules, timeZone: stations.timeZone })
    .from(alertMessages)
    .innerJoin(alerts, eq(alerts.id, alertMessages.alertId))
    .innerJoin(alertRules, eq(alertRules.id, alertMessages.ruleId))
    .leftJoin(stations, eq(stations.id, alerts.stationId))
    .where(eq(alertMessages.id, messageId));
  return found;
}

export type Recipient = Pick<typeof alertRules.$inferSelect, 'channel' | 'targetSealed' | 'secretSealed' | 'format'>;

async function send(ctx: Context, { message, alert, rule, timeZone }: Loaded): Promise<void> {
  const { kind, reasons, screens, facts, startedAt, endedAt } = alert;
  const url = `${ctx.config.http.publicUrl}/studio/screens/alerts`;
  const zone = timeZone ?? defaultTimeZone;
  await tell(ctx, rule, {
    id: message.id,
    alertId: alert.id,
    toWord: { kind, fact: message.fact, reasons, screens, facts, startedAt, endedAt, timeZone: zone, url },
  });
}

/** @throws CallFailure, MailFailure, SmsFailure */
export async function tell(
  ctx: Context,
  rule: Recipient,
  { id, alertId, toWord }: { id: string; alertId: string; toWord: ToWord },
): Promise<void> {
  const now = ctx.clock.now();
  const target = ctx.vault.open(rule.targetSealed);
  const zh = wordAlert(toWord, now, 'zh-CN');
  const en = wordAlert(toWord, now, 'en');
  switch (rule.channel) {
    case 'email':
      return ctx.mail.send({ id, to: target, subject: zh.title, text: `${zh.text}\n\n${en.text}\n` });
    case 'sms': {
      const minutes = Math.max(0, Math.round((now.epochMilliseconds - toWord.startedAt.epochMilliseconds) / 60_000));
      return ctx.sms.send({ phone: target, template: 'alert', text: { place: placeOf(toWord) || '岗播', what: zh.title, minutes } });
    }
    case 'webhook': {
      const secret = rule.secretSealed === null ? undefined : ctx.vault.open(rule.secretSealed);
      const at = new Date(now.epochMilliseconds);
      const allowPrivate = ctx.config.alertsPrivate;
      if (rule.format !== 'json') {
        const answer = await callWebhook(
          { id, at, secret: undefined, url: robotUrl(rule.format, { url: target, secret, at }), body: robotBody(rule.format, zh.text) },
          { allowPrivate },
        );
        const refused = robotRefusal(answer);
        if (refused !== undefined) throw new CallFailure(`robot-${refused}`);
        return;
      }
      const { timeZone: _, startedAt, endedAt, ...rest } = toWord;
      const body = JSON.stringify({
        id,
        alertId,
        ...rest,
        startedAt: startedAt.toString(),
        endedAt: endedAt?.toString() ?? null,
        text: { zh: zh.text, en: en.text },
      });
      await callWebhook({ id, at, url: target, secret, body }, { allowPrivate });
    }
  }
}
