import type { ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Problem, type ProblemBody, problemKinds, wordProblem } from '../contract/problems.ts';
import { isUniqueViolation } from '../db/unique-violation.ts';
import { Refusal } from '../services/refusal.ts';
import type { Env } from './env.ts';

/** The one place where problems become HTTP. */
export const answerError: ErrorHandler<Env> = (error, c) => {
  const problem = problemOf(error, c.var.requestId);
  if (problem.code === 'INTERNAL') c.var.context.log.error({ err: error, requestId: c.var.requestId }, 'request failed');
  const body: ProblemBody = { ...problem, message: wordProblem(problem, c.var.locale), requestId: c.var.requestId };
  const seconds = problem.code === 'TOO_MANY_REQUESTS' ? problem.details?.seconds : undefined;
  if (seconds !== undefined) c.header('Retry-After', String(seconds));
  return c.json(body, problemKinds[problem.code].status as ContentfulStatusCode);
};

function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Refusal) return error.problem;
  if (error instanceof HTTPException && error.status === 400) return { code: 'BAD_INPUT', details: { field: 'body' } };
  if (error instanceof HTTPException && error.status === 413) return { code: 'TOO_LARGE', details: { limit: '' } };
  // Two people did the same in the same moment, and the later one's check came too early: no fault of ours, and no riddle for them.
  if (isUniqueViolation(error)) return { code: 'SAME_AGAIN' };
  return { code: 'INTERNAL', details: { requestId } };
}
