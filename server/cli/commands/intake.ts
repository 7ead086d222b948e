import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import type { SaveOutcome } from '../../contract/intake-desk.ts';
import { wordProblem } from '../../contract/problems.ts';
import type { Outcome } from '../../domain/intake/outcome.ts';
import { wordRowProblem } from '../../domain/intake/problems.ts';
import { type IntakeInput, readIntake } from '../../services/intake/read/run-intake.ts';
import { Refusal } from '../../services/refusal.ts';
import type { Command } from '../command.ts';
import { saveIntake } from '../save-intake.ts';
import { SpooledEntries } from '../spooled-entries.ts';

const usage =
  'intake FILE [--json] [--now 2026-11-21T08:00:00+08:00] [--zone Asia/Shanghai] [--mapping MAPPING.json] [--save --as 登录名 --region 330102]';

export const command: Command = {
  summary: '把岗位表格或群消息读成岗位（默认试读；--save 交给运行中的服务保存） · read a table or chat file of jobs; dry unless --save',
  usage,
  run,
};

/** Saving is done in somebody's name, at somebody's desk. */
function saveOptions({ as, region }: { as?: string | undefined; region?: string | undefined }): { as: string; region: string } | undefined {
  return as !== undefined && region !== undefined ? { as, region } : undefined;
}

const lists = ['postings', 'duplicates', 'rejected', 'skipped'] as const;
type List = (typeof lists)[number];

interface Collected {
  rows: number;
  entries: Record<List, SpooledEntries>;
  states: Map<string, number>;
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      now: { type: 'string' },
      zone: { type: 'string' },
      mapping: { type: 'string' },
      save: { type: 'boolean' },
      as: { type: 'string' },
      region: { type: 'string' },
    },
  });
  const [path] = positionals;
  const saving = values.save ? saveOptions(values) : undefined;
  if (path === undefined || positionals.length > 1 || (values.save && !saving)) {
    process.stderr.write(`npm run gangbo -- ${usage}\n`);
    return 1;
  }
  const input: IntakeInput = {
    path,
    fileName: basename(path),
    now: values.now === undefined ? Temporal.Now.instant() : Temporal.Instant.from(values.now),
    ...(values.zone !== undefined && { timeZone: values.zone }),
    ...(values.mapping !== undefined && { mappings: await readMappings(values.mapping) }),
    ...(process.stderr.isTTY && { onProgress: ({ rowsDone, rowsTotal }) => process.stderr.write(`\r${rowsDone} / ${rowsTotal}`) }),
  };
  try {
    const collected = await collect(input);
    if (process.stderr.isTTY) process.stderr.write('\n');
    const saved = saving && (await saveIntake(path, saving));
    if (values.json) await printJson(collected, saved);
    else printSummary(path, collected, saved);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { problem } = error;
    if (values.json) process.stdout.write(`${JSON.stringify({ problem: { ...problem, message: wordProblem(problem, 'zh-CN') } })}\n`);
    process.stderr.write(`${wordProblem(problem, 'zh-CN')}\n${wordProblem(problem, 'en')}\n`);
    return 2;
  }
}

async function readMappings(path: string): Promise<IntakeInput['mappings']> {
  const { columnMappings } = await import('../../contract/intake.ts');
  return columnMappings.parse(JSON.parse(await readFile(path, 'utf8')));
}

async function collect(input: IntakeInput): Promise<Collected> {
  const collected: Collected = {
    rows: 0,
    entries: {
      postings: new SpooledEntries(),
      duplicates: new SpooledEntries(),
      rejected: new SpooledEntries(),
      skipped: new SpooledEntries(),
    },
    states: new Map(),
  };
  for await (const events of readIntake(input)) {
    for (const event of events) {
      if (event.kind === 'notice') process.stderr.write(`${JSON.stringify(event.notice)}\n`);
      if (event.kind !== 'outcome') continue;
      const { outcome } = event;
      collected.entries[listOf(outcome)].push(JSON.stringify(toEntry(outcome)));
      if (outcome.outcome !== 'skipped') collected.rows++;
      if (outcome.outcome === 'posting') collected.states.set(outcome.state, (collected.states.get(outcome.state) ?? 0) + 1);
    }
  }
  return collected;
}

function listOf({ outcome }: Outcome): List {
  return outcome === 'skipped' ? 'skipped' : outcome === 'rejected' ? 'rejected' : outcome === 'duplicate' ? 'duplicates' : 'postings';
}

/** One flat object an entry: the facts stand beside where they came from. */
function toEntry(outcome: Outcome): object {
  switch (outcome.outcome) {
    case 'skipped': {
      const { outcome: _, ...entry } = outcome;
      return entry;
    }
    case 'rejected': {
      const { sheet, row, problem, missing, phones, original } = outcome;
      return { sheet, row, reason: problem.code, message: wordRowProblem(problem, 'zh-CN'), missing, phones, original };
    }
    default: {
      const { outcome: _, sheet, row, state, facts, ...rest } = outcome;
      return { sheet, row, state, ...facts, ...rest };
    }
  }
}

/** One object on one line, the last of stdout: npm prints its own lines before. */
async function printJson({ rows, entries }: Collected, outcome: SaveOutcome | undefined): Promise<void> {
  // Saved as a whole: there is no next portion to tell of.
  const { next: _, ...saved } = outcome ?? { next: null };
  await write(`{"rows": ${rows}`);
  for (const list of lists) {
    await write(`, "${list}": [`);
    for (const piece of entries[list].pieces()) await write(piece);
    entries[list].close();
    await write(']');
  }
  await write(outcome ? `, "saved": ${JSON.stringify(saved)}}\n` : '}\n');
}

/** Waits until the piece is written: a slow reader costs no memory, and the piece's buffer is free again. */
async function write(piece: string | Uint8Array): Promise<void> {
  await new Promise<void>((resolve, reject) => process.stdout.write(piece, (error) => (error ? reject(error) : resolve())));
}

function printSummary(path: string, { rows, entries, states }: Collected, saved: SaveOutcome | undefined): void {
  const count = (state: string) => states.get(state) ?? 0;
  process.stdout.write(
    [
      `${basename(path)}: ${rows} 条 rows`,
      `  可提交 ready ${count('ready')} · 需改正 blocked ${count('blocked')} · 待回访 call back ${count('call-back')}`,
      `  重复 duplicates ${entries.duplicates.length} · 未读入 rejected ${entries.rejected.length} · 跳过 skipped ${entries.skipped.length}`,
      ...(saved
        ? [
            `  已送审 submitted ${saved.submitted} · 草稿 drafts ${saved.drafts} · 续期 renewed ${saved.renewed} · 待回访 call back ${saved.callBacks} · 留待人看 left ${saved.left}`,
          ]
        : []),
      '',
    ].join('\n'),
  );
}
