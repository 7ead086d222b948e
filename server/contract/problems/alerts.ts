import type { ProblemKind } from './kind.ts';

export const alertsProblems = {
  ALERT_CHANNEL_CLOSED: {
    status: 409,
    zh: '这个系统还没有配置这种通知方式，请让维护人员设置 {setting}，或先用 Webhook。',
    en: 'This installation can’t send that way yet. Have {setting} set, or use a webhook.',
  },
  ALERT_NOT_SENT: {
    status: 502,
    zh: '没有发出去（{why}）。请检查地址、密钥和网络后再试。',
    en: 'It was not sent ({why}). Check address, key and network, and try again.',
  },
} as const satisfies Record<string, ProblemKind>;
