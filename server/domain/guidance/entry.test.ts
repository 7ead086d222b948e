import { describe, expect, it } from 'vitest';
import { type Guidance, guidanceAt, withBuiltIn } from './entry.ts';

const entry = (id: string, change: Partial<Guidance> = {}): Guidance => ({
  id,
  regionCode: null,
  kind: 'hotline',
  title: id,
  body: '',
  titleEn: null,
  bodyEn: null,
  phone: '12333',
  source: '本区人社局',
  sourceDate: null,
  checkedOn: null,
  hidden: false,
  place: 100,
  ...change,
});
const ids = (entries: readonly Guidance[]) => entries.map(({ id }) => id);

describe('what a station says', () => {
  const country = entry('country', { place: 1 });
  const city = entry('city', { regionCode: '3301' });
  const county = entry('county', { regionCode: '330102', place: 900 });
  const elsewhere = entry('elsewhere', { regionCode: '330105' });
  const hidden = entry('hidden', { regionCode: '330102', hidden: true });

  it('begins with its own region’s, and holds nothing of another one’s', () => {
    expect(ids(guidanceAt([country, elsewhere, city, hidden, county], ['3301', '330102']))).toEqual(['county', 'city', 'country']);
  });

  it('takes what was edited here in place of what came with the product', () => {
    const edited = entry('country', { title: '改过' });
    expect(withBuiltIn([country, city], [edited]).map(({ title }) => title)).toEqual(['city', '改过']);
  });
});
