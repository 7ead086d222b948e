/** Where a rule fires: UTF-16 offsets in the text. */
export interface Span {
  start: number;
  end: number;
}

/** Every match of a global pattern, as spans. */
export function spansOf(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** Blanks what is harmless, one space for one character, so that offsets stay true. */
export function mask(text: string, harmless: RegExp): string {
  return text.replace(harmless, (words) => ' '.repeat(words.length));
}

/** The sentence a position stands in: between full stops, exclamation marks and line ends. */
export function sentenceAround(text: string, span: Span): string {
  const before = text.slice(0, span.start).search(/[^。!！?？\n]*$/);
  const after = text.slice(span.end).search(/[。!！?？\n]/);
  return text.slice(before, after === -1 ? undefined : span.end + after);
}

/** 押金 → a pattern that also finds 押 金 and 押*金. */
export function spaced(word: string): string {
  return [...word].join('[\\s·.*_-]?');
}

/** Spans that overlap become one. */
export function merge(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}
