import { type Machine, machine } from './machine.ts';
import { type Summary, summarize } from './samples.ts';

export interface Figure extends Partial<Summary> {
  value: number;
  unit: string;
  samples: number;
  note?: string;
}

export interface Budget {
  what: string;
  limit: number;
  value: number;
  pass: boolean;
}

export interface BenchResult {
  bench: string;
  machine: Machine;
  figures: Record<string, Figure>;
  peers: Record<string, Record<string, Figure>>;
  budgets: Budget[];
}

type Statistic = 'p50' | 'p95' | 'p99' | 'max' | 'mean' | 'min';

/**
 * What a bench found: figures of ours, the same figures of a peer in the same run, and the budgets they are held to. `print` writes
 * it as the last line of stdout, one JSON object, and sets the exit code: a broken budget is a failed bench.
 */
export class Report {
  readonly #bench: string;
  readonly #figures: Record<string, Figure> = {};
  readonly #peers: Record<string, Record<string, Figure>> = {};
  readonly #budgets: Budget[] = [];

  constructor(bench: string) {
    this.#bench = bench;
  }

  /** One measured number, from `samples` observations. */
  figure(name: string, { value, unit, samples = 1, note }: { value: number; unit: string; samples?: number; note?: string }): void {
    this.#figures[name] = { value: round(value), unit, samples, ...(note === undefined ? {} : { note }) };
  }

  /** Many observations; `value` is the statistic that the budget speaks of. */
  distribution(name: string, { samples, unit, as }: { samples: readonly number[]; unit: string; as: Statistic }): void {
    this.#figures[name] = distributionFigure({ samples, unit, as });
  }

  /** The yardstick in the same run: the bare floor, or somebody else's work. */
  peer(
    peer: string,
    name: string,
    measured: { value: number; unit: string; samples?: number } | { samples: readonly number[]; unit: string; as: Statistic },
  ): void {
    const figures = this.#peers[peer] ?? {};
    this.#peers[peer] = figures;
    figures[name] = 'as' in measured ? distributionFigure(measured) : { samples: 1, ...measured, value: round(measured.value) };
  }

  budget(what: string, { limit, value, atLeast = false }: { limit: number; value: number; atLeast?: boolean }): void {
    this.#budgets.push({ what, limit, value: round(value), pass: atLeast ? value >= limit : value <= limit });
  }

  get result(): BenchResult {
    return { bench: this.#bench, machine: machine(), figures: this.#figures, peers: this.#peers, budgets: this.#budgets };
  }

  print(): void {
    for (const { pass, what, value, limit } of this.#budgets) progress(`${pass ? '✓' : '✗'} ${what}: ${value} (${limit})`);
    process.stdout.write(`${JSON.stringify(this.result)}\n`);
    if (this.#budgets.some(({ pass }) => !pass)) process.exitCode = 1;
  }
}

/** For the person who waits: stderr, never the machine's last line. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

function distributionFigure({ samples, unit, as }: { samples: readonly number[]; unit: string; as: Statistic }): Figure {
  const summary = summarize(samples);
  const rounded = Object.fromEntries(Object.entries(summary).map(([name, value]) => [name, round(value)]));
  return { ...rounded, value: round(summary[as]), unit, samples: summary.samples };
}

/** Four significant digits: more than any of these measurements carries. */
const round = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(4)) : value);
