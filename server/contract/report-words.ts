import type { Locale } from './problems.ts';

interface Worded {
  name: string;
  /** What is counted, and how. */
  means: string;
}

export interface ReportWords {
  title: string;
  host: string;
  begun: string;
  ended: string;
  figure: string;
  value: string;
  definition: string;
  figures: Record<'employers' | 'postings' | 'headcount' | 'views' | 'peak' | 'watchMinutes' | 'messages' | 'askedToBeRung', Worded>;
  /** In the order of the columns: number, trade, employer, headcount, pitched, most viewers, scans, views, grabs, confirmed. */
  jobs: readonly Worded[];
  question: string;
  votes: string;
  answered: string;
  yes: string;
  no: string;
  moment: string;
  watching: string;
}

/** The report's numbers with what each of them counts: the same words in the studio, on paper and in the table. */
export const reportWords: Record<Locale, ReportWords> = {
  'zh-CN': {
    title: '直播',
    host: '主播和主办方',
    begun: '开播时间',
    ended: '下播时间',
    figure: '指标',
    value: '数值',
    definition: '怎么算的',
    figures: {
      employers: { name: '企业（家）', means: '讲过的岗位，按用人单位去重。' },
      postings: { name: '岗位（个）', means: '在画面上讲过的岗位，一个岗位讲几次只算一个。' },
      headcount: { name: '招聘人数（人）', means: '讲过的岗位的招聘名额之和。' },
      views: { name: '观看（人次）', means: '打开直播页面的次数。同一个人刷新或再打开，另算一次。大屏前的人不算在内。' },
      peak: { name: '同时在看最多（人）', means: '每 10 秒记一次同时打开的页面数，锁屏后还在听的也算，取最大的一次。' },
      watchMinutes: { name: '总观看时长（分钟）', means: '每 10 秒记一次的在看人数乘以这段时间，再相加。' },
      messages: { name: '聊天和提问（条）', means: '观众发的、没有被删除的。主播发的不算。' },
      askedToBeRung: { name: '请主播回电（人次）', means: '观众同意回电、留下号码的次数。' },
    },
    jobs: [
      { name: '编号', means: '讲解时说的编号。' },
      { name: '岗位', means: '工种。' },
      { name: '用人单位', means: '岗位登记的单位。' },
      { name: '名额', means: '招聘名额。' },
      { name: '讲解（秒）', means: '这个岗位在画面上的时间，按 10 秒记。' },
      { name: '讲解时最多在看', means: '讲这个岗位时同时打开的页面数，取最大的一次。' },
      { name: '扫码', means: '扫开这场直播给这个岗位的码的次数，同一手机一分钟内算一次。' },
      { name: '查看', means: '从这场直播打开岗位页的次数，同一手机一分钟内算一次。' },
      { name: '抢单', means: '从这场直播来的抢单，包括候补和后来取消的。' },
      { name: '已确认', means: '其中驿站或单位已经确认的，包括已上岗的。' },
    ],
    question: '提问',
    votes: '也想问（人）',
    answered: '已回答',
    yes: '是',
    no: '否',
    moment: '时间',
    watching: '在看（人）',
  },
  en: {
    title: 'Show',
    host: 'Host and organiser',
    begun: 'Began',
    ended: 'Ended',
    figure: 'Figure',
    value: 'Value',
    definition: 'How it is counted',
    figures: {
      employers: { name: 'Employers', means: 'Of the pitched jobs, each employer once.' },
      postings: { name: 'Jobs', means: 'Jobs that were pitched on the picture, each once however often.' },
      headcount: { name: 'Places', means: 'The places of the pitched jobs together.' },
      views: {
        name: 'Views',
        means: 'Openings of the show’s page. Opened again by the same person it counts again; people before a screen do not count.',
      },
      peak: {
        name: 'Most at once',
        means: 'Pages open at the same time, also those that are only listened to, looked at every 10 s; the largest.',
      },
      watchMinutes: { name: 'Watched (minutes)', means: 'Pages open at each look, times the 10 s that it stands for, added up.' },
      messages: { name: 'Messages and questions', means: 'From viewers, without those removed. The host’s own do not count.' },
      askedToBeRung: { name: 'Asked to be rung', means: 'How often a viewer agreed and left a number.' },
    },
    jobs: [
      { name: 'No.', means: 'The number that the host says.' },
      { name: 'Job', means: 'Trade.' },
      { name: 'Employer', means: 'As entered with the job.' },
      { name: 'Places', means: 'Places offered.' },
      { name: 'Pitched (s)', means: 'How long the job stood on the picture, by tens of seconds.' },
      { name: 'Most watching', means: 'Pages open at once while it was pitched; the largest.' },
      { name: 'Scans', means: 'Openings of the show’s own code for this job; one phone once a minute.' },
      { name: 'Views', means: 'Openings of the job’s page from this show; one phone once a minute.' },
      { name: 'Grabs', means: 'Grabs that came from this show, with the waiting list and those given back.' },
      { name: 'Confirmed', means: 'Of these, confirmed by the station or employer, with those who have started.' },
    ],
    question: 'Question',
    votes: 'Also ask it',
    answered: 'Answered',
    yes: 'yes',
    no: 'no',
    moment: 'Time',
    watching: 'Watching',
  },
};
