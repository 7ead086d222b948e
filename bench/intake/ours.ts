// One reading by our own intake, in a process of its own. Arguments: path, and the row to resume after.
import { Temporal } from 'temporal-polyfill';
import { readIntake } from '#server/services/intake/read/run-intake.ts';

const [path = '', after] = process.argv.slice(2);
const started = performance.now();
let rows = 0;
let progressCalls = 0;
const events = readIntake({
  path,
  fileName: 'workbook.xlsx',
  now: Temporal.Instant.from('2026-11-21T00:00:00Z'),
  // Three rows stand above the data.
  ...(after && { resumeAfter: { sheet: '第11期', row: Number(after) + 3 } }),
  onProgress: () => progressCalls++,
});
for await (const batch of events) for (const event of batch) if (event.kind === 'outcome' && event.outcome.outcome !== 'skipped') rows++;
const ms = Math.round(performance.now() - started);
process.stdout.write(JSON.stringify({ rows, ms, peakMb: Math.round(process.resourceUsage().maxRSS / 1024), progressCalls }));
