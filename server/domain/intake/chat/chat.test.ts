import { describe, expect, it } from 'vitest';
import { readPost } from './read-post.ts';
import { isSmallTalk, splitMessages } from './split-messages.ts';

const today = '2026-11-21'; // a Saturday
const post = '招保洁员2名,180元/天,地点城站路,电话13800009835';

describe('a paste', () => {
  it.each<[string, string, { line: number; sender?: string; sentOn?: string }[]]>([
    ['blank lines', `${post}\n\n${post}`, [{ line: 1 }, { line: 3 }]],
    ['CRLF', `${post}\r\n\r\n${post}`, [{ line: 1 }, { line: 3 }]],
    [
      'name and time above',
      `张三 11/20 08:13\n${post}\n李姐 11/20 09:40\n${post}`,
      [
        { line: 2, sender: '张三', sentOn: '2026-11-20' },
        { line: 4, sender: '李姐', sentOn: '2026-11-20' },
      ],
    ],
    ['a full date above', `张三 2026-11-20 08:13:22\n${post}`, [{ line: 2, sender: '张三', sentOn: '2026-11-20' }]],
    ['a Chinese date above', `张三 11月20日 上午8:13\n${post}`, [{ line: 2, sender: '张三', sentOn: '2026-11-20' }]],
    ['昨天 above', `张三 昨天 08:13\n${post}`, [{ line: 2, sender: '张三', sentOn: '2026-11-20' }]],
    ['a weekday above', `张三 星期四 08:13\n${post}`, [{ line: 2, sender: '张三', sentOn: '2026-11-19' }]],
    ['only a time above', `张三 08:13\n${post}`, [{ line: 2, sender: '张三' }]],
    ['a day line, then names', `—————  2026-11-18  —————\n\n张三  08:13\n\n${post}`, [{ line: 5, sender: '张三', sentOn: '2026-11-18' }]],
    ['brackets in front', `[2026/11/20 08:13] 张三: ${post}`, [{ line: 1, sender: '张三', sentOn: '2026-11-20' }]],
    ['a name with a colon', `王老板:\n${post}`, [{ line: 2, sender: '王老板' }]],
    ['December, pasted in January', `张三 12/30 08:13\n${post}`, [{ line: 2, sender: '张三', sentOn: '2025-12-30' }]],
    ['one a line', `${post}\n招保安员1名,190元/天,电话13800009836`, [{ line: 1 }, { line: 2 }]],
    ['a numbered list with a heading', `今日岗位\n1、${post}\n2、招保安员1名,190元/天,电话13800009836`, [{ line: 2 }, { line: 3 }]],
    ['several lines, one post', '搬运工!搬运工!\n工资:200元/天\n地址:城站路\n联系:李先生 13800009835', [{ line: 1 }]],
  ])('is split by %s', (_, text, expected) => {
    const posts = splitMessages(text, text.includes('12/30') ? '2026-01-03' : today);
    expect(posts.map(({ line, sender, sentOn }) => ({ line, ...(sender && { sender }), ...(sentOn && { sentOn }) }))).toEqual(expected);
    for (const { text: words } of posts) expect(words).toMatch(/1380000983/);
  });

  it.each(['收到', '谢谢老板', '[图片]', '"张三"撤回了一条消息', '张三加入了群聊', '还有吗？', '在吗'])(
    'passes over small talk: %s',
    (words) => {
      expect(isSmallTalk(words)).toBe(true);
    },
  );

  it.each([post, '明天缺人 搬运', '招人 工资高'])('takes for a post: %s', (words) => {
    expect(isSmallTalk(words)).toBe(false);
  });
});

describe('a post', () => {
  it.each<[string, object]>([
    [
      '城东物业急招保洁员两名，180一天，管饭，就在城站路，打13800009835',
      { trade: '保洁员', employer: '城东物业', headcount: { min: 2 }, pay: { min: 180, unit: 'day' }, phones: ['13800009835'] },
    ],
    [
      '后天需要10个搬运工，四季青街区，200元/天，日结，李经理13800009835',
      {
        trade: '搬运工',
        headcount: { min: 10 },
        shift: { startsOn: '2026-11-23' },
        pay: { min: 200, unit: 'day', settlement: 'daily' },
        contact: '李经理',
      },
    ],
    [
      '岗位：服务员\n单位：城站面馆\n人数：3人\n薪资：4500-5500元/月\n时间：10:00-20:00\n地点：城站路\n电话：13800009835',
      {
        trade: '服务员',
        employer: '城站面馆',
        headcount: { min: 3 },
        pay: { min: 4500, max: 5500, unit: 'month' },
        shift: { start: '10:00', end: '20:00' },
        place: '城站路',
      },
    ],
    [
      '招聘：叉车工 人数：2 工资：28元/小时 要求：有叉车证 地址：丁兰街道大唐苑 电话：0571-87003756转801',
      {
        trade: '叉车工',
        headcount: { min: 2 },
        pay: { min: 28, unit: 'hour' },
        requirements: ['有叉车证'],
        place: '丁兰街道大唐苑',
        phones: ['057187003756'],
        contact: '转801',
      },
    ],
    [
      '急！！！明早5:00，火车东站西广场，搬运工5人，每人260元，干完就结，13800009835',
      { trade: '搬运工', place: '火车东站西广场', phones: ['13800009835'] },
    ],
    [
      '恒联电子有限公司｜质检员｜若干｜23元／小时｜两班倒｜138-0000-9835',
      { trade: '质检员', employer: '恒联电子有限公司', pay: { min: 23, unit: 'hour' }, shift: { kind: 'rotating' } },
    ],
    [
      '家里找个钟点工阿姨，每天2小时，30元/小时，丁兰街道，13800009835',
      { trade: '家政钟点工', pay: { min: 30, unit: 'hour' }, shift: { hours: 2 } },
    ],
  ])('in other words is read too: %s', (words, expected) => {
    const reading = readPost(words, { reference: today });
    expect(reading.read).toBe(true);
    if (reading.read) expect(reading.facts).toMatchObject(expected);
  });

  it('that names neither a job nor a number says what is missing', () => {
    expect(readPost('急招人，工资高，电话13800009835', { reference: today })).toMatchObject({
      read: false,
      problem: { code: 'ROW_WITHOUT_TRADE' },
      phones: ['13800009835'],
    });
    expect(readPost('招搬运工5名,200元/天', { reference: today })).toMatchObject({
      read: false,
      problem: { code: 'ROW_WITHOUT_CONTACT' },
      missing: ['employer', 'phone'],
    });
  });

  it('loses no words: what is not understood is its description', () => {
    const reading = readPost('招保洁员2名,180元/天,自带水杯,城站路,13800009835', { reference: today });
    expect(reading.read && reading.facts.description).toContain('自带水杯');
  });

  it('of a whole article is refused with the limit', () => {
    expect(readPost(`${'很长'.repeat(3_000)}13800009835`, { reference: today })).toMatchObject({
      read: false,
      problem: { code: 'ROW_TEXT_TOO_LONG', length: 6_011, limit: 5_000 },
    });
  });
});
