import { type Actor, mayIn, type StaffRole } from '../access/actor.ts';

/** 安全画面 > 紧急通知 > 直播 > 排期 > 轮播: what stands when several want the glass. */
export const ladder = ['safe-slate', 'notice', 'live', 'scheduled', 'rotation'] as const;
export type Rung = (typeof ladder)[number];

/** Smaller is stronger. */
export const rungOf = (rung: Rung): number => ladder.indexOf(rung);

export type TakeoverKind = 'safe-slate' | 'notice';
export type TakeoverReach = 'screen' | 'station' | 'region' | 'all';
export type RaisingRole = 'clerk' | 'approver' | 'admin';

const clerks = { 'safe-slate': 120, notice: 60 };
const approvers = { 'safe-slate': 720, notice: 240 };
const admins = { 'safe-slate': 1_440, notice: 1_440 };

/**
 * Who may raise what, and for how many minutes. A slate takes words away, and whoever is alone at a station at five in the morning must be able to; a
 * notice puts words on the wall that nobody else has read, so the less its author answers for, the shorter it stands.
 */
export const mayRaise: Record<TakeoverReach, Partial<Record<RaisingRole, Record<TakeoverKind, number>>>> = {
  screen: { clerk: clerks, approver: approvers, admin: admins },
  station: { clerk: clerks, approver: approvers, admin: admins },
  region: { approver: approvers, admin: admins },
  all: { admin: admins },
};

/** A drill takes the wall from people who need it: it is over soon, whoever holds it. */
export const longestDrillMinutes = 10;
/** Pressed by mistake: within this time whoever raised it may take it back alone. */
export const takeBackMinutes = 2;

const rising = ['clerk', 'approver', 'admin'] as const satisfies readonly StaffRole[];

export interface Raising {
  kind: TakeoverKind;
  reach: TakeoverReach;
  minutes: number;
  drill: boolean;
}

export type RaiseVerdict =
  | { may: true }
  /** `role`: the least that may. */
  | { may: false; code: 'TOO_WIDE'; role: RaisingRole }
  | { may: false; code: 'TOO_LONG'; minutes: number };

/** @param path of the screen's station, of the station, or of the region; '' for everywhere */
export function judgeRaising(actor: Actor, path: string, { kind, reach, minutes, drill }: Raising): RaiseVerdict {
  const rules = mayRaise[reach];
  const most = Math.max(0, ...rising.map((role) => (mayIn(actor, role, path) ? (rules[role]?.[kind] ?? 0) : 0)));
  if (most === 0) return { may: false, code: 'TOO_WIDE', role: rising.find((role) => rules[role] !== undefined) ?? 'admin' };
  const longest = drill ? Math.min(most, longestDrillMinutes) : most;
  return minutes > longest ? { may: false, code: 'TOO_LONG', minutes: longest } : { may: true };
}

export interface Lifting {
  raisedBy: string;
  /** Whoever asks, as the audit names them. */
  by: string;
  /** Not a program: whoever raised it may hold its token. */
  isPerson: boolean;
  sinceMs: number;
  drill: boolean;
}

/**
 * Back to the jobs is putting words on the wall again: a second person does it, or the end comes. A drill, and what was pressed a moment ago, its
 * author ends alone. Nobody stands above this: an administrator asks a colleague, too.
 */
export function mayLift({ raisedBy, by, isPerson, sinceMs, drill }: Lifting): boolean {
  return drill || (raisedBy === by ? sinceMs <= takeBackMinutes * 60_000 : isPerson);
}
