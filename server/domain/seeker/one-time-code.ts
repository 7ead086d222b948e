import { Temporal } from 'temporal-polyfill';

/** 验证码: six digits, ten minutes, five tries, one use. */
export const codeRules = {
  digits: 6,
  minutes: 10,
  tries: 5,
  /** After the last wrong try, how long until another code may be asked for. */
  lockMinutes: 15,
  resendSeconds: 60,
} as const;

export interface CodeState {
  createdAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
  usedAt: Temporal.Instant | undefined;
  /** Wrong tries so far. */
  attempts: number;
}

export type CodeVerdict =
  | { kind: 'right' }
  | { kind: 'wrong'; left: number }
  | { kind: 'expired' }
  | { kind: 'spent' }
  | { kind: 'locked'; minutes: number };

/**
 * What one try says. A phone that never asked gets the answer of one whose code has run out: nobody learns from it who has
 * used the station.
 */
export function judgeCode(code: CodeState | undefined, matches: boolean, now: Temporal.Instant): CodeVerdict {
  if (!code) return { kind: 'expired' };
  const locked = lockedMinutes(code, now);
  if (locked > 0) return { kind: 'locked', minutes: locked };
  if (code.usedAt) return { kind: 'spent' };
  if (Temporal.Instant.compare(code.expiresAt, now) <= 0) return { kind: 'expired' };
  if (matches) return { kind: 'right' };
  const left = codeRules.tries - code.attempts - 1;
  return left > 0 ? { kind: 'wrong', left } : { kind: 'locked', minutes: codeRules.lockMinutes };
}

/** Minutes until another code may be asked for after too many wrong tries; 0 when it may be now. */
export function lockedMinutes(code: CodeState | undefined, now: Temporal.Instant): number {
  if (!code || code.usedAt || code.attempts < codeRules.tries) return 0;
  const until = code.createdAt.add({ minutes: codeRules.lockMinutes });
  return Math.max(0, Math.ceil((until.epochMilliseconds - now.epochMilliseconds) / 60_000));
}
