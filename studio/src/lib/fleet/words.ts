import { healthWords } from '#server/contract/health-words.ts';
import { wordsOfFault } from '#server/contract/player-faults.ts';
import { type HealthReason, healthReasons } from '#server/domain/screen/health.ts';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { RowState } from './filter.ts';

const isReason = (reason: string): reason is HealthReason => reason in healthReasons;

/** What is wrong and what to do, in the words that alerts use, too. */
export const wordsOf = (reasons: readonly string[]) => reasons.filter(isReason).map((reason) => healthWords[getLocale()].reasons[reason]);

/** What a player says of something that it left out, and what to do about it. */
export function faultOf(why: string): string {
  const words = wordsOfFault(why, getLocale());
  return words === undefined ? why : `${words.what} ${words.todo}`;
}

export function nameOfState(state: RowState): string {
  switch (state) {
    case 'unpaired':
      return m.fleet_unpaired();
    case 'revoked':
      return m.fleet_revoked();
    case 'unknown':
      return m.fleet_unknown();
    default:
      return healthWords[getLocale()].states[state];
  }
}

export const toneOf = (state: RowState) =>
  state === 'fine' ? 'good' : state === 'wrong' || state === 'silent' ? 'alarm' : state === 'degraded' ? 'warn' : '';

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** 12 分钟前 */
export function ago(iso: string, nowMs: number): string {
  const passed = nowMs - Date.parse(iso);
  const [unit, ms] = units.find(([, least]) => passed >= least) ?? ['second', 1_000];
  return new Intl.RelativeTimeFormat(getLocale(), { numeric: 'always' }).format(-Math.max(0, Math.floor(passed / ms)), unit);
}

export const moment = (iso: string) =>
  new Date(iso).toLocaleString(getLocale(), { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
