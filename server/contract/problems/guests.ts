import type { ProblemKind } from './kind.ts';

export const guestsProblems = {
  GUEST_LINK_UNKNOWN: {
    status: 404,
    zh: '这个嘉宾链接不对。请从主播发来的消息里重新点开，或请主播再发一个。',
    en: 'This guest link is not right. Open it again from the host’s message, or ask the host for another one.',
  },
  GUEST_LINK_USED: {
    status: 409,
    zh: '这个链接已在另一台设备上用过，只能用一次。请回到那台设备，或请主播再发一个。',
    en: 'This link has been used on another device; it works once. Go back to that device, or ask the host for another one.',
  },
  GUEST_LINK_EXPIRED: {
    status: 410,
    zh: '这个嘉宾链接已过期。请主播再发一个。',
    en: 'This guest link has expired. Ask the host for another one.',
  },
  GUEST_REMOVED: {
    status: 410,
    zh: '主播已结束您的连线。想再上台，请主播再发一个链接。',
    en: 'The host has ended your call. To come back, ask the host for another link.',
  },
  GUEST_LEFT: {
    status: 410,
    zh: '您已退出。想再上台，请主播再发一个链接。',
    en: 'You have left. To come back, ask the host for another link.',
  },
  GUEST_EPISODE_OVER: { status: 410, zh: '这一期直播已经结束，谢谢您来。', en: 'This show is over. Thank you for coming.' },
  GUEST_CONSENT: {
    status: 422,
    zh: '说明有更新，请刷新页面，看过后再同意。',
    en: 'The terms have changed. Reload the page, read them and agree again.',
  },
  GUEST_NAME_REFUSED: {
    status: 422,
    zh: '这个称呼不能写在画面上。请换一个，例如“陈师傅”；不要写电话。',
    en: 'This name can’t stand in the picture. Choose another, such as “Mr Chen”, without a phone number.',
  },
  GUEST_ELSEWHERE: {
    status: 409,
    zh: '您在另一个窗口里打开了候场室，这个窗口已断开。',
    en: 'You have opened the green room in another window; this one is disconnected.',
  },
  GUEST_NOT_FOUND: { status: 404, zh: '没有这位嘉宾，可能已经离开。', en: 'There is no such guest; they may have left.' },
  GUEST_NOT_HERE: {
    status: 409,
    zh: '这位嘉宾还没有进候场室，请等一等或打电话催一下。',
    en: 'This guest is not in the green room yet. Wait a moment, or ring them.',
  },
  GUESTS_FULL: { status: 409, zh: '嘉宾最多 {most} 位，请先请出一位。', en: 'At most {most} guests. Take one out first.' },
  STAGE_FULL: { status: 409, zh: '台上最多 {most} 位嘉宾，请先请下一位。', en: 'At most {most} guests on stage. Take one back first.' },
  HAND_CLOSED: { status: 409, zh: '直播没有在进行，现在不能举手。', en: 'The show is not on, so no hand can be raised now.' },
  HANDS_FULL: { status: 409, zh: '举手的人太多了，请过一会儿再举。', en: 'Too many hands are raised. Try again later.' },
  HAND_GONE: { status: 410, zh: '这只手已经放下了。', en: 'This hand has been lowered.' },
  LIVE_NO_PICTURE: { status: 409, zh: '主播还没有送来画面，请稍候。', en: 'The host sends no picture yet. Please wait.' },
  LIVE_NEEDS_H264: {
    status: 422,
    zh: '这个浏览器不能收发 H.264 视频和 Opus 声音。请换用 Chrome 或 Edge。',
    en: 'This browser has no H.264 video or Opus sound. Use Chrome or Edge.',
  },
  LIVE_BAD_SIGNALLING: {
    status: 422,
    zh: '直播连接的参数不对，请刷新页面后重试。',
    en: 'The parameters of the live connection are not valid. Reload the page and try again.',
  },
  LIVE_SESSION_GONE: { status: 410, zh: '直播连接已经断开，正在重新连接。', en: 'The live connection is gone. Connecting again.' },
} as const satisfies Record<string, ProblemKind>;
