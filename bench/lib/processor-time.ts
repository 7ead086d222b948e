import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the kernel's own tick. */
const TICK_MS = 10;

interface Process {
  readonly parent: number;
  readonly ms: number;
}

/**
 * Processor time that a process and its living descendants have used, ms: a browser's renderers, a server's media workers.
 * @param pids the roots; one that has ended counts nothing
 */
export function processorMs(...pids: (number | undefined)[]): number {
  const processes = readProcesses();
  const roots = new Set(pids.filter((pid) => pid !== undefined));
  let sum = 0;
  for (const [pid, { ms }] of processes) if (descendsFrom(pid, roots, processes)) sum += ms;
  return sum;
}

/** Share of one core that each of some processes takes while something else is measured. */
export class CoreShares {
  readonly #roots: ReadonlyMap<string, readonly (number | undefined)[]>;
  readonly #startMs: ReadonlyMap<string, number>;
  readonly #since = performance.now();

  constructor(roots: Record<string, readonly (number | undefined)[]>) {
    this.#roots = new Map(Object.entries(roots));
    this.#startMs = new Map([...this.#roots].map(([name, pids]) => [name, processorMs(...pids)]));
  }

  /** % of one core since construction. */
  read(): Record<string, number> {
    const elapsed = performance.now() - this.#since;
    return Object.fromEntries(
      [...this.#roots].map(([name, pids]) => [name, ((processorMs(...pids) - (this.#startMs.get(name) ?? 0)) / elapsed) * 100]),
    );
  }
}

function readProcesses(): Map<number, Process> {
  const processes = new Map<number, Process>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      // The name stands in parentheses and may hold anything.
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1')
        .replace(/^.*\) /s, '')
        .split(' ');
      processes.set(Number(entry), { parent: Number(stat[1]), ms: (Number(stat[11]) + Number(stat[12])) * TICK_MS });
    } catch {
      // Ended between the listing and the look.
    }
  }
  return processes;
}

function descendsFrom(pid: number, roots: ReadonlySet<number>, processes: ReadonlyMap<number, Process>): boolean {
  for (let at: number | undefined = pid; at; at = processes.get(at)?.parent) if (roots.has(at)) return true;
  return false;
}
