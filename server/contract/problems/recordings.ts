import type { ProblemKind } from './kind.ts';

export const recordingsProblems = {
  RECORDING_NOT_FOUND: {
    status: 404,
    zh: '这一段没有录像，或者已过保存期删除了。',
    en: 'This was not recorded, or its time of keeping has passed.',
  },
  MISSED_NOT_WANTED: {
    status: 409,
    zh: '服务器的录像里不缺这一段，不用再补。',
    en: 'The recording does not lack this stretch: nothing to send.',
  },
  MISSED_PIECE_BROKEN: {
    status: 422,
    zh: '这一块在路上坏了，请再传一次。',
    en: 'This piece was damaged on its way. Send it again.',
  },
  MISSED_TOO_MUCH: {
    status: 429,
    zh: '这一期等着补的录像太多了，等前面的补完再传。',
    en: 'Too much is waiting to be put into this recording. Send more when that is done.',
  },
  DISK_NEARLY_FULL: {
    status: 507,
    zh: '服务器磁盘快满了，先不收。请管理员腾出空间，之后会接着传。',
    en: 'The server’s disk is nearly full. Ask the administrator for room; sending goes on afterwards.',
  },
} as const satisfies Record<string, ProblemKind>;
