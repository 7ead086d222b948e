import type { GridRow, Merge } from '../../../domain/intake/table/grid.ts';

/** Something a clerk should know about the file as a whole; none of it stopped the reading. */
export type FileNotice =
  | { code: 'MACROS_IGNORED' }
  | { code: 'QUOTES_REPAIRED' }
  | { code: 'ENCODING'; encoding: string }
  | { code: 'COLUMNS_BEYOND_LIMIT'; limit: number };

/** One sheet of a file. */
export interface SheetSource {
  name: string;
  hidden: boolean;
  merges: readonly Merge[];
  /** How many rows it holds, for progress; 0 is an empty sheet. */
  rowCount: number;
  /** In order, in batches. May be called once. */
  rows(): AsyncIterable<GridRow[]>;
}

/** A file of tables, whatever its format, opened. Sheets come in order, each read before the next is asked for. */
export interface TableFile {
  notices: FileNotice[];
  sheets(): AsyncIterable<SheetSource>;
  close(): void;
}
