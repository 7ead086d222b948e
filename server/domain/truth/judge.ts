export type Answer = 'yes' | 'no' | 'unasked';

export interface Answers {
  /** 电话打得通，是这家. */
  numberWorks: Answer;
  /** 上次上屏时还在招. */
  stillOpen: Answer;
  /** 工钱和屏上一样. */
  payAsShown: Answer;
}

/** After so many calls on which nobody answered, a posting is not reached: it stays in the denominator. */
export const mostAttempts = 3;
/** Between two of them. */
export const retryAfterMinutes = 30;

/**
 * One no is enough for a wall that was wrong; three yes for one that was right. Anything else is no answer yet: a call that broke off before
 * the last question is made again.
 */
export function judge({ numberWorks, stillOpen, payAsShown }: Answers): 'true' | 'false' | undefined {
  const all = [numberWorks, stillOpen, payAsShown];
  if (all.includes('no')) return 'false';
  return all.every((answer) => answer === 'yes') ? 'true' : undefined;
}

/** What becomes of the posting, where it still stands. */
export function consequence({ numberWorks, stillOpen, payAsShown }: Answers): 'confirm' | 'close' | 'correct' {
  // A number that is nobody's is no offer, and a place that is gone is none either: off the glass at once.
  if (numberWorks === 'no' || stillOpen === 'no') return 'close';
  return payAsShown === 'no' ? 'correct' : 'confirm';
}

/** A call on which nobody answered. */
export function afterUnanswered(attempts: number): { attempts: number; outcome: 'open' | 'unreached' } {
  const next = attempts + 1;
  return { attempts: next, outcome: next >= mostAttempts ? 'unreached' : 'open' };
}
