import { blocks, type Finding, type LintContext, lint } from '../lint/lint.ts';
import type { PostingFacts } from '../posting/facts.ts';
import { type NearRepeat, nearest, nearKey, type StandingPosting } from '../posting/near.ts';
import type { RowReading } from './assemble.ts';
import type { MissingFact, Notice, RowProblem, SkipReason } from './problems.ts';

/** Where a row stands in what came in. For chat the row is the line on which the post begins. */
export interface SourcePlace {
  sheet: string;
  row: number;
}

/** `call-back`: a fact is missing that only a call can bring. `blocked`: a rule with a law behind it forbids it as it stands. */
export type PostingState = 'ready' | 'blocked' | 'call-back';

export interface PostingOutcome extends SourcePlace {
  state: PostingState;
  facts: PostingFacts;
  missing: MissingFact[];
  findings: Finding[];
  notices: Notice[];
  fingerprint: string;
  /** A posting that stands says nearly the same: a person decides whether this is another one, or that one's correction. */
  near?: NearRepeat;
  /** The words as sent, by column header; a chat post under 原文. */
  original: Record<string, string>;
}

export interface DuplicateOutcome extends PostingOutcome {
  /** The row of this intake that said the same. */
  sameAs?: SourcePlace;
  /** A posting that stands already: this row renews it. */
  renews?: string;
}

export interface RejectedOutcome extends SourcePlace {
  problem: RowProblem;
  missing: (MissingFact | 'trade')[];
  phones: string[];
  original: Record<string, string>;
}

export interface SkippedOutcome extends SourcePlace {
  /** Last row of a blank stretch. */
  toRow?: number;
  reason: SkipReason;
  text?: string;
}

export type Outcome =
  | ({ outcome: 'posting' } & PostingOutcome)
  | ({ outcome: 'duplicate' } & DuplicateOutcome)
  | ({ outcome: 'rejected' } & RejectedOutcome)
  | ({ outcome: 'skipped' } & SkippedOutcome);

/** The posting that a fingerprint stands for, or the earlier row (of a run that is resumed). */
export type KnownFingerprint = { postingId: string } | SourcePlace;

export interface DeciderOptions {
  lint: LintContext;
  /** Keyed hash of domain/posting/fingerprint.ts: equal for an unchanged repeat. */
  fingerprint: (facts: PostingFacts) => string;
  known?: ReadonlyMap<string, KnownFingerprint>;
  /** What stands already, by `nearKey`. */
  standing?: ReadonlyMap<string, readonly StandingPosting[]>;
}

/** Decides each row once: posting, duplicate or rejected. Lives for one intake, as it remembers the rows before. */
export class RowDecider {
  readonly #options: DeciderOptions;
  readonly #seen = new Map<string, SourcePlace>();
  /** Standing postings that a row has renewed: what is like them besides is another offer of the same sender. */
  readonly #renewed = new Set<string>();

  constructor(options: DeciderOptions) {
    this.#options = options;
  }

  decide(place: SourcePlace, reading: RowReading, original: Record<string, string>): Outcome {
    if (!reading.read)
      return { outcome: 'rejected', ...place, problem: reading.problem, missing: reading.missing, phones: reading.phones, original };
    const { facts, missing, notices } = reading;
    const fingerprint = this.#options.fingerprint(facts);
    const findings = lint(facts, this.#options.lint);
    const posting: PostingOutcome = {
      ...place,
      state: stateOf(missing, findings),
      facts,
      missing,
      findings,
      notices,
      fingerprint,
      original,
    };
    const known = this.#options.known?.get(fingerprint);
    const sameAs = this.#seen.get(fingerprint) ?? (known && 'row' in known ? known : undefined);
    if (sameAs && !(sameAs.sheet === place.sheet && sameAs.row === place.row)) return { outcome: 'duplicate', ...posting, sameAs };
    this.#seen.set(fingerprint, { sheet: place.sheet, row: place.row });
    if (known && 'postingId' in known) {
      this.#renewed.add(known.postingId);
      return { outcome: 'duplicate', ...posting, renews: known.postingId };
    }
    const near = this.#near(facts);
    return { outcome: 'posting', ...posting, ...(near && { near }) };
  }

  #near(facts: PostingFacts): NearRepeat | undefined {
    const key = nearKey(facts);
    const standing = key === undefined ? undefined : this.#options.standing?.get(key);
    return (
      standing &&
      nearest(
        facts,
        standing.filter(({ postingId }) => !this.#renewed.has(postingId)),
      )
    );
  }
}

function stateOf(missing: MissingFact[], findings: Finding[]): PostingState {
  if (missing.length > 0) return 'call-back';
  return blocks(findings) ? 'blocked' : 'ready';
}
