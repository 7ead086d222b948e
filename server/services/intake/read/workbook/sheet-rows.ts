import { dayOfExcelSerial } from '../../../../domain/intake/normalise/dates.ts';
import { type CellValue, type GridRow, type Merge, parseMerge } from '../../../../domain/intake/table/grid.ts';
import { Refusal } from '../../../refusal.ts';
import { limits } from '../limits.ts';
import { attribute, XmlScanner } from '../xml-scanner.ts';
import type { ZipPackage } from '../zip-package.ts';
import { unescapeControl } from './shared-strings.ts';
import type { NumberStyle } from './styles.ts';

export interface WorkbookParts {
  strings: readonly string[];
  styles: readonly NumberStyle[];
  date1904: boolean;
}

/** Merges stand behind the rows that need them, so a sheet is looked over once before it is read. */
export async function surveySheet(zip: ZipPackage, part: string): Promise<{ merges: Merge[]; rowCount: number }> {
  const merges: Merge[] = [];
  let rowCount = 0;
  await zip.scan(part, {
    open(name, attributes) {
      if (name === 'row') rowCount++;
      else if (name === 'mergeCell') {
        const merge = parseMerge(attribute(attributes, 'ref') ?? '');
        if (merge) merges.push(merge);
      }
    },
  });
  return { merges, rowCount };
}

/** The rows of a sheet part, in batches as the file unpacks. */
export async function* readSheetRows(zip: ZipPackage, part: string, parts: WorkbookParts): AsyncGenerator<GridRow[]> {
  const reader = new RowReader(parts);
  const scanner = new XmlScanner(part, reader);
  for await (const chunk of zip.text(part)) {
    scanner.feed(chunk);
    const rows = reader.take();
    if (rows.length > 0) yield rows;
  }
  scanner.end();
  const rows = reader.take();
  if (rows.length > 0) yield rows;
}

// Sums and differences of cells only: what a spreadsheet shows for them is what the office wrote down.
const arithmetic = /^[A-Z0-9$:(),+\-*/.\s]*$/i;

class RowReader {
  readonly #parts: WorkbookParts;
  #ready: GridRow[] = [];
  #row: GridRow | undefined;
  #lastRow = 0;
  #column = -1;
  #type = '';
  #style = 0;
  #value = '';
  #formula: string | undefined;
  #collecting: 'value' | 'formula' | 'inline' | undefined;
  #phonetic = false;
  #count = 0;

  constructor(parts: WorkbookParts) {
    this.#parts = parts;
  }

  take(): GridRow[] {
    const rows = this.#ready;
    this.#ready = [];
    return rows;
  }

  open(name: string, attributes: string, selfClosing: boolean): void {
    switch (name) {
      case 'row':
        this.#openRow(attributes);
        return;
      case 'c':
        this.#openCell(attributes);
        return;
      case 'v':
        this.#collecting = 'value';
        return;
      case 'f':
        this.#collecting = 'formula';
        if (!selfClosing) this.#formula = '';
        return;
      case 't':
        this.#collecting = this.#phonetic ? undefined : 'inline';
        return;
      case 'rPh':
        this.#phonetic = true;
    }
  }

  text(piece: string): void {
    if (this.#collecting === 'formula') this.#formula = (this.#formula ?? '') + piece;
    else if (this.#collecting !== undefined) this.#value += piece;
  }

  close(name: string): void {
    if (name === 'v' || name === 't' || name === 'f') this.#collecting = undefined;
    else if (name === 'rPh') this.#phonetic = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row' && this.#row) {
      this.#ready.push(this.#row);
      this.#row = undefined;
    }
  }

  #openRow(attributes: string): void {
    if (++this.#count > limits.rows) throw new Refusal('INTAKE_TOO_MANY_ROWS', { limit: limits.rows });
    const row = Number(attribute(attributes, 'r') ?? this.#lastRow + 1);
    // Rows must rise (§18.3.1.73); one that does not is taken as the next.
    this.#lastRow = Number.isSafeInteger(row) && row > this.#lastRow && row <= 1_048_576 ? row : this.#lastRow + 1;
    this.#row = { row: this.#lastRow, cells: [] };
    this.#column = -1;
  }

  #openCell(attributes: string): void {
    const column = columnOf(attribute(attributes, 'r'));
    this.#column = column ?? this.#column + 1;
    this.#type = attribute(attributes, 't') ?? 'n';
    this.#style = Number(attribute(attributes, 's') ?? 0);
    this.#value = '';
    this.#formula = undefined;
  }

  #closeCell(): void {
    if (!this.#row || this.#column >= limits.columns) return;
    const value = this.#read();
    if (value !== undefined) this.#row.cells[this.#column] = value;
  }

  #read(): CellValue | undefined {
    const isNumber = this.#type === 'n';
    if (this.#formula !== undefined && this.#formula !== '' && !(isNumber && this.#value !== '' && arithmetic.test(this.#formula))) {
      return `=${this.#formula}`;
    }
    if (this.#value === '') return undefined;
    switch (this.#type) {
      case 's':
        return this.#parts.strings[Number(this.#value)];
      case 'b':
        return this.#value === '1';
      case 'd':
        return { day: this.#value.slice(0, 10) };
      case 'n':
        return this.#number(Number(this.#value));
      default:
        return unescapeControl(this.#value);
    }
  }

  #number(value: number): CellValue | undefined {
    if (!Number.isFinite(value)) return this.#value;
    const style = this.#parts.styles[this.#style] ?? 'number';
    if (style === 'number') return value;
    const time = clock(value);
    if (style === 'time' && value < 1) return time;
    const day = dayOfExcelSerial(value, this.#parts.date1904);
    if (!day) return value;
    return style === 'day' ? { day } : { day, time };
  }
}

function clock(serial: number): string {
  const minutes = Math.round((serial - Math.floor(serial)) * 24 * 60) % (24 * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** B7 → 1, without an object a cell. */
function columnOf(ref: string | undefined): number | undefined {
  if (ref === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < ref.length; at++) {
    const letter = ref.charCodeAt(at) & ~0x20;
    if (letter < 0x41 || letter > 0x5a) break;
    column = column * 26 + letter - 0x40;
  }
  return column === 0 ? undefined : column - 1;
}
