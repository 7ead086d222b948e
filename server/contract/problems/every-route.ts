import type { ProblemKind } from './kind.ts';

export const everyRouteProblems = {
  BAD_INPUT: {
    status: 400,
    zh: '有一项填得不对：{field}。请改正后再提交。',
    en: 'One field is not right: {field}. Correct it and send again.',
  },
  NOT_SIGNED_IN: { status: 401, zh: '请先登录。', en: 'Sign in first.' },
  NOT_ALLOWED: {
    status: 403,
    zh: '您的账号没有做这件事的权限，请找管理员开通。',
    en: 'Your account may not do this. Ask an administrator.',
  },
  NOT_FOUND: { status: 404, zh: '没有找到，可能已经删除。', en: 'Not found. It may have been removed.' },
  TOO_LARGE: { status: 413, zh: '内容太大（上限 {limit}）。请拆分后再传。', en: 'Too large (limit {limit}). Split it and send again.' },
  TOO_MANY_REQUESTS: { status: 429, zh: '操作太快了，请 {seconds} 秒后再试。', en: 'Too fast. Try again in {seconds} s.' },
  INTERNAL: {
    status: 500,
    zh: '系统出错了，您的内容没有丢，请稍后再试。编号 {requestId}',
    en: 'Something failed on our side; nothing of yours is lost. Try again later. Reference {requestId}',
  },
  SAME_AGAIN: {
    status: 409,
    zh: '同样的一项已经有了，可能是重复提交，或同事刚刚登记过。请刷新看看；确实是另一项，请换一个名称再提交。',
    en: 'The same is here already: sent twice, or a colleague has just entered it. Refresh and look; if it is another one, give it another name.',
  },
} as const satisfies Record<string, ProblemKind>;
