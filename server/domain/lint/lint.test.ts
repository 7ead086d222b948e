import { describe, expect, it } from 'vitest';
import type { PostingFacts } from '../posting/facts.ts';
import { blocks, type Finding, lint, lintText } from './lint.ts';
import { type Rule, type RuleCode, rules } from './rules.ts';

/** Words, and every rule they must raise: nothing more, nothing less. */
const sentences: [words: string, ...raised: RuleCode[]][] = [
  // 收费
  ['入职押金300元', 'FEE'],
  ['押金200', 'FEE'],
  ['需交押金', 'FEE'],
  ['押 金 300', 'FEE'],
  ['押*金300元', 'FEE'],
  ['押金３００元', 'FEE'],
  ['收取保证金500元，离职退还', 'FEE'],
  ['服装费150元', 'FEE'],
  ['自备服装，工装费100', 'FEE'],
  ['培训费800元，考核合格上岗', 'FEE'],
  ['体检费自理', 'FEE'],
  ['报名费50元', 'FEE'],
  ['介绍费200', 'FEE'],
  ['入职先交300元', 'FEE'],
  ['上岗前需缴纳500元', 'FEE'],
  ['先交钱后上岗', 'FEE'],
  ['住宿押金200元可退', 'FEE'],
  ['不交押金不能上岗', 'FEE'],
  ['无经验可,押金300元', 'FEE'],
  ['包吃住，押金100，日结', 'FEE'],
  ['收取管理费20元', 'FEE'],
  ['手续费：30元', 'FEE'],
  ['中介费面谈', 'FEE'],
  ['交保证金签合同', 'FEE'],
  ['押金1000元', 'FEE'],
  ['不收押金'],
  ['免押金'],
  ['无押金'],
  ['0押金'],
  ['押金0元'],
  ['押金：无'],
  ['不收任何费用'],
  ['不收取押金、服装费、培训费'],
  ['不收押金和服装费'],
  ['免收体检费'],
  ['体检费报销'],
  ['体检费由公司承担'],
  ['服装费公司出'],
  ['免服装费'],
  ['没有任何押金'],
  ['无需交押金'],
  ['不需要缴纳保证金'],
  ['全程无中介费'],
  ['拒绝押金'],
  ['求职不收费，凡收取押金、培训费的请拨打12333举报'],
  ['谨防押金诈骗'],
  ['免费培训'],
  ['免费工作服'],
  ['负责收取客户押金'],
  ['协助办理租客押金退还'],
  ['培训费补贴500元'],
  ['停车场收费员'],
  ['熟悉收银和收费流程'],
  ['缴纳社保'],
  ['公司缴纳五险一金'],
  ['押运员，需持证'],
  ['不收取任何形式的保证金'],
  ['服装费、体检费均由公司承担'],
  ['不收取任何费用（押金、保证金等）'],
  ['绝无押金'],
  ['押金一分不收'],
  ['入职无需缴纳任何押金'],
  ['每人付200元/天工资'],
  ['日收入300-500元'],
  ['预付200元占位', 'FEE'],
  ['服装费、培训费共600元', 'FEE'],
  // 扣证
  ['押运员需持证件上岗'],
  ['保管好个人证件'],
  ['暂扣身份证一个月', 'KEPT_DOCUMENTS'],
  ['入职扣押身份证', 'KEPT_DOCUMENTS'],
  ['身份证由公司保管', 'KEPT_DOCUMENTS'],
  ['押身份证', 'KEPT_DOCUMENTS'],
  ['需抵押驾驶证', 'KEPT_DOCUMENTS'],
  ['身份证原件抵押', 'KEPT_DOCUMENTS'],
  ['上交身份证', 'KEPT_DOCUMENTS'],
  ['收取身份证原件', 'KEPT_DOCUMENTS'],
  ['不扣押身份证'],
  ['不押证件'],
  ['携带身份证'],
  ['带身份证复印件两张'],
  ['出示身份证登记'],
  ['交身份证复印件'],
  ['需有驾驶证'],
  ['有C1驾照'],
  ['身份证号登记'],
  // 未满16
  ['14岁以上', 'UNDER_16'],
  ['满15周岁即可', 'UNDER_16'],
  ['年龄15-20岁', 'UNDER_16', 'UPPER_AGE'],
  ['未满16周岁也可以', 'UNDER_16'],
  ['初中生可', 'UNDER_16'],
  ['童工也可', 'UNDER_16'],
  ['年满18周岁'],
  ['未满16周岁勿扰'],
  ['严禁使用童工'],
  ['照看3岁孩子'],
  ['辅导6-12岁小学生'],
  ['陪伴14岁以上孩子'],
  ['1-3岁早教老师'],
  ['年满16周岁', 'AGE_16_TO_18'],
  ['16岁以上', 'AGE_16_TO_18'],
  ['18岁以下勿扰'],
  // 年龄上限
  ['18-55周岁', 'UPPER_AGE'],
  ['60岁以下', 'UPPER_AGE'],
  ['不超过50岁', 'UPPER_AGE'],
  ['年龄45以内', 'UPPER_AGE'],
  ['55岁以上勿扰', 'UPPER_AGE'],
  ['男女不限,60岁以下', 'UPPER_AGE'],
  ['３５岁以下', 'UPPER_AGE'],
  ['18周岁以上'],
  ['年龄不限'],
  ['照顾80岁以上老人'],
  ['3年以上经验'],
  ['每天8-10小时'],
  // 性别
  ['限女性', 'SEX'],
  ['限女性,35岁以下', 'SEX', 'UPPER_AGE'],
  ['限男', 'SEX'],
  ['只招男工', 'SEX'],
  ['仅限女生', 'SEX'],
  ['男士优先', 'SEX'],
  ['女优先', 'SEX'],
  ['女性优先考虑', 'SEX'],
  ['性别：女', 'SEX'],
  ['性别男', 'SEX'],
  ['女，45岁以下', 'SEX', 'UPPER_AGE'],
  ['要求女', 'SEX'],
  ['招女服务员', 'SEX'],
  ['女服务员', 'SEX'],
  ['男保安', 'SEX'],
  ['女工20名', 'SEX'],
  ['男2女3', 'SEX'],
  ['男女各5名', 'SEX'],
  ['宝妈优先', 'SEX'],
  ['招2名男士', 'SEX'],
  ['男性，能吃苦', 'SEX'],
  ['女18-40岁', 'SEX', 'UPPER_AGE'],
  ['不要女的', 'SEX'],
  ['女生勿扰', 'SEX'],
  ['限女士', 'SEX'],
  ['只招女士', 'SEX'],
  ['女性朋友优先', 'SEX'],
  ['限招男2名', 'SEX'],
  ['要求男女身体健康'],
  ['招聘女装缝纫工'],
  ['有男有女都行'],
  ['男女不限'],
  ['男女均可'],
  ['不限男女'],
  ['性别不限'],
  ['不限性别'],
  ['男女都可以'],
  ['男女同工同酬'],
  ['女装导购经验'],
  ['男装店铺理货'],
  ['联系王女士'],
  ['照护男性老人'],
  ['有男女宿舍'],
  ['提供女生宿舍'],
  ['夫妻房'],
  ['服务女性客户'],
  ['月嫂'],
  ['巧大姐共富工坊'],
  ['无性别要求'],
  // 婚育
  ['已婚已育优先', 'MARITAL_STATE'],
  ['未婚', 'MARITAL_STATE'],
  ['限单身', 'MARITAL_STATE'],
  ['孕妇勿扰', 'MARITAL_STATE'],
  ['不招孕妇', 'MARITAL_STATE'],
  ['两年内不得生育', 'MARITAL_STATE'],
  ['已婚未婚均可'],
  ['婚否不限'],
  ['单身宿舍'],
  ['会做孕妇餐'],
  ['照顾孕妇'],
  ['孕产妇护理经验'],
  // 民族 宗教
  ['限汉族', 'ETHNICITY'],
  ['汉族优先', 'ETHNICITY'],
  ['少数民族勿扰', 'ETHNICITY'],
  ['不招维吾尔族', 'ETHNICITY'],
  ['民族：汉族', 'ETHNICITY'],
  ['民族不限'],
  ['少数民族优先'],
  ['会藏语'],
  ['各民族均可'],
  ['无宗教信仰', 'RELIGION'],
  ['信教勿扰', 'RELIGION'],
  ['基督徒优先', 'RELIGION'],
  ['不招穆斯林', 'RELIGION'],
  ['宗教信仰不限'],
  ['无宗教限制'],
  ['有信心有责任心'],
  // 残疾 病原携带
  ['残疾人勿扰', 'DISABILITY'],
  ['不招聋哑人', 'DISABILITY'],
  ['残疾人优先'],
  ['残疾人均可'],
  ['无乙肝', 'HEALTH_CARRIER'],
  ['乙肝携带者勿扰', 'HEALTH_CARRIER'],
  ['需查乙肝', 'HEALTH_CARRIER'],
  ['不查乙肝'],
  ['需健康证'],
  ['身体健康'],
  // 户籍
  ['只招本地人', 'HOUSEHOLD_LIMIT'],
  ['限本市户口', 'HOUSEHOLD_LIMIT'],
  ['外地勿扰', 'HOUSEHOLD_LIMIT'],
  ['不招外地人', 'HOUSEHOLD_LIMIT'],
  ['河南人勿扰', 'HOUSEHOLD_LIMIT'],
  ['要求杭州户籍', 'HOUSEHOLD_LIMIT'],
  ['本地户口优先', 'HOUSEHOLD_PREFERENCE'],
  ['要求本地户口优先', 'HOUSEHOLD_PREFERENCE'],
  ['本地人优先', 'HOUSEHOLD_PREFERENCE'],
  ['万荣户籍优先', 'HOUSEHOLD_PREFERENCE'],
  ['户籍不限'],
  ['不限户口'],
  ['外地人也可'],
  ['住附近优先'],
  // 诱导 诈骗
  ['高薪诚聘', 'LURE'],
  ['轻松月入过万', 'LURE'],
  ['月入过万', 'LURE'],
  ['保录用', 'LURE'],
  ['躺赚', 'LURE'],
  ['日入千元', 'LURE'],
  ['高 薪急招', 'LURE'],
  ['驾校考试包过', 'LURE'],
  ['会包过饺子'],
  ['办理担保过户'],
  ['无需垫付'],
  ['非高薪勿信广告'],
  ['月入8000元左右'],
  ['薪资高于同行'],
  ['手机刷单日结', 'SCAM_SIGN'],
  ['出租银行卡', 'SCAM_SIGN'],
  ['先垫付本金', 'SCAM_SIGN'],
  ['谨防刷单诈骗'],
  // 工资
  ['试工三天无工资', 'UNPAID_TRIAL'],
  ['做不满7天没有工资', 'UNPAID_TRIAL'],
  ['试工有工资'],
  ['压一个月工资', 'WAGE_WITHHELD'],
  ['押15天工资', 'WAGE_WITHHELD'],
  ['不压工资'],
  ['日结不押工资'],
  // 其他
  ['详情见 http://example.com/a', 'LINK_IN_TEXT'],
  ['www.abc.cn报名', 'LINK_IN_TEXT'],
  ['=HYPERLINK("http://x.cn","点我")', 'FORMULA', 'LINK_IN_TEXT'],
  ["=cmd|'/c calc'!A1", 'FORMULA'],
  ['有经验优先'],
  ['初中及以上'],
  ['能上夜班'],
  ['能吃苦耐劳，服从安排'],
  ['熟练工优先，长期稳定'],
  ['会骑电动车'],
];

