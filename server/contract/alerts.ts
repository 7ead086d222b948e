import { z } from 'zod';
import { alertChannels, alertFacts, alertKinds, webhookFormats } from '../domain/alerts/kinds.ts';
import { id, isoInstant, line, mobile, plainTime, regionCode } from './primitives.ts';

const webhookUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  // A name and password in an address end up in logs on its way.
  .refine((text) => URL.parse(text)?.username === '', { message: 'no name or password in the address' });

const recipient = z.discriminatedUnion('channel', [
  z.object({
    channel: z.literal('webhook'),
    target: webhookUrl,
    format: z.enum(webhookFormats).default('json'),
    /** By which the receiver knows that it was us; 钉钉's robots sign by it, too. */
    secret: z.string().min(16).max(200).optional(),
  }),
  z.object({ channel: z.literal('email'), target: z.email().max(200) }),
  z.object({ channel: z.literal('sms'), target: mobile }),
]);

const ruleWords = {
  name: line(40).min(1),
  /** The subtree it looks at; null: everywhere, the server itself included. */
  regionCode: regionCode.nullable(),
  kinds: z.array(z.enum(alertKinds)).min(1).max(alertKinds.length),
  /** How long something must last before anybody is told. */
  afterMinutes: z.int().min(0).max(1_440),
  repeatMinutes: z.int().min(5).max(10_080).nullable().default(null),
  /** Nothing is sent between the two, by the clock of the station. */
  quiet: z.object({ from: plainTime, until: plainTime }).nullable().default(null),
  enabled: z.boolean().default(true),
};
export const makeRule = z.object({ ...ruleWords, recipient });
export type MakeRule = z.output<typeof makeRule>;
/** Without a recipient it stays who it is: a number or an address that was once entered is never shown in full again. */
export const changeRule = z.object({ ...ruleWords, recipient: recipient.optional() });
export type ChangeRule = z.output<typeof changeRule>;

export const ruleForStaff = z.object({
  id,
  ...ruleWords,
  channel: z.enum(alertChannels),
  /** Masked: enough to know which it is. */
  target: z.string(),
  format: z.enum(webhookFormats),
  isSigned: z.boolean(),
});
export type RuleForStaff = z.infer<typeof ruleForStaff>;
/** Which channels this installation can send by. */
export const alertSettings = z.object({ rules: z.array(ruleForStaff), mail: z.boolean(), sms: z.boolean() });
export type AlertSettings = z.infer<typeof alertSettings>;

export const alertForStaff = z.object({
  id,
  kind: z.enum(alertKinds),
  subject: z.string(),
  station: z.object({ id, name: z.string() }).nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  reasons: z.array(z.string()),
  screens: z.int(),
  startedAt: isoInstant,
  endedAt: isoInstant.nullable(),
  acknowledged: z.object({ at: isoInstant, by: z.string(), note: z.string().nullable() }).nullable(),
  messages: z.array(
    z.object({
      rule: z.string(),
      channel: z.enum(alertChannels),
      fact: z.enum(alertFacts),
      turn: z.int(),
      sentAt: isoInstant.nullable(),
      failure: z.string().nullable(),
    }),
  ),
});
export type AlertForStaff = z.infer<typeof alertForStaff>;
export const acknowledgeAlert = z.object({ note: line(120).optional() });
