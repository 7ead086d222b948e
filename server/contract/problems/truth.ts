import type { ProblemKind } from './kind.ts';

export const truthProblems = {
  JOURNAL_FOREIGN: {
    status: 409,
    zh: '这本播放记录属于另一块屏。请在屏上重新配对。',
    en: 'This journal of plays is another screen’s. Pair the device again.',
  },
  TOO_MANY_JOURNALS: {
    status: 429,
    zh: '这块屏反复清空自己的存储，播放证明暂停收取。请检查设备是否处于无痕模式。',
    en: 'This screen keeps losing its storage, so its proof of play is not taken. See whether its browser runs in private mode.',
  },
  PROOF_RANGE: {
    status: 422,
    zh: '时间范围应在 1 到 {days} 天之间，且开始不晚于结束。',
    en: 'A range is 1 to {days} days long, and does not begin after its end.',
  },
  TAKEOVER_TOO_LONG: {
    status: 403,
    zh: '您的权限最多可接管 {minutes} 分钟。请缩短，或请审核员、管理员发布。',
    en: 'You may take over for {minutes} minutes at most. Make it shorter, or ask an approver or administrator.',
  },
  TAKEOVER_FOR_CLERK: {
    status: 403,
    zh: '这个站点不归您管，不能接管它的屏。',
    en: 'This station is not yours: its screens are not yours to take over.',
  },
  TAKEOVER_FOR_APPROVER: {
    status: 403,
    zh: '对整个区域发布接管，需要这个区域的审核员或管理员。单屏、单站您可以自己发。',
    en: 'A whole region is for its approvers and administrators. One screen or one station you can take over yourself.',
  },
  TAKEOVER_FOR_ADMIN: {
    status: 403,
    zh: '对全部屏幕发布接管，需要总管理员。',
    en: 'All screens at once are for an administrator of everywhere.',
  },
  TAKEOVER_SECOND_PERSON: {
    status: 403,
    zh: '接管已超过 {minutes} 分钟，需由另一个人解除；到时间也会自动结束。',
    en: 'It has stood for over {minutes} minutes, so another person lifts it; it also ends by itself.',
  },
  TRUTH_DONE: {
    status: 409,
    zh: '这一条已经核对完了。',
    en: 'This one has been checked already.',
  },
  TRUTH_TOO_SOON: {
    status: 409,
    zh: '刚刚打过，没人接。请 {minutes} 分钟后再打。',
    en: 'Rung a moment ago, nobody answered. Try again in {minutes} minutes.',
  },
} as const satisfies Record<string, ProblemKind>;
