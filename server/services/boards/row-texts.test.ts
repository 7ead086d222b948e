import { expect, test } from 'vitest';
import { canonicalJson } from '../../domain/board/canonical.ts';
import { row } from '../../domain/board/testing/rows.ts';
import { RowTexts } from './row-texts.ts';

test.each([
  ['with a distance', row({ distanceM: 400 })],
  ['without one', row({ distanceM: null })],
  ['without employer, title and place', { ...row({ number: 102, title: undefined, employer: undefined, place: undefined }) }],
  ['the same posting elsewhere', row({ distanceM: 9_200 })],
  ['the same posting on its day', row({ startsToday: false })],
  ['the same posting where it ends sooner', row({ expiresAt: '2026-11-22T04:00:00Z' })],
])('a row %s reads as if it were written alone', (_, one) => {
  const texts = new RowTexts();
  texts.add(row());
  texts.add(one);
  expect(texts.written.get(one)).toBe(canonicalJson(one));
});
