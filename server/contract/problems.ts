import { alertsProblems } from './problems/alerts.ts';
import { brandsProblems } from './problems/brands.ts';
import { everyRouteProblems } from './problems/every-route.ts';
import { feedsProblems } from './problems/feeds.ts';
import { figuresProblems } from './problems/figures.ts';
import { fleetProblems } from './problems/fleet.ts';
import { guestsProblems } from './problems/guests.ts';
import { intakeProblems } from './problems/intake.ts';
import type { ProblemKind } from './problems/kind.ts';
import { kioskProblems } from './problems/kiosk.ts';
import { linksProblems } from './problems/links-and-grabs.ts';
import { liveProblems } from './problems/live.ts';
import { postingsProblems } from './problems/postings.ts';
import { programmeProblems } from './problems/programme.ts';
import { recordingsProblems } from './problems/recordings.ts';
import { screensProblems } from './problems/screens.ts';
import { staffProblems } from './problems/staff.ts';
import { tokensProblems } from './problems/tokens.ts';
import { truthProblems } from './problems/truth.ts';

/** Every error that crosses a wire, by its stable code. Each area has its own file beside this one. */
export const problemKinds = {
  ...everyRouteProblems,
  ...staffProblems,
  ...postingsProblems,
  ...recordingsProblems,
  ...intakeProblems,
  ...screensProblems,
  ...linksProblems,
  ...liveProblems,
  ...guestsProblems,
  ...feedsProblems,
  ...fleetProblems,
  ...programmeProblems,
  ...figuresProblems,
  ...alertsProblems,
  ...tokensProblems,
  ...truthProblems,
  ...brandsProblems,
  ...kioskProblems,
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemKinds;

/** A coded error with what its wording needs. */
export interface Problem {
  code: ProblemCode;
  details?: Record<string, string | number | boolean>;
}

/** The body of every error response. */
export interface ProblemBody extends Problem {
  message: string;
  requestId?: string;
}

export type Locale = 'zh-CN' | 'en';

/** Words a problem for people, in their language. */
export function wordProblem(problem: Problem, locale: Locale): string {
  const kind: ProblemKind = problemKinds[problem.code];
  const wording = locale === 'en' ? kind.en : kind.zh;
  return wording.replace(/\{(\w+)\}/g, (_, name: string) => String(problem.details?.[name] ?? ''));
}
