import { expect, it } from 'vitest';
import { episodeTitle } from './title.ts';

const show = { show: '周二直播带岗', day: '2026-12-01' };

it.each([
  ['周二直播带岗 第{n}期', 12, '周二直播带岗 第12期'],
  ['{date} 直播带岗', 12, '12月1日 直播带岗'],
  ['第{n}期 {date}', undefined, '周二直播带岗'],
  ['城站直播', undefined, '城站直播'],
])('%s of %s is %s', (pattern, number, expected) => {
  expect(episodeTitle({ pattern, number, ...show })).toBe(expected);
});
