import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Temporal } from 'temporal-polyfill';
import { readPost } from '../../../domain/intake/chat/read-post.ts';
import { isSmallTalk, splitMessages } from '../../../domain/intake/chat/split-messages.ts';
import {
  type DuplicateOutcome,
  type KnownFingerprint,
  type Outcome,
  type PostingOutcome,
  type RejectedOutcome,
  RowDecider,
  type SkippedOutcome,
  type SourcePlace,
} from '../../../domain/intake/outcome.ts';
import type { ColumnMapping } from '../../../domain/intake/table/columns.ts';
import { type RowOutcome, SheetIntake } from '../../../domain/intake/table/sheet-intake.ts';
import type { LintContext } from '../../../domain/lint/lint.ts';
import type { PostingFacts } from '../../../domain/posting/facts.ts';
import { fingerprintText } from '../../../domain/posting/fingerprint.ts';
import type { StandingPosting } from '../../../domain/posting/near.ts';
import { Refusal } from '../../refusal.ts';
import { openFile } from './open-file.ts';
import type { FileNotice, SheetSource, TableFile } from './table-file.ts';
import type { FileBytes } from './zip-package.ts';

export interface IntakeProgress {
  sheet: string;
  /** Rows of the whole file read so far. */
  rowsDone: number;
  /** Rows of the sheets opened so far; grows with each sheet. */
  rowsTotal: number;
}

export type IntakeInput = (FileBytes | { text: string }) & {
  fileName?: string;
  now: Temporal.Instant;
  /** Asia/Shanghai unless the station's is another. */
  timeZone?: string;
  /** Keyed hash of a posting (services: vault). Without it equal rows are still found, within this file only. */
  fingerprint?: (facts: PostingFacts) => string;
  /** What stands already, and the rows of the run that is resumed. */
  known?: ReadonlyMap<string, KnownFingerprint>;
  /** Postings that stand, by domain/posting/near.ts: what is nearly the same is marked. */
  standing?: ReadonlyMap<string, readonly StandingPosting[]>;
  lint?: Pick<LintContext, 'minimumWages' | 'regions'>;
  /** By sheet name, as a clerk left them in the preview. */
  mappings?: Readonly<Record<string, ColumnMapping>>;
  /** Outcomes up to and with this row have been stored by an earlier run. */
  resumeAfter?: SourcePlace;
  onProgress?: (progress: IntakeProgress) => void;
};

export type IntakeEvent =
  | { kind: 'outcome'; outcome: Outcome }
  /** A sheet has been read: the mapping in force, for the preview. */
  | { kind: 'sheet'; sheet: string; mapping: ColumnMapping | undefined }
  | { kind: 'notice'; notice: FileNotice };

export interface IntakeResult {
  /** Data rows or chat posts: each is in exactly one of the next three. */
  rows: number;
  postings: PostingOutcome[];
  duplicates: DuplicateOutcome[];
  rejected: RejectedOutcome[];
  skipped: SkippedOutcome[];
  mappings: Record<string, ColumnMapping>;
  notices: FileNotice[];
}

const chatSheet = '消息';

/** Reads a whole file or paste, dry: nothing is stored. @throws Refusal for a file that cannot be read */
export async function runIntake(input: IntakeInput): Promise<IntakeResult> {
  const result: IntakeResult = { rows: 0, postings: [], duplicates: [], rejected: [], skipped: [], mappings: {}, notices: [] };
  for await (const events of readIntake(input)) for (const event of events) collect(result, event);
  return result;
}

/** The same as a stream of batches, for what must not hold 50,000 rows at once. */
export async function* readIntake(input: IntakeInput): AsyncGenerator<IntakeEvent[]> {
  const today = input.now
    .toZonedDateTimeISO(input.timeZone ?? 'Asia/Shanghai')
    .toPlainDate()
    .toString();
  const decider = new RowDecider({
    lint: { today, ...input.lint },
    fingerprint: input.fingerprint ?? ((facts) => createHash('sha256').update(fingerprintText(facts)).digest('base64url')),
    ...(input.known && { known: input.known }),
    ...(input.standing && { standing: input.standing }),
  });
  const opened = 'text' in input ? { kind: 'chat' as const, text: input.text } : await openFile(input, input.fileName ?? '');
  if (opened.kind === 'chat') {
    if (opened.text.trim() === '') throw new Refusal('INTAKE_EMPTY');
    yield* readChat(opened.text, today, decider, input);
    return;
  }
  try {
    yield opened.table.notices.map((notice) => ({ kind: 'notice' as const, notice }));
    yield* readTable(opened.table, today, decider, input);
  } finally {
    opened.table.close();
  }
}

