import { textWidthEm } from '#server/domain/board/text-width.ts';

/** Between two trades of one line. */
const between = '\u3000';

/** Whole trades in as few lines as hold them; what has no room in the last one is left out, never cut through. */
export function tradeLines(trades: readonly string[], { widthEm, most }: { widthEm: number; most: number }): string[] {
  const lines: string[] = [];
  for (const trade of trades) {
    const last = lines.at(-1);
    const longer = last === undefined ? trade : last + between + trade;
    if (last !== undefined && textWidthEm(longer) <= widthEm) lines[lines.length - 1] = longer;
    else if (lines.length < most && textWidthEm(trade) <= widthEm) lines.push(trade);
  }
  return lines;
}
