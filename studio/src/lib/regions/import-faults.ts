import { stationsFile } from '#server/contract/stations.ts';

export type EntryKind = 'region' | 'station' | 'hours' | 'screen' | 'show';

/** One step down into the file: the third station, the second of its screens. */
export interface Step {
  kind: EntryKind;
  /** Counted from 1, as people count. */
  position: number;
  /** What the entry calls itself, where it does. */
  name?: string;
}

export interface Fault {
  /** Empty: the file itself. */
  steps: Step[];
  /** Empty: the entry as a whole. */
  field: string;
  /** What stands there, cut to a glance; undefined: nothing does. */
  found?: string;
}

const lists: Record<string, EntryKind> = {
  regions: 'region',
  children: 'region',
  stations: 'station',
  hours: 'hours',
  screens: 'screen',
  weeklyShows: 'show',
};

/** Everything that keeps a stations.json from being brought in, in the file's own order. */
export function faultsOf(json: unknown): Fault[] {
  const parsed = stationsFile.safeParse(json);
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => faultAt(json, path));
}

function faultAt(json: unknown, path: readonly PropertyKey[]): Fault {
  const steps: Step[] = [];
  const field: string[] = [];
  let value: unknown = json;
  for (const [at, key] of path.entries()) {
    value = within(value, key);
    const kind = lists[String(path[at - 1])];
    if (typeof key === 'number' && kind) {
      field.pop();
      const name = within(value, 'name');
      steps.push({ kind, position: key + 1, ...(typeof name === 'string' && name !== '' ? { name: clip(name) } : {}) });
    } else field.push(String(key));
  }
  return { steps, field: field.join('.'), ...(value === undefined ? {} : { found: clip(JSON.stringify(value)) }) };
}

const within = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;

const shown = 40;
const clip = (text: string) => (text.length > shown ? `${text.slice(0, shown)}…` : text);
