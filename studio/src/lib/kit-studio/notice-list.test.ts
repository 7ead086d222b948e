import { describe, expect, it } from 'vitest';
import { type Notice, withNotice } from './notice-list.ts';

const say = (id: number, tone: Notice['tone'], at = '/studio/screens'): Notice => ({ id, text: `${id}`, tone, at });
const ids = (notices: Notice[]) => notices.map(({ id }) => id);

describe('notices', () => {
  it('lose a problem when its page succeeds', () => {
    expect(ids(withNotice([say(1, 'problem'), say(2, 'done')], say(3, 'done')))).toEqual([2, 3]);
  });

  it('keep the problem of another page, and every problem beside a new one', () => {
    expect(ids(withNotice([say(1, 'problem', '/studio/staff')], say(2, 'done')))).toEqual([1, 2]);
    expect(ids(withNotice([say(1, 'problem')], say(2, 'problem')))).toEqual([1, 2]);
  });

  it('are four at most, the oldest leaving first', () => {
    expect(
      ids(
        withNotice(
          [1, 2, 3, 4].map((id) => say(id, 'done')),
          say(5, 'done'),
        ),
      ),
    ).toEqual([2, 3, 4, 5]);
  });
});
