/** What one posting says, normalised. Pay is in yuan; times are wall-clock times of the station's zone. */

export const payUnits = ['hour', 'day', 'month', 'piece', 'order'] as const;
export type PayUnit = (typeof payUnits)[number];

/** 日结, 周结, 月结, 干完就结 */
export const settlements = ['daily', 'weekly', 'monthly', 'on-completion'] as const;
export type Settlement = (typeof settlements)[number];

export interface Pay {
  /** Yuan for one `unit`; absent when only "面议" was said. */
  min?: number;
  max?: number;
  unit?: PayUnit;
  settlement?: Settlement;
  negotiable: boolean;
  /** What the figures leave out, e.g. 底薪加提成. */
  note?: string;
}

export interface Headcount {
  min: number;
  max: number;
  /** True for 若干 and the like: the numbers are our assumption, not the employer's word. */
  approximate: boolean;
}

export const shiftKinds = ['fixed', 'rotating', 'flexible', 'weekend', 'unspecified'] as const;
export type ShiftKind = (typeof shiftKinds)[number];

export interface Shift {
  kind: ShiftKind;
  /** HH:MM */
  start?: string;
  /** HH:MM */
  end?: string;
  /** The end lies on the day after the start (22:00–次日6:00). */
  nextDay?: boolean;
  hours?: number;
  /** YYYY-MM-DD, when a day was named (明天, 11月24日). */
  startsOn?: string;
  /** The words as sent. */
  text: string;
}

export type Expiry = { kind: 'date'; on: string } | { kind: 'long-term' } | { kind: 'unstated' };

export const employerKinds = ['organisation', 'householder', 'unknown'] as const;
export type EmployerKind = (typeof employerKinds)[number];

export interface PostingFacts {
  /** Normalised trade, e.g. 搬运工. */
  trade: string;
  /** The title as sent, when it says more than the trade. */
  title?: string;
  category?: string;
  employer?: string;
  employerKind: EmployerKind;
  headcount: Headcount;
  pay: Pay;
  shift: Shift;
  place?: string;
  /** Digits only, with area code for landlines. */
  phones: string[];
  contact?: string;
  requirements: string[];
  benefits: string[];
  expiry: Expiry;
  description?: string;
}