const facts: PostingFacts = {
  trade: '搬运工',
  employer: '东站货运服务部',
  employerKind: 'organisation',
  headcount: { min: 3, max: 3, approximate: false },
  pay: { min: 200, max: 220, unit: 'day', negotiable: false },
  shift: { kind: 'fixed', start: '08:00', end: '18:00', hours: 10, text: '8:00-18:00' },
  place: '火车东站西广场',
  phones: ['13800009835'],
  requirements: [],
  benefits: [],
  expiry: { kind: 'date', on: '2026-11-28' },
};
const today = '2026-11-21';
const raised = (findings: Finding[]) => [...new Set(findings.map(({ rule }) => rule))].sort();

describe('the words of a posting', () => {
  it.each(sentences)('%s', (words, ...expected) => {
    expect(raised(lintText(words))).toEqual([...expected].sort());
  });

  it('are judged by a large table, both ways', () => {
    expect(sentences.length).toBeGreaterThan(200);
    expect(sentences.filter(([, ...rule]) => rule.length === 0).length).toBeGreaterThan(90);
  });

  it('are marked where they stand, full-width or not', () => {
    const words = '包吃住，入职押金３００元，日结';
    const [found] = lintText(words, 'description');
    expect(found?.span).toEqual({ start: 6, end: 12, text: '押金３００元' });
    expect(words.slice(6, 12)).toBe('押金３００元');
  });
});

