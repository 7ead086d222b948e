import { expect, it } from 'vitest';
import { programLetters, programWords } from './program-words.ts';

it.each([
  [programWords.host('小赵'), '主播 小赵'],
  [programWords.live, '直播'],
  [programWords.scan(103), '扫码 抢 103 号岗'],
  [programWords.slate, '马上回来'],
  [programWords.heard('李经理'), '连线 李经理'],
])('the picture says %s to whoever looks, whatever its host reads', (said, expected) => {
  expect(said).toBe(expected);
});

it('knows every letter that it draws', () => {
  expect(programLetters.replaceAll(' ', '')).toMatch(/^\p{Script=Han}+$/u);
  for (const letter of '主播直马上回来扫码抢号岗连线') expect(programLetters).toContain(letter);
});
