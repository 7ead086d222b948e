import { cleanText, fold } from '../text/clean-text.ts';

export interface PhonesReading {
  /** Digits only, area code first for landlines; in the order they stand, each once, at most five. */
  phones: string[];
  /** 转801: kept for the contact line, as digits alone cannot say it. */
  extensions: string[];
  /** Runs of digits that look like a phone number and are none. */
  invalid: string[];
  /** Where each stands in the text, so that it can be lifted out of a sentence. */
  spans: { start: number; end: number }[];
}

const gap = String.raw`[\s\-—–.·]?`;
// 11 digits, 13x–19x, in any usual grouping; +86 or 0086 before it.
const mobile = String.raw`(?:(?:\+|00)?86${gap})?(1[3-9]\d${gap}\d{4}${gap}\d{4}|1[3-9]\d${gap}\d{2}${gap}\d{3}${gap}\d{3})`;
// 010/02x with 8 digits, 03xx–09xx with 7 or 8; brackets round the area code. 0000 is nobody's: demonstration numbers.
const landline = String.raw`(?:(?:\+|00)?86${gap})?\(?(0(?:10|2\d)|0[3-9]\d{2}|0000)\)?${gap}(\d{8}|\d{4}${gap}\d{4}|\d{7})(?:\s*(?:转|ext\.?|-)\s*(\d{1,5}))?`;
const service = String.raw`([48]00${gap}\d{3}${gap}\d{4}|[48]00${gap}\d{4}${gap}\d{3})`;
const anyPhone = new RegExp(String.raw`(?<![\dA-Za-z])(?:${mobile}|${landline}|${service})(?!\d)`, 'g');
const digitRun = /(?<![\dA-Za-z])\+?\d[\d\s\-—–.]{5,17}\d(?!\d)/g;
const mostPhones = 5;

/** Finds every phone number in a cell or a sentence. A number typed as a number is welcome. */
export function readPhones(value: string | number): PhonesReading {
  const text = fold(cleanText(String(value)));
  const reading: PhonesReading = { phones: [], extensions: [], invalid: [], spans: [] };
  for (const match of text.matchAll(anyPhone)) {
    const [whole, cell, area, local, extension, free] = match;
    const digits = (cell ?? (area !== undefined ? area + local : free) ?? '').replace(/\D/g, '');
    reading.spans.push({ start: match.index, end: match.index + whole.length });
    if (reading.phones.includes(digits) || reading.phones.length >= mostPhones) continue;
    reading.phones.push(digits);
    if (extension) reading.extensions.push(`转${extension}`);
  }
  const left = blank(text, reading.spans);
  for (const match of left.matchAll(digitRun)) {
    const digits = match[0].replace(/\D/g, '');
    if (digits.length >= 7 && digits.length <= 13) reading.invalid.push(match[0].trim());
  }
  return reading;
}

function blank(text: string, spans: { start: number; end: number }[]): string {
  let out = text;
  for (const { start, end } of spans) out = out.slice(0, start) + ' '.repeat(end - start) + out.slice(end);
  return out;
}
