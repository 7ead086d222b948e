import type { AlertChannel, AlertKind, WebhookFormat } from '#server/domain/alerts/kinds.ts';

/** A rule as it is typed. Recipient and secret stay empty where they are to stay what they are. */
export interface RuleDraft {
  name: string;
  /** Empty: everywhere. */
  regionCode: string;
  kinds: AlertKind[];
  channel: AlertChannel;
  format: WebhookFormat;
  target: string;
  secret: string;
  afterMinutes: number;
  repeatMinutes: number | null;
  quiet: { from: string; until: string } | null;
  enabled: boolean;
}

/** What somebody wants to be woken for. */
export const newRule = (regionCode: string): RuleDraft => ({
  name: '',
  regionCode,
  kinds: ['silent', 'wrong', 'station'],
  channel: 'webhook',
  format: 'wecom',
  target: '',
  secret: '',
  afterMinutes: 5,
  repeatMinutes: 60,
  quiet: null,
  enabled: true,
});

/** As the server takes it. */
export function recipientOf({ channel, format, target, secret }: RuleDraft) {
  if (channel !== 'webhook') return { channel, target: target.trim() };
  return { channel, format, target: target.trim(), ...(secret.trim() === '' ? {} : { secret: secret.trim() }) };
}
