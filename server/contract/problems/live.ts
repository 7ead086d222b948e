import type { ProblemKind } from './kind.ts';

export const liveProblems = {
  EPISODE_STATE: {
    status: 409,
    zh: '这一期还没开播，或者已经结束，不能这样操作。已经结束的请新建一期。',
    en: 'This episode is not on air, or is over. For one that is over, plan another.',
  },
  LIVE_UNAVAILABLE: {
    status: 503,
    zh: '直播组件还没有就绪：{why}。其他功能照常。',
    en: 'The live component is not ready: {why}. Everything else works.',
  },
  EPISODE_NOT_FOUND: { status: 404, zh: '没有这一期直播。', en: 'There is no such episode.' },
  EPISODE_PAST: {
    status: 422,
    zh: '这个时间已经过去了。请选一个以后的时间。',
    en: 'This time has passed. Choose a later one.',
  },
  SHOW_NOT_FOUND: { status: 404, zh: '没有这个栏目，可能已经停办。', en: 'There is no such series. It may have been ended.' },
  REMINDER_TOO_LATE: {
    status: 409,
    zh: '马上就开播了，来不及发短信提醒。留在这个页面就能看到。',
    en: 'It starts in a moment: too late for a text. Stay on this page and you will see it.',
  },
  RUNDOWN_CHANGED: {
    status: 409,
    zh: '串联单刚被别人改过。请看最新的一份，再改一次。',
    en: 'Somebody has just changed the rundown. Look at the newest one and change it again.',
  },
  RUNDOWN_EMPTY: { status: 422, zh: '串联单里还没有岗位。先加岗位，再开播。', en: 'The rundown has no job yet. Add one, then go live.' },
  RUNDOWN_AT_END: {
    status: 409,
    zh: '已经是最后一个岗位了。可以加岗位，或者结束直播。',
    en: 'This is the last job. Add another or end the show.',
  },
  RUNDOWN_AT_START: { status: 409, zh: '已经是第一个岗位了。', en: 'This is the first job.' },
  RUNDOWN_ITEM_GONE: {
    status: 409,
    zh: '串联单刚被改过，这一项已经不在了。请看最新的串联单。',
    en: 'The rundown has just changed and this item is gone. Look at the newest one.',
  },
  SHOW_LONGEST: {
    status: 409,
    zh: '一期最长 {hours} 小时，不能再延长。要接着播，请到点后新建一期。',
    en: 'An episode lasts {hours} hours at most and cannot be prolonged. To go on, plan another.',
  },
  UNDO_TOO_LATE: {
    status: 409,
    zh: '超过 {seconds} 秒，不能撤销了。可以用“上一个”退回去。',
    en: 'More than {seconds} s have passed; use "back" instead of undo.',
  },
  CHAT_CLOSED: { status: 409, zh: '直播没有在进行，现在不能发言。', en: 'The show is not on, so nothing can be said now.' },
  CHAT_OFF: { status: 409, zh: '主播暂时关闭了聊天。', en: 'The host has turned the chat off for now.' },
  CHAT_MUTED: {
    status: 403,
    zh: '您在这场直播里不能发言了。想问岗位，请打驿站电话。',
    en: 'You cannot write in this show any more. To ask about a job, ring the station.',
  },
  CHAT_TOO_FAST: { status: 429, zh: '发得太快了，请等 {seconds} 秒再发。', en: 'Too fast. Wait {seconds} s before you write again.' },
  CHAT_WORD_REFUSED: {
    status: 422,
    zh: '这句话里有不能发的词，请换个说法。',
    en: 'Something in this message may not be said here. Put it another way.',
  },
  CHAT_MESSAGE_GONE: { status: 410, zh: '这条消息已经不在了。', en: 'This message is gone.' },
  CHAT_WORD_EMPTY: { status: 422, zh: '词里要有文字或数字。', en: 'A word needs letters or digits.' },
} as const satisfies Record<string, ProblemKind>;
