export const guidanceKinds = ['policy', 'training', 'rights', 'hotline'] as const;
export type GuidanceKind = (typeof guidanceKinds)[number];

export interface Guidance {
  id: string;
  /** null: everywhere. */
  regionCode: string | null;
  kind: GuidanceKind;
  title: string;
  body: string;
  titleEn: string | null;
  bodyEn: string | null;
  phone: string | null;
  source: string;
  sourceDate: string | null;
  checkedOn: string | null;
  hidden: boolean;
  /** Of two, the smaller is read first. */
  place: number;
}

/** What was edited here stands in place of what came with the product. */
export function withBuiltIn<T extends Guidance>(builtIn: readonly Guidance[], edited: readonly T[]): (Guidance | T)[] {
  const ids = new Set(edited.map(({ id }) => id));
  return [...builtIn.filter(({ id }) => !ids.has(id)), ...edited];
}

/**
 * What a station shows: its own region's before those above it, so that a district's own telephone is read before the country's.
 * @param codes of the station's region and all above it, from the root
 */
export function guidanceAt<T extends Guidance>(entries: readonly T[], codes: readonly string[]): T[] {
  const depth = (entry: Guidance) => (entry.regionCode === null ? -1 : codes.indexOf(entry.regionCode));
  return entries
    .filter((entry) => !entry.hidden && (entry.regionCode === null || depth(entry) >= 0))
    .sort((a, b) => depth(b) - depth(a) || a.place - b.place || (a.id < b.id ? -1 : 1));
}
