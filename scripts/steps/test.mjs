import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApps } from './apps.mjs';
import { mediaWorkerBinary } from './bring-media-worker.mjs';
import { installTestNeeds } from './needs.mjs';
import { root, stampDir } from './paths.mjs';
import { run } from './process.mjs';
import { line, ofPlaywright, ofVitest, readTally, sum } from './tally.mjs';

const reports = join(stampDir, 'reports');

const vitest = (...projects) => ({
  of: ofVitest,
  command: (report, filters) => [
    'vitest',
    [
      'run',
      ...projects.flatMap((name) => ['--project', name]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...filters,
    ],
    {},
  ],
});

const playwright = {
  of: ofPlaywright,
  command: (report, filters) => ['playwright', ['test', '--reporter=list,json', ...filters], { PLAYWRIGHT_JSON_OUTPUT_NAME: report }],
};

const suites = { unit: vitest('server', 'signage', 'studio'), integration: vitest('integration', 'alone'), e2e: playwright };

/**
 * `npm test`: everything. `npm test -- unit`: one suite, and further words filter its files.
 * The last line printed is the true sum over all suites.
 */
export async function test({ node, env, args }) {
  const names = Object.keys(suites).filter((name) => args.includes(name));
  const filters = args.filter((arg) => !(arg in suites));
  const wanted = names.length ? names : Object.keys(suites);

  const needsServers = wanted.some((name) => name !== 'unit');
  if (needsServers) await installTestNeeds();
  // Even unit tests of the apps read the wording that a build compiles.
  await buildApps({ env });
  const worker = needsServers ? await mediaWorkerBinary({ node, env }) : undefined;
  const testEnv = { ...env, NODE_ENV: 'test', ...(worker ? { MEDIASOUP_WORKER_BIN: worker } : {}) };

  await rm(reports, { recursive: true, force: true });
  await mkdir(reports, { recursive: true });
  const tallies = [];
  for (const name of wanted) tallies.push(await runSuite(name, { env: testEnv, filters }));

  const total = sum(tallies);
  // Once more where it is looked for: the runners' own words are hours of scrolling above.
  for (const name of tallies.flatMap(({ failures }) => failures)) console.log(`失败 failed: ${name}`);
  console.log(line(total));
  return total.failed === 0 ? 0 : 1;
}

/** A suite that dies, or runs nothing, has failed: silence is not success. */
async function runSuite(name, { env, filters }) {
  const { of, command } = suites[name];
  const report = join(reports, `${name}.json`);
  const [program, args, more] = command(report, filters);
  console.log(`\n── ${name}`);
  const began = performance.now();
  const code = await run(program, args, { env: { ...env, ...more }, cwd: root });
  const tally = (await readTally(report, of)) ?? { passed: 0, failed: 0, skipped: 0, failures: [`${name} wrote no report: it died`] };
  const ranNothing = tally.passed + tally.failed === 0;
  if (ranNothing) console.log(`${name} 没有跑任何测试 ran no test at all`);
  if (tally.failed === 0 && (ranNothing || code !== 0)) tally.failed = 1;
  console.log(`${name}: ${line(tally)} (${Math.round((performance.now() - began) / 1000)} s)`);
  return tally;
}
