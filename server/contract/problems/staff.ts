import type { ProblemKind } from './kind.ts';

export const staffProblems = {
  SETUP_LINK_INVALID: {
    status: 410,
    zh: '这个初始化链接已用过或已过期。请在服务器上重新启动，使用新打印的链接。',
    en: 'This set-up link has been used or has expired. Restart the server and use the link it prints.',
  },
  USERNAME_TAKEN: { status: 409, zh: '这个登录名已有人用，请换一个。', en: 'This sign-in name is taken. Choose another.' },
  LAST_ADMIN: {
    status: 409,
    zh: '这是最后一位系统管理员，不能取消。请先给另一位开通。',
    en: 'This is the last administrator. Grant another one first.',
  },
  WRONG_CREDENTIALS: { status: 401, zh: '账号或密码不对。', en: 'Wrong account or password.' },
} as const satisfies Record<string, ProblemKind>;
