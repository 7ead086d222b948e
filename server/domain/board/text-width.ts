/**
 * How wide a text runs in Noto Sans SC, in em, without a browser: the composer has to know on the server what fits. Taken
 * from the font's bold advance widths, rounded up, so that an estimate errs to the safe side.
 */
const latin: Record<string, number> = {
  ' ': 0.23,
  '.': 0.31,
  ',': 0.31,
  ':': 0.31,
  '/': 0.41,
  '-': 0.37,
  '–': 0.6,
  '·': 0.32,
  '•': 0.48,
  '(': 0.38,
  ')': 0.38,
  '%': 0.97,
  i: 0.31,
  j: 0.32,
  l: 0.33,
  t: 0.41,
  f: 0.36,
  r: 0.43,
  m: 0.96,
  w: 0.88,
  I: 0.34,
  M: 0.88,
  W: 0.95,
};

export function textWidthEm(text: string): number {
  let width = 0;
  for (const character of text) width += characterEm(character);
  return width;
}

function characterEm(character: string): number {
  const known = latin[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x30 && code <= 0x39) return 0.6;
  if (code < 0x250) return code >= 0x41 && code <= 0x5a ? 0.72 : 0.62;
  return 1;
}
