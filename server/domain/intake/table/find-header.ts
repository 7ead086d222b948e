import { looksLikeOrganisation } from '../normalise/employer.ts';
import { readHeadcount } from '../normalise/headcount.ts';
import { readPay } from '../normalise/pay.ts';
import { readPhones } from '../normalise/phones.ts';
import { readTrade } from '../normalise/trade.ts';
import { cleanLine } from '../text/clean-text.ts';
import { type ColumnField, type ColumnMapping, type MappedColumn, mapHeader } from './columns.ts';
import { cellText, type GridRow, isBlank, type Merge } from './grid.ts';

/** How far down a header is looked for; titles and notes stand above it. */
export const headerSearchRows = 30;

const subHeader =
  /^(?:最低|最高|下限|上限|起|止|从|至|开始|结束|上班|下班|姓名|电话|手机|座机|男|女|合计|区|街道|门牌|月薪|日薪|时薪|元|人)$/;

/**
 * The header that begins at this row, read together with the rows below that it spans: by merged cells, or because the
 * next row only holds sub-headings (最低 | 最高). Undefined when the row is no header.
 */
export function headerAt(rows: GridRow[], index: number, merges: readonly Merge[]): ColumnMapping | undefined {
  const first = rows[index];
  if (!first || first.cells.some((cell) => typeof cell === 'number' || typeof cell === 'object')) return undefined;
  if (first.cells.some((cell) => cell !== undefined && readPhones(cellText(cell)).phones.length > 0)) return undefined;
  const lastRow = lastHeaderRow(rows, index, merges);
  const span = rows.slice(index).filter((row) => row.row <= lastRow);
  const columns = mapHeader(headerTexts(span, merges));
  return columns && { headerFrom: first.row, headerTo: lastRow, columns };
}

function lastHeaderRow(rows: GridRow[], index: number, merges: readonly Merge[]): number {
  const row = (rows[index] as GridRow).row;
  const starting = merges.filter((merge) => merge.top === row);
  const spanned = Math.max(row, ...starting.filter((merge) => merge.bottom - merge.top < 4).map((merge) => merge.bottom));
  if (spanned > row) return spanned;
  const next = rows[index + 1];
  const nextTexts = next?.row === row + 1 ? next.cells.filter((cell) => !isBlank(cell)).map((cell) => cleanLine(cellText(cell))) : [];
  return nextTexts.length > 0 && nextTexts.every((text) => subHeader.test(text)) ? row + 1 : row;
}

/** One text a column: what stands above joined with what stands below, a merged heading spread over its columns. */
function headerTexts(span: GridRow[], merges: readonly Merge[]): string[] {
  const texts: string[] = [];
  for (const { row, cells } of span) {
    const spread = [...cells];
    for (const merge of merges) {
      if (merge.top !== row || merge.left === merge.right) continue;
      for (let column = merge.left + 1; column <= Math.min(merge.right, merge.left + 20); column++) spread[column] ??= cells[merge.left];
    }
    // A blank heading over a sub-heading belongs to the merged heading on its left, merged or not (CSV loses merges).
    spread.forEach((cell, column) => {
      const text = cleanLine(cellText(cell)).replaceAll(' ', '');
      if (text !== '' && !(texts[column] ?? '').includes(text)) texts[column] = (texts[column] ?? '') + text;
    });
  }
  return Array.from(texts, (text) => text ?? '');
}

/**
 * A table without a header: columns told by their content. Needs a trade (or employer) column and a phone or pay
 * column that most of the rows agree on.
 */
export function mapByContent(rows: GridRow[]): ColumnMapping | undefined {
  const sample = rows.filter((row) => row.cells.filter((cell) => !isBlank(cell)).length >= 3);
  if (sample.length === 0) return undefined;
  const width = Math.max(...sample.map((row) => row.cells.length));
  const columns: MappedColumn[] = [];
  const taken = new Set<ColumnField>();
  for (let column = 0; column < width; column++) {
    const field = contentField(sample.map((row) => cellText(row.cells[column])).filter((text) => text.trim() !== ''));
    const free = field !== undefined && !taken.has(field) ? field : 'description';
    taken.add(free);
    columns.push({ column, header: '', field: free, confidence: 'content' });
  }
  const enough = taken.has('title') && (taken.has('phones') || taken.has('pay'));
  return enough ? { headerFrom: 0, headerTo: 0, columns } : undefined;
}

function contentField(texts: string[]): ColumnField | undefined {
  if (texts.length === 0) return undefined;
  const share = (test: (text: string) => boolean) => texts.filter(test).length / texts.length;
  if (share((text) => readPhones(text).phones.length > 0) >= 0.6) return 'phones';
  if (share((text) => readTrade(text).known && text.length <= 12 && !looksLikeOrganisation(text)) >= 0.5) return 'title';
  if (share((text) => isPay(text)) >= 0.6) return 'pay';
  if (share((text) => looksLikeOrganisation(text)) >= 0.6) return 'employer';
  if (share((text) => text.length <= 6 && /[人名个]|若干|^\d{1,3}-\d{1,3}$/.test(text) && !readHeadcount(text).unread) >= 0.6)
    return 'headcount';
  if (share((text) => /[路街镇村区号园苑楼厦]|广场|市场/.test(text) && text.length <= 40) >= 0.6) return 'place';
  return undefined;
}

function isPay(text: string): boolean {
  const { pay } = readPay(text);
  return pay.negotiable || (pay.min !== undefined && pay.unit !== undefined);
}
