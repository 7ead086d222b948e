import { asc, eq } from 'drizzle-orm';
import type { AlertSettings, ChangeRule, MakeRule, RuleForStaff } from '../../contract/alerts.ts';
import type { Tx } from '../../db/database.ts';
import { alertRules } from '../../db/schema/alerts.ts';
import { regions } from '../../db/schema/org.ts';
import { type Actor, mayIn, nameOf } from '../../domain/access/actor.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { defaultTimeZone, regionPath } from '../regions/region-of.ts';
import { consume } from '../seekers/limits.ts';
import { reasonOf, tell } from './send-message.ts';

type RuleRow = typeof alertRules.$inferSelect;

/** Rules of the regions where this member of staff is administrator. */
export async function listRules(ctx: Context, actor: Actor): Promise<AlertSettings> {
  const rows = await ctx.db
    .select({ rule: alertRules, path: regions.path })
    .from(alertRules)
    .leftJoin(regions, eq(regions.code, alertRules.regionCode))
    .orderBy(asc(regions.path), asc(alertRules.name));
  const rules = rows.filter(({ rule, path }) => mayIn(actor, 'admin', pathOf(rule, path))).map(({ rule }) => forStaff(ctx, rule));
  return { rules, mail: ctx.mail.available, sms: ctx.sms.available && ctx.sms.tells('alert') };
}

/** @throws Refusal REGION_UNKNOWN, NOT_ALLOWED, ALERT_CHANNEL_CLOSED */
export async function makeRule(ctx: Context, actor: Actor, input: MakeRule): Promise<{ id: string }> {
  const { recipient, ...words } = input;
  return ctx.db.transaction(async (tx) => {
    await requireAdmin(tx, actor, words.regionCode);
    const id = ctx.random.id();
    await tx.insert(alertRules).values({ id, createdAt: ctx.clock.now(), ...columnsOf(words), ...recipientColumns(ctx, recipient) });
    await record(tx, ctx, actor, {
      area: 'alerts',
      action: 'alert-rule.made',
      subject: id,
      after: { ...words, channel: recipient.channel },
    });
    return { id };
  });
}

/** @throws Refusal NOT_FOUND, REGION_UNKNOWN, NOT_ALLOWED, ALERT_CHANNEL_CLOSED */
export async function changeRule(ctx: Context, actor: Actor, ruleId: string, input: ChangeRule): Promise<void> {
  const { recipient, ...words } = input;
  await ctx.db.transaction(async (tx) => {
    const before = await heldRule(tx, actor, ruleId);
    await requireAdmin(tx, actor, words.regionCode);
    await tx
      .update(alertRules)
      .set({ ...columnsOf(words), ...(recipient && recipientColumns(ctx, recipient)) })
      .where(eq(alertRules.id, ruleId));
    await record(tx, ctx, actor, {
      area: 'alerts',
      action: 'alert-rule.changed',
      subject: ruleId,
      before: wordsOf(before),
      after: { ...words, recipientChanged: recipient !== undefined },
    });
  });
}

/** @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function removeRule(ctx: Context, actor: Actor, ruleId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const rule = await heldRule(tx, actor, ruleId);
    await tx.delete(alertRules).where(eq(alertRules.id, ruleId));
    await record(tx, ctx, actor, { area: 'alerts', action: 'alert-rule.removed', subject: ruleId, before: wordsOf(rule) });
  });
}

/** Sends a word that says it is a trial, at once, whatever the hour. @throws Refusal NOT_FOUND, NOT_ALLOWED, TOO_MANY_REQUESTS, ALERT_NOT_SENT */
export async function tryRule(ctx: Context, actor: Actor, ruleId: string): Promise<void> {
  await consume(ctx, { 'alert-try': nameOf(actor) });
  const rule = await ctx.db.transaction(async (tx) => {
    const held = await heldRule(tx, actor, ruleId);
    await record(tx, ctx, actor, { area: 'alerts', action: 'alert-rule.tried', subject: ruleId });
    return held;
  });
  const now = ctx.clock.now();
  const id = ctx.random.id();
  try {
    await tell(ctx, rule, {
      id,
      alertId: id,
      toWord: {
        kind: 'silent',
        fact: 'begun',
        reasons: [],
        screens: 1,
        facts: { station: '【测试 TEST】', screen: rule.name },
        startedAt: now,
        endedAt: null,
        timeZone: defaultTimeZone,
        url: `${ctx.config.http.publicUrl}/studio/screens/alerts`,
      },
    });
  } catch (error) {
    throw new Refusal('ALERT_NOT_SENT', { why: reasonOf(error) });
  }
}

