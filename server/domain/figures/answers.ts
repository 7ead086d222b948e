/** 多久有回音: minutes of station hours from a grab or call-back request to an answer. */

export const inTimeMinutes = 30;

/** Whole minutes up to two hours, then coarser: a median beyond that is a number nobody steers by. */
const coarse = [180, 240, 300, 360, 480, 600, 720, 1_440, 2_880, 10_080];

/** The step an answer falls into: its upper bound in minutes. */
export function answerStep(minutes: number): number {
  const whole = Math.max(0, Math.ceil(minutes));
  if (whole <= 120) return whole;
  return coarse.find((bound) => whole <= bound) ?? 43_200;
}

export interface AnswerSums {
  /** All that were asked for, answered or not. */
  asked: number;
  /** Answers by the step of answerStep. */
  answered: ReadonlyMap<number, number>;
}

export interface AnswerFigures {
  /** Of all asked: half had an answer within so many minutes. `null`: half have none yet, or nobody asked. */
  medianMinutes: number | null;
  /** Whole per cent of all asked. `null`: nobody asked. */
  inTimeShare: number | null;
}

export function answerFigures({ asked, answered }: AnswerSums): AnswerFigures {
  if (asked === 0) return { medianMinutes: null, inTimeShare: null };
  const steps = [...answered].sort(([a], [b]) => a - b);
  const inTime = steps.reduce((sum, [step, count]) => (step <= inTimeMinutes ? sum + count : sum), 0);
  // The lower median: with two askers, one answered, half have had their answer.
  const middle = Math.ceil(asked / 2);
  let seen = 0;
  let median: number | null = null;
  for (const [step, count] of steps) {
    seen += count;
    if (median === null && seen >= middle) median = step;
  }
  return { medianMinutes: median, inTimeShare: Math.floor((inTime / asked) * 100) };
}
