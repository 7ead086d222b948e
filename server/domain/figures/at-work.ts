/** 上岗: one person, one posting, one day; said by employer or clerk, and by the person. */

export const workSides = ['employer', 'person'] as const;
export type WorkSide = (typeof workSides)[number];

export interface WorkWord {
  grabId: string;
  /** The same for one person, whichever phone or grab: a hash or an id. */
  person: string;
  postingId: string;
  /** YYYY-MM-DD in the station's zone. */
  day: string;
  side: WorkSide;
}

/** Agreed, perhaps begun, and nobody has said a word of the day itself. */
export interface AgreedWork {
  grabId: string;
  person: string;
  postingId: string;
  day: string;
}

export interface WorkDay {
  person: string;
  postingId: string;
  day: string;
  grabId: string;
  state: 'at-work' | 'unconfirmed';
}

/** Each person, posting and day once, whatever grabs lie behind it. */
export function workDays(words: readonly WorkWord[], agreed: readonly AgreedWork[]): WorkDay[] {
  const days = new Map<string, { day: Omit<WorkDay, 'state'>; sides: Set<WorkSide> }>();
  const at = ({ person, postingId, day, grabId }: AgreedWork) => {
    const key = `${person} ${postingId} ${day}`;
    const known = days.get(key) ?? { day: { person, postingId, day, grabId }, sides: new Set<WorkSide>() };
    days.set(key, known);
    return known;
  };
  for (const word of words) at(word).sides.add(word.side);
  for (const one of agreed) at(one);
  return [...days.values()].map(({ day, sides }) => ({ ...day, state: sides.size === workSides.length ? 'at-work' : 'unconfirmed' }));
}

/** How long after a day somebody may still say that it was worked. */
export const workSaidWithinDays = 3;

export type WorkRefusal = 'WORK_DAY' | 'WORK_SAME_HAND';

/**
 * Whether this may be put down. A clerk may write what the person told them, but the same hand never makes both sides: one member of staff alone
 * can't put anybody to work.
 */
export function mayPutDown(input: {
  side: WorkSide;
  by: string;
  /** YYYY-MM-DD */
  day: string;
  today: string;
  /** The day of the grab. */
  since: string;
  others: readonly { side: WorkSide; saidBy: string }[];
}): WorkRefusal | undefined {
  const ageDays = (Date.parse(input.today) - Date.parse(input.day)) / 86_400_000;
  if (ageDays < 0 || ageDays > workSaidWithinDays || input.day < input.since) return 'WORK_DAY';
  const other = input.others.find(({ side }) => side !== input.side);
  return other !== undefined && other.saidBy === input.by ? 'WORK_SAME_HAND' : undefined;
}
