import type { CellValue, GridRow, Merge } from '../../../domain/intake/table/grid.ts';
import { Refusal } from '../../refusal.ts';
import { limits } from './limits.ts';
import type { TableFile } from './table-file.ts';
import { attribute, type XmlHandler } from './xml-scanner.ts';
import type { ZipPackage } from './zip-package.ts';

export interface Document {
  tables: TableFile;
  hasTables: boolean;
  /** The paragraphs outside tables, a line each. */
  text: string;
}

/** Reads a .docx: its tables as sheets, its other paragraphs as text. Whole in memory; the unpacking limits bound it. */
export async function readDocument(zip: ZipPackage): Promise<Document> {
  const reader = new DocumentReader();
  await zip.scan('word/document.xml', reader);
  const { tables } = reader;
  return {
    hasTables: tables.length > 0,
    text: reader.paragraphs.join('\n'),
    tables: {
      notices: [],
      close: () => zip.close(),
      async *sheets() {
        for (const [index, { rows, merges }] of tables.entries()) {
          yield {
            name: `表格${index + 1}`,
            hidden: false,
            merges,
            rowCount: rows.length,
            async *rows() {
              yield rows;
            },
          };
        }
      },
    },
  };
}

interface OpenTable {
  rows: GridRow[];
  merges: Merge[];
  /** The vertical merge that is open in a column. */
  vertical: Map<number, Merge>;
}

/** One pass over the document. A table inside a cell belongs to that cell's text. */
class DocumentReader implements XmlHandler {
  readonly tables: { rows: GridRow[]; merges: Merge[] }[] = [];
  readonly paragraphs: string[] = [];
  #depth = 0;
  #table: OpenTable | undefined;
  #cells: (CellValue | undefined)[] = [];
  #column = 0;
  #span = 1;
  #merge: 'restart' | 'continue' | undefined;
  #text = '';
  #collecting = false;
  #rowCount = 0;

  open(name: string, attributes: string): void {
    switch (name) {
      case 'tbl':
        if (++this.#depth === 1) this.#table = { rows: [], merges: [], vertical: new Map() };
        return;
      case 'tr':
        if (this.#depth !== 1) return;
        if (++this.#rowCount > limits.rows) throw new Refusal('INTAKE_TOO_MANY_ROWS', { limit: limits.rows });
        this.#cells = [];
        this.#column = 0;
        return;
      case 'tc':
        if (this.#depth !== 1) return;
        this.#text = '';
        this.#span = 1;
        this.#merge = undefined;
        return;
      case 'gridSpan':
        if (this.#depth === 1) this.#span = Math.min(limits.columns, Math.max(1, Number(attribute(attributes, 'w:val') ?? 1) || 1));
        return;
      case 'vMerge':
        if (this.#depth === 1) this.#merge = attribute(attributes, 'w:val') === 'restart' ? 'restart' : 'continue';
        return;
      case 't':
        this.#collecting = true;
        return;
      case 'br':
      case 'cr':
        this.#text += '\n';
        return;
      case 'tab':
        // Also names tab stops in paragraph properties, where no text has begun yet.
        if (this.#text !== '') this.#text += ' ';
    }
  }

  text(piece: string): void {
    if (this.#collecting) this.#text += piece;
  }

  close(name: string): void {
    switch (name) {
      case 't':
        this.#collecting = false;
        return;
      case 'p':
        if (this.#depth > 0) this.#text += '\n';
        else {
          this.paragraphs.push(this.#text);
          this.#text = '';
        }
        return;
      case 'tc':
        if (this.#depth === 1) this.#closeCell();
        return;
      case 'tr':
        if (this.#depth === 1) this.#table?.rows.push({ row: this.#table.rows.length + 1, cells: this.#cells });
        return;
      case 'tbl':
        if (this.#depth > 0 && --this.#depth === 0 && this.#table) {
          this.tables.push(this.#table);
          this.#table = undefined;
          this.#text = '';
        }
    }
  }

  #closeCell(): void {
    const table = this.#table;
    if (!table) return;
    const row = table.rows.length + 1;
    const text = this.#text.trim();
    const left = this.#column;
    const right = left + this.#span - 1;
    if (this.#merge === 'continue') {
      const merge = table.vertical.get(left);
      if (merge) merge.bottom = row;
    } else {
      if (text !== '' && left < limits.columns) this.#cells[left] = text;
      table.vertical.delete(left);
      if (this.#merge === 'restart' || right > left) {
        const merge = { top: row, bottom: row, left, right };
        table.merges.push(merge);
        if (this.#merge === 'restart') table.vertical.set(left, merge);
      }
    }
    this.#column = right + 1;
    this.#text = '';
  }
}