describe('a posting', () => {
  it('that is complete and fair raises nothing', () => {
    expect(lint(facts, { today })).toEqual([]);
  });

  it('names the condition that breaks the law, and the law', () => {
    const findings = lint({ ...facts, requirements: ['有经验优先', '限女性'] }, { today });
    expect(findings).toMatchObject([
      {
        rule: 'SEX',
        severity: 'block',
        field: 'requirements.1',
        span: { start: 0, end: 3, text: '限女性' },
        source: { article: '第四十三条' },
      },
    ]);
    expect(blocks(findings)).toBe(true);
  });

  it('is read in every field that people see', () => {
    const everywhere = {
      ...facts,
      title: '女服务员',
      benefits: ['押金可退'],
      description: '外地勿扰',
      pay: { ...facts.pay, note: '高薪' },
    };
    expect(lint(everywhere, { today }).map(({ field, rule }) => `${field} ${rule}`)).toEqual([
      'title SEX',
      'benefits.0 FEE',
      'description HOUSEHOLD_LIMIT',
      'pay LURE',
    ]);
  });

  it('may come from an employer or a street with a telling name', () => {
    expect(lint({ ...facts, employer: '女人世界服饰店', place: '男生巷3号' }, { today })).toEqual([]);
  });

  it('without an employer, expired, or unclear says so', () => {
    const { employer: _, place: __, ...rest } = facts;
    const poor: PostingFacts = {
      ...rest,
      employerKind: 'unknown',
      phones: [],
      pay: { negotiable: true },
      headcount: { min: 1, max: 5, approximate: true },
      expiry: { kind: 'date', on: '2026-11-20' },
    };
    expect(raised(lint(poor, { today }))).toEqual([
      'EXPIRED',
      'HEADCOUNT_UNCLEAR',
      'NO_EMPLOYER',
      'PAY_UNCLEAR',
      'PHONE_MISSING',
      'PLACE_UNCLEAR',
    ]);
    expect(raised(lint({ ...poor, description: '加微信gongzuo88' }, { today }))).toContain('MESSENGER_ONLY');
  });

  it('is still valid on its last day', () => {
    expect(lint({ ...facts, expiry: { kind: 'date', on: today } }, { today })).toEqual([]);
  });
});

