import { describe, expect, it } from 'vitest';
import type { JobPage } from '#server/contract/browse.ts';
import type { Pay } from '#server/domain/posting/facts.ts';
import { jobPostingJson } from './job-posting.ts';

const url = 'https://gigs.example.cn/jobs/1';

function page(job: Partial<JobPage['job']> = {}, pay: Partial<Pay> = {}, over: Partial<JobPage> = {}): JobPage {
  return {
    serverTime: '2026-11-23T02:00:00Z',
    today: '2026-11-23',
    timeZone: 'Asia/Shanghai',
    job: {
      id: '0197a000-0000-7000-8000-000000000001',
      number: 17,
      status: 'open',
      facts: {
        trade: '搬运工',
        employerKind: 'organisation',
        employer: '东站货运服务部',
        headcount: { min: 3, max: 3, approximate: false },
        pay: { min: 220, max: 220, unit: 'day', negotiable: false, ...pay },
        shift: { kind: 'fixed', start: '18:00', text: '18点起' },
        place: '火车东站西广场',
        requirements: [],
        benefits: [],
        expiry: { kind: 'long-term' },
      },
      employerChecked: true,
      employerCheckedHow: 'licence',
      address: null,
      placesTotal: 3,
      placesLeft: 2,
      position: null,
      distanceM: null,
      confirmedAt: null,
      // Half past midnight at the station, the evening before in UTC.
      postedAt: '2026-11-22T16:30:00Z',
      expiresAt: '2026-11-29T16:00:00Z',
      ...job,
    },
    station: null,
    scanned: null,
    together: [],
    nearby: [],
    smsAvailable: true,
    ...over,
  };
}
const read = (...given: Parameters<typeof page>) => JSON.parse(jobPostingJson(page(...given), url) ?? '{}');

describe('a job for machines', () => {
  it('is dated by the station’s calendar, and good through its last day there', () => {
    expect(read()).toMatchObject({ datePosted: '2026-11-23', validThrough: '2026-11-29T23:59:59+08:00' });
    expect(read({}, {}, { timeZone: 'Asia/Urumqi' })).toMatchObject({
      datePosted: '2026-11-22',
      validThrough: '2026-11-29T21:59:59+06:00',
    });
    expect(read({ expiresAt: null })).not.toHaveProperty('validThrough');
  });

  it.each([
    ['one figure a day', { min: 220, max: 220, unit: 'day' }, { value: 220, unitText: 'DAY' }],
    ['a range an hour', { min: 20, max: 25, unit: 'hour' }, { minValue: 20, maxValue: 25, unitText: 'HOUR' }],
    ['at most so much a month', { min: undefined, max: 6000, unit: 'month' }, { value: 6000, unitText: 'MONTH' }],
  ] as [string, Pay, object][])('tells pay as %s in Google’s own units', (_words, pay, value) => {
    expect(read({}, pay).baseSalary).toEqual({
      '@type': 'MonetaryAmount',
      currency: 'CNY',
      value: { '@type': 'QuantitativeValue', ...value },
    });
  });

  it.each(['piece', 'order', undefined] as const)('leaves pay by the %s out rather than bend it', (unit) => {
    expect(read({}, { unit } as Partial<Pay>)).not.toHaveProperty('baseSalary');
  });

  it('is not told at all when it is full', () => {
    expect(jobPostingJson(page({ status: 'filled', placesLeft: 0 }), url)).toBeUndefined();
  });

  it('cannot end the element that it stands in', () => {
    const { facts } = page().job;
    expect(jobPostingJson(page({ facts: { ...facts, place: '</script><script>alert(1)' } }), url)).not.toContain('<');
  });
});
