import { createHash } from 'node:crypto';

/** One link of an area's chain of a day, as it is hashed. */
export interface ChainedEntry {
  area: string;
  /** YYYY-MM-DD in Shanghai. */
  day: string;
  seq: number;
  /** ISO 8601 in UTC. */
  at: string;
  actor: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
}

/**
 * A day's chain begins with the hash of its own name: an entry can be neither changed, dropped, moved to another day nor put in between
 * without every later hash being wrong.
 */
export const firstPreviousHash = (area: string, day: string): string => sha256(`gangbo audit ${area} ${day}`);

export function hashEntry(entry: ChainedEntry, previousHash: string): string {
  const { area, day, seq, at, actor, action, subject, before, after } = entry;
  return sha256(canonical([previousHash, area, day, seq, at, actor, action, subject, before ?? null, after ?? null]));
}

/** JSON with sorted keys: jsonb doesn't keep their order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
