import { expect, it } from 'vitest';
import { showText } from './show-text.ts';

const when = '12月1日 14:30';

it('says when the show begins, or that it does not', () => {
  expect(showText({ fact: 'show-starting', title: '周二直播带岗 第3期', when })).toBe(
    '您要看的“周二直播带岗 第3期”12月1日 14:30开播，打开之前的直播页面就能看。',
  );
  expect(showText({ fact: 'show-cancelled', title: '周二直播带岗 第3期', when })).toContain('停播');
});

it.each(['show-starting', 'show-cancelled'] as const)('of %s fits one message, whatever the show is called', (fact) => {
  expect(showText({ fact, title: '岗'.repeat(60), when }).length).toBeLessThanOrEqual(60);
});
