import type { PostingWords } from '../assemble.ts';
import { readPayUnit } from '../normalise/pay.ts';
import { cleanText } from '../text/clean-text.ts';
import type { ColumnField, MappedColumn } from './columns.ts';
import { type CellValue, cellText, isBlank } from './grid.ts';

const conditionLabels: Partial<Record<ColumnField, string>> = { sex: '性别', age: '年龄', education: '学历' };
const joined = { phones: ' / ', contact: ' ', place: ' ', requirements: '；', benefits: '、' } as const;

/** A row's cells as the words of a posting, by the columns' meaning. */
export function wordsOfRow(cells: (CellValue | undefined)[], columns: MappedColumn[]): PostingWords {
  const words: PostingWords = {};
  const conditions: { label: string; text: string }[] = [];
  const description: string[] = [];
  let payRange: { min?: string; max?: string } | undefined;
  for (const { column, header, field } of columns) {
    const cell = cells[column];
    if (isBlank(cell) || field === 'ignore' || field === 'serial' || field === 'publishedOn') continue;
    const text = cellText(cell);
    const number = typeof cell === 'number' ? cell : text;
    switch (field) {
      case 'headcount':
      case 'expiry':
        words[field] = number;
        break;
      case 'pay': {
        words.pay = number;
        const unit = readPayUnit(header);
        if (unit) words.payUnit ??= unit;
        break;
      }
      case 'payUnit': {
        const unit = readPayUnit(text);
        if (unit) words.payUnit = unit;
        else description.push(`${header}：${text}`);
        break;
      }
      case 'payMin':
      case 'payMax': {
        payRange = { ...payRange, [field === 'payMin' ? 'min' : 'max']: text };
        const unit = readPayUnit(header);
        if (unit) words.payUnit ??= unit;
        break;
      }
      case 'sex':
      case 'age':
      case 'education':
        conditions.push({ label: conditionLabels[field] as string, text });
        break;
      case 'description':
        description.push(header ? `${header}：${cleanText(text)}` : text);
        break;
      case 'phones':
      case 'contact':
      case 'place':
      case 'requirements':
      case 'benefits':
        words[field] = words[field] === undefined ? text : `${words[field]}${joined[field]}${text}`;
        break;
      default:
        words[field] = text;
    }
  }
  if (payRange && words.pay === undefined) words.pay = [payRange.min, payRange.max].filter((part) => part !== undefined).join('-');
  if (conditions.length > 0) words.conditions = conditions;
  if (description.length > 0) words.description = description;
  return words;
}