async function* readChat(text: string, today: string, decider: RowDecider, input: IntakeInput): AsyncGenerator<IntakeEvent[]> {
  const posts = splitMessages(text, today);
  const started = resumeGate(input.resumeAfter, [chatSheet]);
  for (let from = 0; from < posts.length; from += 100) {
    yield posts.slice(from, from + 100).flatMap((post): IntakeEvent[] => {
      const place = { sheet: chatSheet, row: post.line };
      if (!started(place)) return [];
      if (isSmallTalk(post.text))
        return [{ kind: 'outcome', outcome: { outcome: 'skipped', ...place, reason: 'small-talk', text: post.text.slice(0, 200) } }];
      const reading = readPost(post.text, { reference: post.sentOn ?? today });
      const shown = post.text.length > 2_000 ? `${post.text.slice(0, 2_000)}…` : post.text;
      return [{ kind: 'outcome', outcome: decider.decide(place, reading, { 原文: shown, ...(post.sender && { 发送人: post.sender }) }) }];
    });
    input.onProgress?.({ sheet: chatSheet, rowsDone: Math.min(posts.length, from + 100), rowsTotal: posts.length });
    await setImmediate();
  }
}

async function* readTable(table: TableFile, today: string, decider: RowDecider, input: IntakeInput): AsyncGenerator<IntakeEvent[]> {
  const names: string[] = [];
  let rowsDone = 0;
  let rowsTotal = 0;
  for await (const source of table.sheets()) {
    names.push(source.name);
    rowsTotal += source.rowCount;
    const started = resumeGate(input.resumeAfter, names);
    if (source.hidden || source.rowCount === 0) {
      const reason = source.hidden ? ('hidden-sheet' as const) : ('empty-sheet' as const);
      if (started({ sheet: source.name, row: 0 }))
        yield [{ kind: 'outcome', outcome: { outcome: 'skipped', sheet: source.name, row: 0, reason } }];
      rowsDone += source.rowCount;
      continue;
    }
    const mapping = input.mappings?.[source.name];
    const sheet = new SheetIntake({
      reference: today,
      merges: source.merges,
      ...(mapping && { mapping }),
      ...(input.resumeAfter?.sheet === source.name && { readAfter: input.resumeAfter.row }),
    });
    const decide = (rows: RowOutcome[]) =>
      rows.filter(({ row }) => started({ sheet: source.name, row })).map((row) => toEvent(source.name, row, decider));
    for await (const rows of source.rows()) {
      rowsDone += rows.length;
      yield rows.flatMap((row) => decide(sheet.push(row)));
      input.onProgress?.({ sheet: source.name, rowsDone, rowsTotal });
      // A long file must not hold up the process that serves screens.
      await setImmediate();
    }
    yield [...decide(sheet.end()), { kind: 'sheet', sheet: source.name, mapping: sheet.mapping }];
  }
}

function toEvent(sheet: string, row: RowOutcome, decider: RowDecider): IntakeEvent {
  const place = { sheet, row: row.row };
  if (row.kind === 'row') return { kind: 'outcome', outcome: decider.decide(place, row.reading, row.original) };
  const { toRow, reason, text } = row;
  return {
    kind: 'outcome',
    outcome: { outcome: 'skipped', ...place, ...(toRow !== undefined && { toRow }), reason, ...(text && { text }) },
  };
}

/** Whether a place lies behind the one that an earlier run reached. Sheets before it are done as a whole. */
function resumeGate(after: SourcePlace | undefined, sheetsSoFar: readonly SheetSource['name'][]): (place: SourcePlace) => boolean {
  if (!after) return () => true;
  return ({ sheet, row }) => {
    if (sheet === after.sheet) return row > after.row;
    return sheetsSoFar.slice(0, -1).includes(after.sheet);
  };
}

function collect(result: IntakeResult, event: IntakeEvent): void {
  if (event.kind === 'notice') result.notices.push(event.notice);
  else if (event.kind === 'sheet') {
    if (event.mapping) result.mappings[event.sheet] = event.mapping;
  } else {
    const { outcome, ...rest } = event.outcome;
    if (outcome !== 'skipped') result.rows++;
    if (event.outcome.outcome === 'posting') result.postings.push(rest as PostingOutcome);
    else if (event.outcome.outcome === 'duplicate') result.duplicates.push(rest as DuplicateOutcome);
    else if (event.outcome.outcome === 'rejected') result.rejected.push(rest as RejectedOutcome);
    else result.skipped.push(rest as SkippedOutcome);
  }
}
