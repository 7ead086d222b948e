import type { ProblemKind } from './kind.ts';

export const tokensProblems = {
  TOKEN_UNKNOWN: {
    status: 401,
    zh: '这个接口令牌无效、已到期或已吊销。请让管理员新建一个。',
    en: 'This token is unknown, has ended or was revoked. Ask an administrator for a new one.',
  },
  TOKEN_SCOPE_MISSING: {
    status: 403,
    zh: '这个接口令牌没有 {scope} 权限。请让管理员新建一个带这项权限的。',
    en: 'This token lacks the scope {scope}. Ask an administrator for one that has it.',
  },
  TOKEN_END_WRONG: {
    status: 422,
    zh: '到期时间要在今后 {days} 天之内。',
    en: 'The end must lie within the next {days} days.',
  },
} as const satisfies Record<string, ProblemKind>;
