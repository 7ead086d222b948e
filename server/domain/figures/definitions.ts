import type { FigureKey, FigureUnit } from './figure.ts';

/** What a number is called, what exactly it counts, and what stands in its place when there is none. */
export interface FigureWords {
  name: string;
  definition: string;
  none: string;
}

export interface FigureDefinition {
  unit: FigureUnit;
  'zh-CN': FigureWords;
  en: FigureWords;
}

/**
 * The one table of definitions. A sum over days is a sum; medians and shares are reckoned from all of the period, never from the days' own medians.
 */
export const figureDefinitions = {
  'people-at-work': {
    unit: 'person-days',
    'zh-CN': {
      name: '上岗',
      definition: '同一人同一岗位同一天算一次；用人方或工作人员确认到岗，本人也确认了才算',
      none: '还没有双方都确认的上岗',
    },
    en: {
      name: 'At work',
      definition: 'One person, one posting, one day; confirmed by the employer or a clerk and by the person',
      none: 'None confirmed by both sides yet',
    },
  },
  'work-unconfirmed': {
    unit: 'person-days',
    'zh-CN': { name: '待双方确认', definition: '只有一方说上了岗，或约好了还没人说到没到；不算在上岗里', none: '没有待确认的' },
    en: {
      name: 'Unconfirmed',
      definition: 'Only one side says so, or agreed and nobody has said; never part of “at work”',
      none: 'Nothing waits to be confirmed',
    },
  },
  'answer-minutes': {
    unit: 'minutes',
    'zh-CN': {
      name: '多久有回音',
      definition: '抢单或求回电到有人答复，只算驿站开门的时间，取中位数；没答复的也在内',
      none: '还没有人抢单，或多半还没有回音',
    },
    en: {
      name: 'Minutes to an answer',
      definition: 'From a grab or call-back request to an answer, in station hours; the median, the unanswered among them',
      none: 'Nobody has asked, or most have had no answer yet',
    },
  },
  'answered-in-time': {
    unit: 'share',
    'zh-CN': {
      name: '30 分钟内有回音',
      definition: '开门时间 30 分钟内答复的，占全部抢单和求回电；没答复的算没做到',
      none: '还没有人抢单',
    },
    en: {
      name: 'Answered within 30 minutes',
      definition: 'Of all grabs and call-back requests, in station hours; the unanswered count as late',
      none: 'Nobody has asked yet',
    },
  },
  'wall-truth': {
    unit: 'of',
    'zh-CN': {
      name: '上屏属实',
      definition: '每周从真正上过屏的岗位里抽 20 个打电话：打得通、还招人、工钱对，三样都对才算',
      none: '本周还没有核对',
    },
    en: {
      name: 'Wall truth',
      definition: 'Each week 20 postings that were on glass are rung: number works, still open, pay as shown',
      none: 'Not checked yet this week',
    },
  },
  postings: {
    unit: 'postings',
    'zh-CN': { name: '新上岗位', definition: '审核通过并第一次发布的岗位', none: '还没有岗位' },
    en: { name: 'New postings', definition: 'Postings approved and published for the first time', none: 'No postings yet' },
  },
  headcount: {
    unit: 'places',
    'zh-CN': { name: '招工人数', definition: '新上岗位写明的人数之和', none: '还没有岗位' },
    en: { name: 'Places', definition: 'The headcounts that new postings state, added up', none: 'No postings yet' },
  },
  'day-pay': {
    unit: 'yuan-a-day',
    'zh-CN': {
      name: '平均日薪',
      definition: '只算按天计薪的新岗位，取区间中点，按人数加权；按小时、按件、按月和面议的不能比，不算',
      none: '没有按天计薪的岗位',
    },
    en: {
      name: 'Average day pay',
      definition: 'New postings paid by the day only, middle of the range, weighted by places; hours, pieces, months are left out',
      none: 'No postings paid by the day',
    },
  },
  scans: {
    unit: 'times',
    'zh-CN': { name: '扫码', definition: '打开短链的次数；同一手机一分钟内只算一次', none: '还没有人扫码' },
    en: { name: 'Scans', definition: 'Openings of a code; one phone counts once a minute', none: 'No scans yet' },
  },
  views: {
    unit: 'times',
    'zh-CN': { name: '看岗位', definition: '扫码后点开某一个岗位的次数', none: '还没有人点开' },
    en: { name: 'Views', definition: 'Openings of one posting after a scan', none: 'No views yet' },
  },
  grabs: {
    unit: 'grabs',
    'zh-CN': { name: '抢单', definition: '手机上抢的、求回电的和窗口代抢的，含候补', none: '还没有人抢单' },
    en: { name: 'Grabs', definition: 'By phone, by call-back and at the desk, the waiting list included', none: 'No grabs yet' },
  },
  confirmed: {
    unit: 'grabs',
    'zh-CN': { name: '已约定', definition: '这些抢单里，用人方或工作人员答应了的', none: '还没有约定的' },
    en: { name: 'Agreed', definition: 'Of these grabs, those to which employer or clerk said yes', none: 'None agreed yet' },
  },
  started: {
    unit: 'grabs',
    'zh-CN': { name: '说已到岗', definition: '这些抢单里，用人方或工作人员记了到岗的；本人未必确认', none: '还没有到岗的' },
    en: { name: 'Said to have started', definition: 'Of these grabs, those that employer or clerk put down as started', none: 'None yet' },
  },
  plays: {
    unit: 'times',
    'zh-CN': { name: '上屏次数', definition: '屏幕回报的岗位页播放次数（播放证明）', none: '还没有播放记录' },
    en: { name: 'Plays', definition: 'Job pages that screens report as shown (proof of play)', none: 'No plays yet' },
  },
  viewers: {
    unit: 'times',
    'zh-CN': { name: '直播观看', definition: '打开直播页的次数；同一页面只算一次', none: '还没有人看直播' },
    en: { name: 'Show views', definition: 'Openings of a show’s page; each page counts once', none: 'No show views yet' },
  },
} as const satisfies Record<FigureKey, FigureDefinition>;
