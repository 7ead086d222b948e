import { describe, expect, test } from 'vitest';
import type { PostingFacts } from '../posting/facts.ts';
import { glassFindings, lostOn, type ReachedGlass } from './glass.ts';

const at = { addressBytes: 38, today: '2026-11-21' };
const facts: PostingFacts = {
  trade: '搬运工',
  employer: '东站货运服务部',
  employerKind: 'organisation',
  headcount: { min: 3, max: 3, approximate: false },
  pay: { min: 220, max: 220, unit: 'day', settlement: 'daily', negotiable: false },
  shift: { kind: 'fixed', start: '18:00', text: '18点起' },
  place: '火车东站西广场',
  phones: ['13800000001'],
  requirements: [],
  benefits: [],
  expiry: { kind: 'long-term' },
};
const glass = (name: string, size: Partial<ReachedGlass['glass']> = {}): ReachedGlass => ({
  name,
  glass: { kind: 'lcd', widthMm: 1210, heightMm: 680, widthPx: 1920, heightPx: 1080, viewingDistanceM: 3, mountHeightM: 1.8, ...size },
  station: { lat: null, lon: null },
});
const near = glass('亭侧屏');
const far = glass('大厅屏', { viewingDistanceM: 4 });
const led = glass('院内LED屏', {
  kind: 'led-low-resolution',
  widthMm: 2560,
  heightMm: 1920,
  widthPx: 512,
  heightPx: 384,
  viewingDistanceM: 8,
});
const all = [near, far, led];

test('a usual posting is fine on every glass', () => {
  expect(glassFindings(facts, all, at)).toEqual([]);
});

describe.each<[string, Partial<PostingFacts>, 'trade' | 'place']>([
  ['a trade that describes itself', { trade: '负责夜间快件装卸分拣打包的综合物流搬运工' }, 'trade'],
  ['a place that is a way to it', { place: '浙江省杭州市上城区城站火车站出口外第三个红绿灯右转五百米再左转进巷子里的蓝色铁皮屋' }, 'place'],
])('%s', (_, change, field) => {
  const found = glassFindings({ ...facts, ...change }, all, at).find((finding) => finding.field === field);

  test('warns, and says on which screens', () => {
    expect(found).toMatchObject({ severity: 'warn' });
    expect(found?.explanation.zh).toContain('院内LED屏');
  });

  test('proposes words that all of them can show', () => {
    const mended = { ...facts, ...change, [field]: found?.proposal };
    expect(found?.proposal).toMatch(/^.{2,}$/u);
    for (const one of all) expect(lostOn(mended, one, at)).toEqual([]);
  });
});

test('a trade keeps its end: the work itself', () => {
  const [found] = glassFindings({ ...facts, trade: '负责夜间快件装卸分拣打包的综合物流搬运工' }, [led], at);
  expect(found?.proposal).toMatch(/搬运工$/u);
});

test('a pay that no row holds blocks', () => {
  const pay = { min: 123_456.78, max: 987_654_321.25, unit: 'month' as const, negotiable: false };
  expect(glassFindings({ ...facts, pay }, [led], at)).toMatchObject([{ rule: 'GLASS_PAY', severity: 'block' }]);
});

test('a glass that lost its code since it was paired is named', () => {
  const [found] = glassFindings(facts, [near, glass('远屏', { viewingDistanceM: 8 })], at).filter(({ rule }) => rule === 'GLASS_CODE');
  expect(found?.explanation.zh).toContain('1 块屏');
  expect(found?.explanation.zh).toContain('远屏');
});
