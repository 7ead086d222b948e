import type { RundownChangeKind } from './rundown.ts';

/** A stored change of the rundown, as far as chapters need it. */
export interface ChapterChange {
  readonly seq: number;
  readonly kind: RundownChangeKind;
  readonly itemId: string | undefined;
  /** On the program's clock; undefined when no picture ran. */
  readonly mediaTimeMs: number | undefined;
}

/** One job being pitched, once. */
export interface Chapter {
  /** Of the change that began it: what links to it name. */
  readonly seq: number;
  readonly itemId: string;
  readonly fromMs: number;
  /** Undefined while it is being pitched. */
  readonly toMs: number | undefined;
}

/** Shorter than this nobody has pitched anything: the host was looking for another job. */
const SHORTEST_MS = 1_000;

/**
 * The replay's chapters: a step that was taken back within its five seconds never was one, and the job before it goes on.
 * @param changes in the order of their numbers
 */
export function chaptersOf(changes: readonly ChapterChange[]): Chapter[] {
  const chapters: Chapter[] = [];
  let nowMs = 0;
  for (const change of changes) {
    // Before the first picture there is nothing to look at yet, and while none runs the last one stands.
    nowMs = Math.max(change.mediaTimeMs ?? nowMs, nowMs);
    switch (change.kind) {
      case 'undo':
        if (chapters.length > 1) chapters.pop();
        reopen(chapters);
        break;
      case 'start':
      case 'next':
      case 'back':
      case 'insert':
        close(chapters, nowMs);
        if (change.itemId !== undefined) chapters.push({ seq: change.seq, itemId: change.itemId, fromMs: nowMs, toMs: undefined });
        break;
      case 'end':
        close(chapters, nowMs);
    }
  }
  return chapters.filter(({ fromMs, toMs }) => toMs === undefined || toMs - fromMs >= SHORTEST_MS);
}

function close(chapters: Chapter[], toMs: number): void {
  const last = chapters.at(-1);
  if (last && last.toMs === undefined) chapters[chapters.length - 1] = { ...last, toMs };
}

function reopen(chapters: Chapter[]): void {
  const last = chapters.at(-1);
  if (last) chapters[chapters.length - 1] = { ...last, toMs: undefined };
}
