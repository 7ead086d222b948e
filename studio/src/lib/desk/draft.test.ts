import { describe, expect, it } from 'vitest';
import { draftOf, emptyDraft, readDraft } from './draft.ts';

const today = '2026-11-21';

describe('a posting typed at the desk', () => {
  const typed = {
    ...emptyDraft(),
    trade: '搬运工',
    employer: '东站货运服务部',
    headcount: '3',
    pay: '220一天 日结 包吃',
    shift: '明天早上8点到下午5点',
    place: '火车东站西广场',
    phones: '138 0000 0001 / 0571-87000001',
    requirements: '能搬30公斤，有经验优先',
    expiry: '11-30',
  };

  it('is read as a table row would be', () => {
    const { facts, unread } = readDraft(typed, today);
    expect(unread).toEqual([]);
    expect(facts).toMatchObject({
      trade: '搬运工',
      employer: '东站货运服务部',
      employerKind: 'organisation',
      headcount: { min: 3, max: 3 },
      pay: { min: 220, max: 220, unit: 'day', settlement: 'daily' },
      shift: { startsOn: '2026-11-22', start: '08:00', end: '17:00' },
      phones: ['13800000001', '057187000001'],
      requirements: ['能搬30公斤', '有经验优先'],
      expiry: { kind: 'date', on: '2026-11-30' },
    });
    expect(facts.benefits).toContain('包吃');
  });

  it('keeps every fact of a field that was left alone', () => {
    const { facts } = readDraft(typed, today);
    const base = { draft: draftOf(facts), facts };
    expect(readDraft(base.draft, '2027-03-01', base).facts).toEqual(facts);
    const corrected = readDraft({ ...base.draft, pay: '240-260一天' }, '2027-03-01', base).facts;
    expect(corrected.pay).toMatchObject({ min: 240, max: 260, unit: 'day' });
    expect(corrected.shift).toEqual(facts.shift);
  });

  it('names a householder when the clerk says so', () => {
    expect(readDraft({ ...typed, employer: '王女士', householder: true }, today).facts).toMatchObject({
      employer: '王女士',
      employerKind: 'householder',
    });
  });

  it('says which field it could not read', () => {
    expect(readDraft({ ...typed, phones: '1380000' }, today).unread).toContain('phones');
    expect(readDraft({ ...typed, expiry: '等等再说' }, today).unread).toContain('expiry');
  });
});
