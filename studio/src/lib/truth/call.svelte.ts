import type { TruthCall } from '#server/contract/truth.ts';
import { type Answer, judge } from '#server/domain/truth/judge.ts';

export const questions = ['numberWorks', 'stillOpen', 'payAsShown'] as const;
export type Question = (typeof questions)[number];

/** One call as it goes: questions in order, a key an answer, nothing sent before the caller says so. */
export class CallInHand {
  answers = $state<Record<Question, Answer>>({ numberWorks: 'unasked', stillOpen: 'unasked', payAsShown: 'unasked' });
  note = $state('');
  /** Index of the question that is asked next; the number of questions: all are. */
  at = $state(0);

  get outcome(): 'true' | 'false' | undefined {
    return judge(this.answers);
  }

  /** A no ends the call: whatever else is asked changes nothing. */
  get isDone(): boolean {
    return this.outcome !== undefined;
  }

  answer(answer: 'yes' | 'no'): void {
    const question = questions[this.at];
    if (question === undefined || this.isDone) return;
    this.answers[question] = answer;
    this.at += 1;
  }

  back(): void {
    const before = questions[this.at - 1];
    if (before === undefined) return;
    this.answers[before] = 'unasked';
    this.at -= 1;
  }

  get said(): TruthCall {
    return { kind: 'answered', ...this.answers, ...this.#noted };
  }

  get unanswered(): TruthCall {
    return { kind: 'unanswered', ...this.#noted };
  }

  get #noted() {
    const note = this.note.trim();
    return note === '' ? {} : { note };
  }
}
