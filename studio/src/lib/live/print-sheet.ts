/** How a rundown is set on A4. The page takes its sizes from here, so that what is counted is what is printed. */
export interface SheetSize {
  /** Of the letters, pt. */
  readonly letters: number;
  /** That each row may have: longer words are cut. */
  readonly lines: 1 | 2;
  /** Above and below the words of a row, mm. */
  readonly padding: number;
}

export interface Sheets extends SheetSize {
  readonly rowsPerPage: number;
  readonly pages: number;
}

/** Height of a line in heights of its letters. */
export const LINE = 1.25;
/** The title, in sizes of the other letters. */
export const TITLE = 1.6;
/** Between head and table, mm. */
export const GAP_MM = 4;
/** Below a row, mm. */
export const RULE_MM = 0.3;
const MM_PER_PT = 25.4 / 72;
/** A4 within margins of 10 mm, but for what printers round up. */
const PAGE_MM = 297 - 2 * 10 - 4;
/** Two of facts, one of a cancelled episode's reason. */
const HEAD_LINES = 3;

/** Below 7 pt nobody reads beside a camera. */
const smallest: SheetSize = { letters: 7, lines: 1, padding: 0.2 };
/** From what is read at arm's length down to what can still be read. */
const sizes: readonly SheetSize[] = [
  { letters: 11, lines: 2, padding: 1 },
  { letters: 10, lines: 2, padding: 0.7 },
  { letters: 9, lines: 2, padding: 0.5 },
  { letters: 8, lines: 2, padding: 0.4 },
  { letters: 10, lines: 1, padding: 0.4 },
  { letters: 9, lines: 1, padding: 0.4 },
  { letters: 8, lines: 1, padding: 0.3 },
  smallest,
];

/** The largest letters with which a rundown needs the fewest pages. */
export function sheetsFor(rows: number): Sheets {
  const pages = Math.max(1, Math.ceil(rows / rowsOn(smallest)));
  const size = sizes.find((one) => rowsOn(one) * pages >= rows) ?? smallest;
  return { ...size, rowsPerPage: rowsOn(size), pages };
}

/** How many rows one page takes under its head. */
function rowsOn({ letters, lines, padding }: SheetSize): number {
  const lineMm = letters * MM_PER_PT * LINE;
  const labelsMm = lineMm + 2 * padding + RULE_MM;
  const headMm = lineMm * (TITLE + HEAD_LINES) + GAP_MM + labelsMm;
  return Math.floor((PAGE_MM - headMm) / (lines * lineMm + 2 * padding + RULE_MM));
}
