/** Slow readers read some four Chinese characters, or three short words, a second. */
const CHARACTERS_A_SECOND = 4;
const LEAST_MS = 3_000;
const MOST_MS = 8_000;

/** How long a line stands, ms: as long as it takes to read, and never so long that it is taken for the next one. */
export function readingMs(text: string): number {
  const wide = [...text].reduce((sum, character) => sum + (character.charCodeAt(0) < 0x2e80 ? 0.4 : 1), 0);
  return Math.round(Math.min(Math.max((wide / CHARACTERS_A_SECOND) * 1000 + 1000, LEAST_MS), MOST_MS));
}
