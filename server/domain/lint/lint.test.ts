import { describe, expect, it } from 'vitest';
import type { PostingFacts } from '../posting/facts.ts';
import { blocks, type Finding, lint, lintText } from './lint.ts';
import { type Rule, rules } from './rules.ts';
import { sentences } from './testing/sentences.ts';

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
