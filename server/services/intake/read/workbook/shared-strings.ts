import { Refusal } from '../../../refusal.ts';
import { limits } from '../limits.ts';
import type { ZipPackage } from '../zip-package.ts';

/** Every shared string, rich text joined, phonetic hints left out. */
export async function readSharedStrings(zip: ZipPackage, part: string): Promise<string[]> {
  const strings: string[] = [];
  if (!zip.has(part)) return strings;
  let text = '';
  let collecting = false;
  let phonetic = false;
  let total = 0;
  await zip.scan(part, {
    open(name, _, selfClosing) {
      if (name === 't') collecting = !selfClosing && !phonetic;
      else if (name === 'rPh') phonetic = !selfClosing;
    },
    text(piece) {
      if (collecting) text += piece;
    },
    close(name) {
      if (name === 't') collecting = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        total += text.length;
        if (total > limits.sharedText) throw new Refusal('INTAKE_ZIP_BOMB', { limit: `${Math.round(limits.sharedText / 1024 / 1024)} MB` });
        strings.push(unescapeControl(text));
        text = '';
      }
    },
  });
  return strings;
}

/** _x000D_ is how a workbook writes what XML cannot (ECMA-376 part 1 §22.9.2.19). */
export function unescapeControl(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
