import { ApiProblem } from '../api.ts';
import { type Notice, withNotice } from './notice-list.ts';

const shownMs = { done: 4_000, problem: 9_000 };
let notices = $state<Notice[]>([]);
let last = 0;

function say(text: string, tone: Notice['tone']): void {
  last += 1;
  const id = last;
  notices = withNotice(notices, { id, text, tone, at: location.pathname });
  setTimeout(() => dismiss(id), shownMs[tone]);
}

export function dismiss(id: number): void {
  notices = notices.filter((notice) => notice.id !== id);
}

/** One line at the lower edge: what was done, or what the server said no to and what to do about it. */
export const notice = {
  get all() {
    return notices;
  },
  done: (text: string) => say(text, 'done'),
  /**
   * Words a problem of the API; anything else is a fault of ours and goes on up.
   * @param told says of which of several things it is
   */
  problem(error: unknown, told = (why: string) => why): void {
    if (!(error instanceof ApiProblem)) throw error;
    say(told(error.message), 'problem');
  },
};
