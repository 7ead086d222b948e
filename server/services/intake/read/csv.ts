import Papa from 'papaparse';
import type { GridRow } from '../../../domain/intake/table/grid.ts';
import { Refusal } from '../../refusal.ts';
import { decodeText } from './decode-text.ts';
import { limits } from './limits.ts';
import type { FileNotice, TableFile } from './table-file.ts';

const delimiters = [',', '\t', ';', '|', '，'] as const;
const batch = 500;

/** Opens delimited text in any encoding and with any usual delimiter. The whole text is in memory: the size limit bounds it. */
export function openCsv(bytes: Uint8Array, name: string): TableFile {
  const { text, encoding } = decodeText(bytes);
  const notices: FileNotice[] = [{ code: 'ENCODING', encoding }];
  // Excel's own hint, kept out of the data.
  const hinted = /^sep=(.)\r?\n/.exec(text);
  const body = hinted ? text.slice(hinted[0].length) : text;
  const delimiter = hinted?.[1] ?? delimiterOf(body);
  const { rows, repaired } = parse(body, delimiter);
  if (repaired) notices.push({ code: 'QUOTES_REPAIRED' });
  const offset = hinted ? 1 : 0;
  return {
    notices,
    close() {
      rows.length = 0;
    },
    async *sheets() {
      yield {
        name,
        hidden: false,
        merges: [],
        rowCount: rows.some((row) => row.some((cell) => cell !== '')) ? rows.length : 0,
        rows: () => batches(rows, offset),
      };
    },
  };
}

/** The delimiter that splits the first lines into the most, and the most even, columns. */
export function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 64 * 1024)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length);
    const most = mode(counts);
    const even = counts.filter((count) => count === most).length / Math.max(1, counts.length);
    const score = most > 1 ? even * Math.min(most, 30) : 0;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function mode(counts: number[]): number {
  const tally = new Map<number, number>();
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
  return [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

function parse(text: string, delimiter: string): { rows: string[][]; repaired: boolean } {
  const parsed = Papa.parse<string[]>(text, { delimiter });
  const broken = parsed.errors.some((error) => error.type === 'Quotes');
  // An unclosed quote swallows the rest of the file into one cell: then quotes are taken as the characters they are.
  const rows = broken ? splitPlainly(text, delimiter) : parsed.data;
  if (rows.length > limits.rows) throw new Refusal('INTAKE_TOO_MANY_ROWS', { limit: limits.rows });
  if (rows.at(-1)?.length === 1 && rows.at(-1)?.[0] === '') rows.pop();
  return { rows, repaired: broken };
}

function splitPlainly(text: string, delimiter: string): string[][] {
  return text.split(/\r\n|\n|\r/).map((line) => line.split(delimiter).map((cell) => cell.replace(/^"|"$/g, '')));
}

async function* batches(rows: string[][], offset: number): AsyncGenerator<GridRow[]> {
  for (let from = 0; from < rows.length; from += batch) {
    yield rows.slice(from, from + batch).map((cells, index) => ({
      row: offset + from + index + 1,
      cells: cells.slice(0, limits.columns).map((cell) => (cell === '' ? undefined : cell)),
    }));
  }
}
