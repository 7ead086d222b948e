import { Refusal } from '../../refusal.ts';
import { limits } from './limits.ts';

/** Called for each tag and each run of text, in document order. Prefixes are stripped: `x:row` is `row`. */
export interface XmlHandler {
  open?: (name: string, attributes: string, selfClosing: boolean) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
}

/**
 * A small streaming scanner for Office XML: no DTD (refused: entity bombs live there), no external entities, bounded
 * text nodes. Feed it strings in any chopping; it hands on whole tags and whole text runs.
 */
export class XmlScanner {
  readonly #handler: XmlHandler;
  readonly #part: string;
  #rest = '';

  constructor(part: string, handler: XmlHandler) {
    this.#part = part;
    this.#handler = handler;
  }

  feed(chunk: string): void {
    const buffer = this.#rest === '' ? chunk : this.#rest + chunk;
    let at = 0;
    for (;;) {
      const open = buffer.indexOf('<', at);
      if (open === -1) break;
      const end = this.#endOfMarkup(buffer, open);
      if (end === -1) {
        // Text before the open markup is complete only once the markup is; keep both.
        break;
      }
      if (open > at) this.#handler.text?.(decodeEntities(buffer.slice(at, open)));
      this.#markup(buffer, open, end);
      at = end;
    }
    this.#rest = at === 0 ? buffer : buffer.slice(at);
    if (this.#rest.length > limits.textNode) throw new Refusal('INTAKE_DAMAGED', { part: this.#part });
  }

  /** @throws Refusal INTAKE_TRUNCATED when the document ends inside a tag */
  end(): void {
    if (this.#rest.includes('<')) throw new Refusal('INTAKE_TRUNCATED');
  }

  /** Index after the closing `>`, or -1 when it has not come yet. */
  #endOfMarkup(buffer: string, open: number): number {
    if (buffer.startsWith('<!--', open)) return after(buffer, '-->', open + 4);
    if (buffer.startsWith('<![CDATA[', open)) return after(buffer, ']]>', open + 9);
    if (buffer.startsWith('<?', open)) return after(buffer, '?>', open + 2);
    let close = buffer.indexOf('>', open);
    // `>` may stand inside a quoted attribute.
    while (close !== -1 && !quotesClosed(buffer, open, close)) close = buffer.indexOf('>', close + 1);
    return close === -1 ? -1 : close + 1;
  }

  #markup(buffer: string, open: number, end: number): void {
    const second = buffer.charCodeAt(open + 1);
    if (second === 0x2f /* / */) {
      this.#handler.close?.(localName(buffer, open + 2, end - 1));
    } else if (second === 0x21 /* ! */) {
      if (buffer.startsWith('<![CDATA[', open)) this.#handler.text?.(buffer.slice(open + 9, end - 3));
      else if (!buffer.startsWith('<!--', open)) throw new Refusal('INTAKE_DAMAGED', { part: this.#part });
    } else if (second !== 0x3f /* ? */) {
      const selfClosing = buffer.charCodeAt(end - 2) === 0x2f;
      const inner = selfClosing ? end - 2 : end - 1;
      const nameEnd = endOfName(buffer, open + 1, inner);
      const name = localName(buffer, open + 1, nameEnd);
      this.#handler.open?.(name, nameEnd < inner ? buffer.slice(nameEnd, inner) : '', selfClosing);
      if (selfClosing) this.#handler.close?.(name);
    }
  }
}

/** An attribute's value, entities decoded; undefined when it is not there. Prefixed names are given with their prefix. */
export function attribute(attributes: string, name: string): string | undefined {
  let at = attributes.indexOf(name);
  while (at !== -1) {
    const before = attributes.charCodeAt(at - 1);
    const equals = at + name.length;
    if (at > 0 && (before === 0x20 || before === 0x0a || before === 0x0d || before === 0x09) && attributes.charCodeAt(equals) === 0x3d) {
      const quote = attributes[equals + 1];
      const end = quote === undefined ? -1 : attributes.indexOf(quote, equals + 2);
      return end === -1 ? undefined : decodeEntities(attributes.slice(equals + 2, end));
    }
    at = attributes.indexOf(name, at + 1);
  }
  return undefined;
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,5}));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}

function after(buffer: string, mark: string, from: number): number {
  const at = buffer.indexOf(mark, from);
  return at === -1 ? -1 : at + mark.length;
}

function quotesClosed(buffer: string, open: number, close: number): boolean {
  let quote = 0;
  for (let at = open; at < close; at++) {
    const char = buffer.charCodeAt(at);
    if (quote === 0) {
      if (char === 0x22 || char === 0x27) quote = char;
    } else if (char === quote) quote = 0;
  }
  return quote === 0;
}

function endOfName(buffer: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const char = buffer.charCodeAt(at);
    if (char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09) return at;
  }
  return to;
}

function localName(buffer: string, from: number, to: number): string {
  const name = buffer.slice(from, to).trimEnd();
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