const requireAdmin = async (tx: Tx, actor: Actor, code: string | null) =>
  requireIn(actor, 'admin', code === null ? '' : await regionPath(tx, code));

/** Everywhere is the root's path; a region that is gone is everywhere's to clear away. */
const pathOf = (rule: Pick<RuleRow, 'regionCode'>, path: string | null) => (rule.regionCode === null ? '' : (path ?? ''));

async function heldRule(tx: Tx, actor: Actor, ruleId: string): Promise<RuleRow> {
  const [found] = await tx
    .select({ rule: alertRules, path: regions.path })
    .from(alertRules)
    .leftJoin(regions, eq(regions.code, alertRules.regionCode))
    .where(eq(alertRules.id, ruleId))
    .for('update', { of: alertRules });
  if (!found) throw new Refusal('NOT_FOUND');
  requireIn(actor, 'admin', pathOf(found.rule, found.path));
  return found.rule;
}

const columnsOf = ({ quiet, kinds, ...words }: Omit<MakeRule, 'recipient'>) => ({
  ...words,
  kinds: [...new Set(kinds)],
  quietFrom: quiet?.from ?? null,
  quietUntil: quiet?.until ?? null,
});

function recipientColumns(ctx: Context, recipient: MakeRule['recipient']) {
  if (recipient.channel === 'email' && !ctx.mail.available) throw new Refusal('ALERT_CHANNEL_CLOSED', { setting: 'MAIL_HOST' });
  if (recipient.channel === 'sms' && !(ctx.sms.available && ctx.sms.tells('alert')))
    throw new Refusal('ALERT_CHANNEL_CLOSED', { setting: 'SMS_ALIYUN_TEMPLATE_ALERT' });
  const isWebhook = recipient.channel === 'webhook';
  return {
    channel: recipient.channel,
    targetSealed: ctx.vault.seal(recipient.target),
    secretSealed: isWebhook && recipient.secret !== undefined ? ctx.vault.seal(recipient.secret) : null,
    format: isWebhook ? recipient.format : ('json' as const),
  };
}

const wordsOf = (rule: RuleRow) => ({
  name: rule.name,
  regionCode: rule.regionCode,
  kinds: rule.kinds,
  channel: rule.channel,
  afterMinutes: rule.afterMinutes,
  repeatMinutes: rule.repeatMinutes,
  quiet: rule.quietFrom !== null && rule.quietUntil !== null ? { from: rule.quietFrom, until: rule.quietUntil } : null,
  enabled: rule.enabled,
});

function forStaff(ctx: Context, rule: RuleRow): RuleForStaff {
  return {
    id: rule.id,
    ...wordsOf(rule),
    format: rule.format,
    target: masked(rule.channel, ctx.vault.open(rule.targetSealed)),
    isSigned: rule.secretSealed !== null,
  };
}

/** A robot's address holds its key: only the host is shown. */
function masked(channel: RuleRow['channel'], target: string): string {
  if (channel === 'sms') return maskPhone(target);
  if (channel === 'webhook') return new URL(target).host;
  const [name = '', host = ''] = target.split('@');
  return `${name.slice(0, 2)}***@${host}`;
}
