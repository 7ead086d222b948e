import type { ProblemKind } from './kind.ts';

export const screensProblems = {
  PAIRING_CODE_UNKNOWN: {
    status: 404,
    zh: '没有这个配对码。请看屏幕上现在显示的 6 位码。',
    en: 'No such pairing code. Type the 6 characters that the screen shows now.',
  },
  PAIRING_CODE_EXPIRED: {
    status: 410,
    zh: '配对码已过期，屏幕会显示新的码。',
    en: 'The pairing code has expired. The screen will show a new one.',
  },
  SCREEN_REVOKED: {
    status: 403,
    zh: '这块屏的凭证已被吊销，请重新配对。',
    en: 'The credential of this screen was revoked. Pair it again.',
  },
  SCREEN_UNPROVEN: { status: 401, zh: '屏幕没有证明身份，请重新配对。', en: 'The screen did not prove who it is. Pair it again.' },
  SCREEN_ELSEWHERE: {
    status: 409,
    zh: '另一台设备正在以这块屏的身份播放，这台已停下。',
    en: 'Another device plays as this screen. This one has stopped.',
  },
  GLASS_TOO_SMALL: {
    status: 422,
    zh: '这块屏在 {distance} 米外放不下能扫的二维码。请改小观看距离或换大屏。',
    en: 'At {distance} m this glass cannot hold a code that scans. Lower the distance or use a larger screen.',
  },
  GLASS_ARRANGEMENT: {
    status: 422,
    zh: '这块屏不能这样拼：拼屏要两块横屏或竖屏，分区要一块宽屏（宽至少是高的 2.3 倍）。请改回单屏。',
    en: 'This screen cannot be arranged like that: a wall needs two landscape or upright screens, zones need one wide screen (at least 2.3 times as wide as high). Go back to one board.',
  },
  WALL_PARTNER: {
    status: 422,
    zh: '拼屏的另一块必须是同一驿站、没有停用的屏。请另选一块。',
    en: 'The other half of a wall must be a screen of the same station that has not been revoked. Choose another.',
  },
  WALL_UNEQUAL: {
    status: 422,
    zh: '拼屏的两块必须一样大、分辨率一样。「{name}」是 {size}。请先改好它的尺寸，或另选一块。',
    en: 'Both halves of a wall must be of one size and resolution. “{name}” is {size}. Mend its size first, or choose another.',
  },
  NOTICE_TOO_LONG: {
    status: 422,
    zh: '字大到看得清，这条通知在 {screens} 块屏上要 {seconds} 秒才轮完一遍，最多 {most} 秒：{names}。可以改成：{proposal}',
    en: 'In type that can be read this notice takes {seconds} s to go round on {screens} screens, {most} s at most: {names}. Instead: {proposal}',
  },
} as const satisfies Record<string, ProblemKind>;