describe('pay against the minimum', () => {
  const minimumWages = [
    { regionCode: '330000', unit: 'hour' as const, yuan: 20, source: '省人社厅公告（示例）', inForceFrom: '2024-01-01' },
    { regionCode: '330000', unit: 'hour' as const, yuan: 24, source: '省人社厅公告（示例）', inForceFrom: '2026-01-01' },
    { regionCode: '330000', unit: 'hour' as const, yuan: 99, source: '还没生效（示例）', inForceFrom: '2027-01-01' },
    { regionCode: '330000', unit: 'month' as const, yuan: 2490, source: '省人社厅公告（示例）', inForceFrom: '2026-01-01' },
  ];
  const context = { today, minimumWages, regions: ['330102', '330100', '330000'] };

  it('warns with the figure in force, its source and date', () => {
    const findings = lint({ ...facts, pay: { min: 18, max: 22, unit: 'hour', negotiable: false } }, context);
    expect(findings).toMatchObject([
      { rule: 'BELOW_MINIMUM', severity: 'warn', source: { law: '省人社厅公告（示例）', date: '2026-01-01' } },
    ]);
    expect(findings[0]?.explanation.zh).toContain('24');
  });

  it('divides a day by its hours, where they are known', () => {
    const day = { min: 200, max: 200, unit: 'day' as const, negotiable: false };
    expect(raised(lint({ ...facts, pay: day }, context))).toEqual(['BELOW_MINIMUM']);
    expect(lint({ ...facts, pay: day, shift: { kind: 'rotating', text: '两班倒' } }, context)).toEqual([]);
    expect(lint({ ...facts, pay: { ...day, min: 240 } }, context)).toEqual([]);
  });

  it('compares a month only with a full working day', () => {
    const month = { min: 2000, max: 3000, unit: 'month' as const, negotiable: false };
    expect(raised(lint({ ...facts, pay: month }, context))).toEqual(['BELOW_MINIMUM']);
    expect(lint({ ...facts, pay: month, shift: { kind: 'unspecified', hours: 4, text: '4小时' } }, context)).toEqual([]);
  });

  it('compares nothing where no figure was entered', () => {
    expect(lint({ ...facts, pay: { min: 3, max: 3, unit: 'hour', negotiable: false } }, { today, regions: ['330102'] })).toEqual([]);
    expect(lint({ ...facts, pay: { min: 3, max: 3, unit: 'hour', negotiable: false } }, { ...context, regions: ['140822'] })).toEqual([]);
  });
});

it('every rule that blocks cites a source, and every rule says what to do in both languages', () => {
  for (const [code, rule] of Object.entries<Rule>(rules)) {
    if (rule.severity === 'block') expect(rule.source?.law, code).toBeTruthy();
    for (const words of [rule.explanation, rule.fix]) expect(words.zh && words.en, code).toBeTruthy();
  }
});
