/** Whether a time of day (HH:MM) lies in a window of one; `from` later than `to` goes over midnight, equal ones are the whole day. */
export function isWithin({ from, to }: { from: string; to: string }, timeOfDay: string): boolean {
  if (from === to) return true;
  return from < to ? timeOfDay >= from && timeOfDay < to : timeOfDay >= from || timeOfDay < to;
}
