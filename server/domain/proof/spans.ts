import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** A manifest on a glass, from its first moment that is proved to its last. Epoch ms. */
export interface Span {
  version: number;
  hash: string;
  fromMs: number;
  toMs: number;
}

export interface StoredSpan extends Span {
  id: string;
}

/** Between two slides of one manifest lies a cross-fade, and at worst a stall that was mended. */
export const spanGapMs = 120_000;
/** Longer ones go on as another row: what is sealed is never touched again. */
export const longestSpanMs = 3_600_000;

/** Runs of the same manifest among plays, in order. */
export function spansOf(plays: readonly { slide: { version: number; hash: string }; startedAtMs: number; durationMs: number }[]): Span[] {
  const spans: Span[] = [];
  for (const { slide, startedAtMs, durationMs } of plays) {
    const toMs = startedAtMs + durationMs;
    const last = spans.at(-1);
    if (last && continues(last, { hash: slide.hash, fromMs: startedAtMs, toMs })) last.toMs = Math.max(last.toMs, toMs);
    else spans.push({ version: slide.version, hash: slide.hash, fromMs: startedAtMs, toMs });
  }
  return spans;
}

export interface Attested {
  longer: StoredSpan[];
  begun: Span[];
}

/** What was proved now, on top of the rows of this screen that are not sealed yet. */
export function attest(open: readonly StoredSpan[], proved: readonly Span[]): Attested {
  const spans = open.map((span) => ({ ...span, changed: false }));
  const begun: Span[] = [];
  for (const run of proved) {
    const fresh = begun.find((span) => continues(span, run));
    const known = fresh ?? spans.find((span) => continues(span, run));
    if (known === undefined) {
      begun.push({ ...run });
      continue;
    }
    if (run.fromMs >= known.fromMs && run.toMs <= known.toMs) continue;
    known.fromMs = Math.min(known.fromMs, run.fromMs);
    known.toMs = Math.max(known.toMs, run.toMs);
    if ('changed' in known) known.changed = true;
  }
  return { longer: spans.filter((span) => span.changed).map(({ changed: _, ...span }) => span), begun };
}

function continues(span: Omit<Span, 'version'>, run: Omit<Span, 'version'>): boolean {
  if (span.hash !== run.hash) return false;
  if (run.fromMs > span.toMs + spanGapMs || run.toMs < span.fromMs - spanGapMs) return false;
  return Math.max(span.toMs, run.toMs) - Math.min(span.fromMs, run.fromMs) <= longestSpanMs;
}

/** The digest of spans in the order of their ids: what the audit chain holds of them. */
export function rootOf(spans: readonly (StoredSpan & { screenId: string })[]): string {
  const lines = [...spans]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, screenId, version, hash, fromMs, toMs }) => JSON.stringify([id, screenId, version, hash, fromMs, toMs]));
  return bytesToHex(sha256(utf8ToBytes(lines.join('\n'))));
}
