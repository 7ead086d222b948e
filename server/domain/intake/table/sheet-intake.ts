import type { Expiry } from '../../posting/facts.ts';
import { assemble, type ReadContext, type RowReading } from '../assemble.ts';
import { findDays } from '../normalise/dates.ts';
import { readTrade } from '../normalise/trade.ts';
import type { SkipReason } from '../problems.ts';
import { cleanLine, cleanText, fold } from '../text/clean-text.ts';
import { CarriedCells } from './carried-cells.ts';
import type { ColumnMapping } from './columns.ts';
import { headerAt, headerSearchRows, mapByContent } from './find-header.ts';
import { type CellValue, cellText, type GridRow, isBlank, type Merge } from './grid.ts';
import { wordsOfRow } from './row-words.ts';

/** More than a posting can need; Excel allows 32,767. */
export const longestCell = 5_000;

export type RowOutcome =
  | { kind: 'row'; row: number; reading: RowReading; original: Record<string, string> }
  | { kind: 'skipped'; row: number; toRow?: number; reason: SkipReason; text?: string };

export interface SheetOptions {
  /** YYYY-MM-DD: today, unless the sheet says when it was published. */
  reference: string;
  merges: readonly Merge[];
  /** As a clerk left it in the preview; without it the header is looked for. */
  mapping?: ColumnMapping;
  /** An earlier run has read up to this row: rows up to it are gone through, for their merges, and give no outcome. */
  readAfter?: number;
}

const noteStart = /^(?:备?注|说明|咨询|填表|填报|温馨提示|联系|提示|以上|单位盖章|审核|制表|请勿|来源|更新时间|\*|※)/;
const totalStart = /^(?:合计|总计|小计|共计|总数|总共)/;
const mostBlankEntries = 20;

/**
 * One sheet, row by row: rows go in as the file gives them, outcomes come out as soon as they are certain. Lives as
 * long as the sheet is read; `end` closes it.
 */
export class SheetIntake {
  readonly #options: SheetOptions;
  readonly #carried: CarriedCells;
  #mapping: ColumnMapping | undefined;
  #context: ReadContext;
  /** Rows above the header, until it is found. */
  #waiting: GridRow[] = [];
  #lastRow = 0;
  #blankRun = 0;
  #openBlank: Extract<RowOutcome, { kind: 'skipped' }> | undefined;

  constructor(options: SheetOptions) {
    this.#options = options;
    this.#carried = new CarriedCells(options.merges);
    this.#mapping = options.mapping;
    this.#context = { reference: options.reference };
  }

  /** The mapping in force: found, or as it was passed in. */
  get mapping(): ColumnMapping | undefined {
    return this.#mapping;
  }

