import { type Problem, type ProblemCode, wordProblem } from '../contract/problems.ts';

/** A use case says no, with a coded problem. Mapped to HTTP in one place, worded in the asker's language. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(code: ProblemCode, details?: Problem['details']) {
    const problem: Problem = details ? { code, details } : { code };
    super(`${code}: ${wordProblem(problem, 'en')}`);
    this.name = 'Refusal';
    this.problem = problem;
  }
}
