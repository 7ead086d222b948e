import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One look at a show that goes on, every ten seconds. */
export interface Sample {
  /** A piece is one run without interruption: server, tabs and their memory begin anew with each. */
  readonly piece: number;
  readonly pieceMs: number;
  /** Over all pieces. */
  readonly totalMs: number;
  readonly rendererMb: number;
  readonly heapMb: number;
  readonly serverMb: number;
  readonly sentFps?: number;
  readonly effort: string;
  /** LL-HLS, glass to glass; absent when the layout shows no clock. */
  readonly latencyP50?: number;
  readonly latencyP95?: number;
  readonly seenFps: number;
  readonly gaps: number;
  readonly stalls: number;
  readonly path: string;
}

/** What a soak has seen so far: a line a sample, appended, so that nothing that was seen is lost with the run. */
export class Notes {
  readonly samples: Sample[];
  readonly #file: string;

  private constructor(file: string, samples: Sample[]) {
    this.#file = file;
    this.samples = samples;
  }

  static async open(folder: string): Promise<Notes> {
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'samples.jsonl');
    const text = await readFile(file, 'utf8').catch(() => '');
    // A run that was killed may have left half a line: what follows begins a new one.
    if (text !== '' && !text.endsWith('\n')) await appendFile(file, '\n');
    return new Notes(file, text.split('\n').flatMap(sampleOf));
  }

  get totalMs(): number {
    return this.samples.at(-1)?.totalMs ?? 0;
  }

  get nextPiece(): number {
    return (this.samples.at(-1)?.piece ?? 0) + 1;
  }

  async add(sample: Sample): Promise<void> {
    this.samples.push(sample);
    await appendFile(this.#file, `${JSON.stringify(sample)}\n`);
  }

  /** The longest run without interruption: what memory and latency did in it is what they do. */
  get longestPiece(): Sample[] {
    const pieces = Map.groupBy(this.samples, ({ piece }) => piece);
    return [...pieces.values()].sort((a, b) => (b.at(-1)?.pieceMs ?? 0) - (a.at(-1)?.pieceMs ?? 0))[0] ?? [];
  }
}

function sampleOf(line: string): Sample[] {
  try {
    return [JSON.parse(line) as Sample];
  } catch {
    return [];
  }
}
