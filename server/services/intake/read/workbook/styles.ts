import { attribute } from '../xml-scanner.ts';
import type { ZipPackage } from '../zip-package.ts';

export type NumberStyle = 'number' | 'day' | 'time' | 'day-time';

// ECMA-376 part 1 §18.8.30, with the East Asian ids 27–36 and 50–58.
const builtIn = new Map<number, NumberStyle>([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'day'] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, 'time'] as const),
  [22, 'day-time'] as const,
]);

/** What each cell style (the `s` of a cell) makes of a number. */
export async function readNumberStyles(zip: ZipPackage, part: string): Promise<NumberStyle[]> {
  const styles: NumberStyle[] = [];
  const custom = new Map<number, NumberStyle>();
  if (!zip.has(part)) return styles;
  let inCellXfs = false;
  await zip.scan(part, {
    open(name, attributes) {
      if (name === 'numFmt')
        custom.set(Number(attribute(attributes, 'numFmtId')), styleOfFormat(attribute(attributes, 'formatCode') ?? ''));
      else if (name === 'cellXfs') inCellXfs = true;
      else if (name === 'xf' && inCellXfs) {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0);
        styles.push(custom.get(id) ?? builtIn.get(id) ?? 'number');
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellXfs = false;
    },
  });
  return styles;
}

export function styleOfFormat(code: string): NumberStyle {
  const bare = (code.split(';')[0] ?? '').replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_./gi, '');
  const day = /y|d|年|月|日/i.test(bare) || /(?<![hs:.\]])m{1,5}(?!:?s)/i.test(bare.replace(/h+:?m+(:?s+)?/gi, ''));
  const time = /h|s/i.test(bare);
  if (/general|0|#|@/i.test(bare) && !day) return time && !/0|#/.test(bare) ? 'time' : 'number';
  if (day) return time ? 'day-time' : 'day';
  return time ? 'time' : 'number';
}
