// 50,000 rows of a workbook as offices send them: time, peak memory, resumption, beside exceljs's streaming reader.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeWorkbook } from './intake/workbook.ts';
import { Report } from './lib/report.ts';

const rows = Number(process.argv[2] ?? 50_000);
const runs = 3;
const folder = await mkdtemp(join(tmpdir(), 'gangbo-bench-intake-'));

interface Measured {
  rows: number;
  ms: number;
  peakMb: number;
  progressCalls?: number;
}

/** Each reading gets a process of its own, so that peak memory is its own. */
async function measure(reader: 'ours' | 'exceljs', path: string, ...rest: string[]): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'intake', `${reader}.ts`), path, ...rest], {
    maxBuffer: 1024 * 1024,
  });
  return JSON.parse(stdout) as Measured;
}

const worst = (measured: Measured[], pick: (one: Measured) => number) => Math.max(...measured.map(pick));

try {
  const path = join(folder, 'workbook.xlsx');
  process.stderr.write(`writing ${rows} rows …\n`);
  await writeWorkbook(path, rows);
  process.stderr.write(`${((await stat(path)).size / 1024 / 1024).toFixed(1)} MB. reading …\n`);
  const ours: Measured[] = [];
  const peer: Measured[] = [];
  for (let run = 1; run <= runs; run++) {
    ours.push(await measure('ours', path));
    peer.push(await measure('exceljs', path));
    process.stderr.write(
      `run ${run}: ours ${ours.at(-1)?.ms} ms, ${ours.at(-1)?.peakMb} MB; exceljs ${peer.at(-1)?.ms} ms, ${peer.at(-1)?.peakMb} MB\n`,
    );
  }
  const resumed = await measure('ours', path, String(Math.floor(rows * 0.9)));

  const report = new Report('intake');
  report.distribution('read, normalise, lint, decide', { samples: ours.map(({ ms }) => ms), unit: 'ms', as: 'max' });
  report.distribution('peak memory', { samples: ours.map(({ peakMb }) => peakMb), unit: 'MB', as: 'max' });
  report.figure('rows decided', { value: Math.min(...ours.map((one) => one.rows)), unit: 'rows', samples: runs });
  report.figure('progress calls', { value: ours[0]?.progressCalls ?? 0, unit: 'calls' });
  report.figure('resumed at 90 %: rows decided', { value: resumed.rows, unit: 'rows' });
  report.figure('resumed at 90 %', { value: resumed.ms, unit: 'ms' });
  report.peer('exceljs stream reader (cells only)', 'read', { samples: peer.map(({ ms }) => ms), unit: 'ms', as: 'max' });
  report.peer('exceljs stream reader (cells only)', 'peak memory', { samples: peer.map(({ peakMb }) => peakMb), unit: 'MB', as: 'max' });
  report.budget('50,000 rows read', { limit: 30_000, value: worst(ours, ({ ms }) => ms) });
  report.budget('peak memory, MB', { limit: 300, value: worst(ours, ({ peakMb }) => peakMb) });
  report.budget('every row decided', { limit: rows, value: Math.min(...ours.map((one) => one.rows)), atLeast: true });
  report.budget('a resumed run decides the rest only', { limit: Math.ceil(rows * 0.1), value: resumed.rows });
  report.print();
} finally {
  await rm(folder, { recursive: true });
}
