import { expect, test } from 'vitest';
import { CallInHand } from './call.svelte.ts';

test('three keys are a call: yes, yes, yes', () => {
  const call = new CallInHand();
  for (const answer of ['yes', 'yes'] as const) call.answer(answer);
  expect(call.isDone).toBe(false);
  call.answer('yes');
  expect([call.outcome, call.said]).toEqual(['true', { kind: 'answered', numberWorks: 'yes', stillOpen: 'yes', payAsShown: 'yes' }]);
});

test('a no ends it, and what was not asked stays unasked', () => {
  const call = new CallInHand();
  call.answer('yes');
  call.answer('no');
  call.answer('yes');
  expect(call.said).toMatchObject({ stillOpen: 'no', payAsShown: 'unasked' });
  expect(call.outcome).toBe('false');
});

test('a slip is taken back, and the note goes along', () => {
  const call = new CallInHand();
  call.answer('no');
  call.back();
  call.answer('yes');
  call.note = '  老板说下周还要人  ';
  expect(call.said).toMatchObject({ numberWorks: 'yes', note: '老板说下周还要人' });
  expect(call.unanswered).toEqual({ kind: 'unanswered', note: '老板说下周还要人' });
});
