/** A cell as a file reader hands it on: never a formula's doing, always a value. */
export type CellValue = string | number | boolean | CellDay;

/** A number that the workbook formats as a day. */
export interface CellDay {
  /** YYYY-MM-DD */
  day: string;
  /** HH:MM, where the cell shows one. */
  time?: string;
}

export interface GridRow {
  /** 1-based, as people see it. */
  row: number;
  /** By column, from 0. */
  cells: (CellValue | undefined)[];
}

/** A merged range: rows from 1, columns from 0, all inclusive. */
export interface Merge {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export function cellText(value: CellValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'object') return value.time ? `${value.day} ${value.time}` : value.day;
  return typeof value === 'boolean' ? (value ? '是' : '否') : plainNumber(value);
}

/** 13900009286 and 0.35, never 1.39e10. */
function plainNumber(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 6 }) : text;
}

export function isBlank(value: CellValue | undefined): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}

/** B7 → {row: 7, column: 1}. Undefined for anything else. */
export function parseCellRef(ref: string): { row: number; column: number } | undefined {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(ref);
  if (!match) return undefined;
  let column = 0;
  for (const letter of match[1] as string) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(match[2]), column: column - 1 };
}

/** A1:J1 → a merge. */
export function parseMerge(ref: string): Merge | undefined {
  const [from, to] = ref.split(':').map(parseCellRef);
  if (!from || !to) return undefined;
  return {
    top: Math.min(from.row, to.row),
    bottom: Math.max(from.row, to.row),
    left: Math.min(from.column, to.column),
    right: Math.max(from.column, to.column),
  };
}