  push(row: GridRow): RowOutcome[] {
    const outcomes = this.#gap(row.row);
    this.#lastRow = row.row;
    if (this.#mapping) return [...outcomes, ...this.#readRow(row)];
    this.#waiting.push(row);
    return this.#waiting.length >= headerSearchRows ? [...outcomes, ...this.#openTable()] : outcomes;
  }

  end(): RowOutcome[] {
    const outcomes = this.#mapping ? [] : this.#openTable();
    if (this.#mapping || this.#waiting.length === 0) return [...outcomes, ...this.#closeBlanks()];
    // No header, and nothing that reads like postings: the sheet is no table of jobs.
    const rows = this.#waiting;
    this.#waiting = [];
    return rows.map((row) => this.#skip(row, rowTexts(row).length === 0 ? 'blank' : 'no-table'));
  }

  /** Looks for the header among the rows that wait, and reads what follows it. */
  #openTable(): RowOutcome[] {
    const rows = this.#waiting;
    for (let index = 0; index < rows.length; index++) {
      const mapping = headerAt(rows, index, this.#options.merges);
      if (mapping) return this.#open(rows, index, mapping);
    }
    const byContent = mapByContent(rows);
    if (byContent) return this.#open(rows, 0, byContent);
    // Still none: whatever waits longest can no longer be a header's neighbour.
    const oldest = rows.length >= headerSearchRows ? rows.shift() : undefined;
    return oldest ? [this.#skip(oldest, rowTexts(oldest).length === 0 ? 'blank' : 'no-table')] : [];
  }

  #open(rows: GridRow[], index: number, mapping: ColumnMapping): RowOutcome[] {
    this.#mapping = mapping;
    this.#waiting = [];
    const above = rows.slice(0, mapping.headerFrom === 0 ? 0 : index);
    this.#context = { ...this.#context, ...contextOf(above, this.#options.reference) };
    const titles = above.map((row) => this.#skip(row, rowTexts(row).length === 0 ? 'blank' : 'title'));
    return [...titles, ...rows.slice(above.length).flatMap((row) => this.#readRow(row))];
  }

  #readRow(row: GridRow): RowOutcome[] {
    const mapping = this.#mapping as ColumnMapping;
    if (row.row >= mapping.headerFrom && row.row <= mapping.headerTo) {
      this.#carried.fill(row);
      return [this.#skip(row, 'header')];
    }
    if (row.row < mapping.headerFrom) {
      this.#context = { ...this.#context, ...contextOf([row], this.#options.reference) };
      return [this.#skip(row, rowTexts(row).length === 0 ? 'blank' : 'title')];
    }
    const own = ownCells(row, mapping);
    const reason = this.#whatElse(row, own, mapping);
    if (reason === 'blank') {
      this.#carried.fill(row);
      return this.#blank(row.row);
    }
    const filled = this.#carried.fill(row);
    if (reason) return [this.#skip(row, reason)];
    this.#closeBlanks();
    if (row.row <= (this.#options.readAfter ?? 0)) return [];
    return [this.#data(row.row, filled, mapping)];
  }

  /** Why a row below the header is no data; undefined when it is. */
  #whatElse(row: GridRow, own: { column: number; text: string }[], mapping: ColumnMapping): SkipReason | undefined {
    const [first] = own;
    if (!first) return 'blank';
    if (this.#isRepeatedHeader(row, mapping)) return 'repeated-header';
    if (totalStart.test(first.text)) return 'total';
    if (own.length > 1) return own.length === 2 && noteStart.test(first.text) && /[:：]$/.test(first.text) ? 'footer' : undefined;
    const wide = this.#options.merges.some(
      (merge) => merge.top === row.row && merge.left === first.column && merge.right - merge.left >= 2,
    );
    if (noteStart.test(first.text) || /[:：。]/.test(first.text) || first.text.length > 24) return 'footer';
    const field = mapping.columns.find(({ column }) => column === first.column)?.field;
    if (wide || field === 'serial' || field === undefined) return 'section';
    return field === 'title' && readTrade(first.text).trade !== '' ? undefined : 'section';
  }

  #isRepeatedHeader(row: GridRow, mapping: ColumnMapping): boolean {
    const same = mapping.columns.filter(
      ({ column, header }) => header !== '' && header === cleanLine(cellText(row.cells[column])).replaceAll(' ', ''),
    ).length;
    if (same * 2 >= mapping.columns.length && same >= 2) return true;
    const again = headerAt([row], 0, []);
    if (!again) return false;
    // Another table below the first, with its columns in another order. A clerk's own mapping is not overruled.
    if (!this.#options.mapping) this.#mapping = again;
    return true;
  }

  #data(row: number, cells: (CellValue | undefined)[], mapping: ColumnMapping): RowOutcome {
    const original: Record<string, string> = {};
    for (const { column, header } of mapping.columns) {
      const text = cellText(cells[column]);
      const label = header || `第${column + 1}列`;
      if (text.length > longestCell) {
        const problem = { code: 'ROW_CELL_TOO_LONG' as const, column: label, length: text.length, limit: longestCell };
        return {
          kind: 'row',
          row,
          original: { [label]: `${cleanText(text.slice(0, 200))}…` },
          reading: { read: false, problem, missing: [], phones: [] },
        };
      }
      if (text !== '') original[label] = cleanText(text);
    }
    return { kind: 'row', row, original, reading: assemble(wordsOfRow(cells, mapping.columns), this.#contextOfRow(cells, mapping)) };
  }

  /** A row with a publication day of its own is read against that day. */
  #contextOfRow(cells: (CellValue | undefined)[], mapping: ColumnMapping): ReadContext {
    const column = mapping.columns.find(({ field }) => field === 'publishedOn')?.column;
    const published = column === undefined ? undefined : findDays(cellText(cells[column]), this.#context.reference)[0];
    return published ? { ...this.#context, reference: published.on } : this.#context;
  }

  #skip(row: GridRow, reason: SkipReason): RowOutcome {
    const text = [...new Set(rowTexts(row))].join(' | ').slice(0, 200);
    return { kind: 'skipped', row: row.row, reason, ...(text && { text }) };
  }

  /** Rows that the file leaves out are blank rows. */
  #gap(row: number): RowOutcome[] {
    const outcomes: RowOutcome[] = [];
    for (let blank = this.#lastRow + 1; blank < row && this.#lastRow > 0; blank++) {
      if (this.#openBlank) {
        this.#openBlank.toRow = row - 1;
        break;
      }
      outcomes.push(...this.#blank(blank));
    }
    return outcomes;
  }

  /** One entry a blank row, up to twenty; a long blank stretch becomes one entry with its last row. */
  #blank(row: number): RowOutcome[] {
    if (this.#openBlank) {
      this.#openBlank.toRow = row;
      return [];
    }
    const entry: Extract<RowOutcome, { kind: 'skipped' }> = { kind: 'skipped', row, reason: 'blank' };
    if (++this.#blankRun > mostBlankEntries) this.#openBlank = entry;
    return [entry];
  }

  #closeBlanks(): RowOutcome[] {
    this.#blankRun = 0;
    this.#openBlank = undefined;
    return [];
  }
}

function rowTexts(row: GridRow): string[] {
  return row.cells.filter((cell) => !isBlank(cell)).map((cell) => cleanLine(cellText(cell)));
}

/** What a row itself says: a serial number alone says nothing. */
function ownCells(row: GridRow, mapping: ColumnMapping): { column: number; text: string }[] {
  const serial = mapping.columns.find(({ field }) => field === 'serial')?.column;
  return row.cells.flatMap((cell, column) => {
    if (isBlank(cell)) return [];
    const text = cleanLine(cellText(cell));
    return text === '' || (column === serial && /^\d*$/.test(text)) ? [] : [{ column, text }];
  });
}

/** 发布日期 and 有效期 in a title, 单位名称：… above a table of one employer. */
function contextOf(rows: GridRow[], reference: string): Partial<ReadContext> {
  const context: Partial<ReadContext> = {};
  const texts = rows.flatMap((row) => [...new Set(rowTexts(row))]).map(fold);
  for (const text of texts) {
    const published = /(?:发布|填报|制表|登记)(?:日期|时间)\s*:?\s*([^有截\s]*)/.exec(text)?.[1];
    const day = published && findDays(published, reference)[0]?.on;
    if (day) context.reference = day;
  }
  for (const text of texts) {
    const valid = /(?:有效期|截止(?:日期|时间)?)\s*(?:至|到)?\s*:?\s*(\S+)/.exec(text)?.[1];
    const day = valid && findDays(valid, context.reference ?? reference).at(-1)?.on;
    if (day) context.expiry = { kind: 'date', on: day } satisfies Expiry;
    const employer = /^(?:用人|招聘|用工)?(?:单位|企业|公司)(?:名称)?\s*:\s*(\S{2,40})/.exec(text)?.[1];
    if (employer) context.employer = employer;
  }
  return context;
}
