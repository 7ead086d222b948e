import { expect, test } from 'vitest';
import { wordComing } from './moment.ts';

const noon = Date.parse('2026-11-22T12:00:00+08:00');

test.each([
  ['later today', '2026-11-22T12:48:00+08:00', '今天 12:48', 'today 12:48'],
  ['tomorrow', '2026-11-23T09:00:00+08:00', '周一 09:00', 'Mon 09:00'],
  ['in a week, on the same weekday', '2026-11-29T12:48:00+08:00', '11月29日 12:48', 'Nov 29 12:48'],
])('the coming show, %s', (_, at, zh, en) => {
  expect(wordComing(Date.parse(at), noon, 'Asia/Shanghai', 'zh-CN')).toBe(zh);
  expect(wordComing(Date.parse(at), noon, 'Asia/Shanghai', 'en')).toBe(en);
});
