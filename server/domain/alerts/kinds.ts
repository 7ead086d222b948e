/** What an alert can be about. */
export const alertKinds = [
  /** One screen says nothing. */
  'silent',
  /** One screen shows something else than it should, or nothing. */
  'wrong',
  'degraded',
  /** Items of its programme failed three times and are left out. */
  'set-aside',
  /** All screens of a station fell silent together: its power or its line. */
  'station',
  /** All screens everywhere fell silent together: the server's own line. */
  'fleet',
  /** The server was away, and could see nothing meanwhile. */
  'server',
  /** A playlist had nothing to show. */
  'playlist',
] as const;
export type AlertKind = (typeof alertKinds)[number];

export const alertChannels = ['webhook', 'email', 'sms'] as const;
export type AlertChannel = (typeof alertChannels)[number];

/** `json`: our own, signed. The others are what the group robots of 企业微信, 钉钉 and 飞书 take. */
export const webhookFormats = ['json', 'wecom', 'dingtalk', 'feishu'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

export const alertFacts = ['begun', 'repeated', 'ended'] as const;
export type AlertFact = (typeof alertFacts)[number];
