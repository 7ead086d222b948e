// What the runners really did, from their own JSON: never from what they print, and never guessed.
import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */
/** A suite's: each failure by its name and the first line of what it said. @typedef {Tally & { failures: string[] }} SuiteTally */

/** @param {Tally[]} tallies */
export function sum(tallies) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of tallies) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** @param {Tally} tally */
export const line = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** A file that could not even be loaded holds no test, yet is a failure. */
export function ofVitest(report) {
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => failure(file.name, [...test.ancestorTitles, test.title], test.failureMessages?.[0])),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [...tests, ...unloaded.map((file) => failure(file.name, ['(the file itself)'], file.message))],
  };
}

/** A flaky test has failed once: that is a failure here. */
export function ofPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return {
    passed: expected,
    failed: unexpected + flaky + report.errors.length,
    skipped,
    failures: [...report.suites.flatMap(failedSpecs), ...report.errors.map(({ message }) => firstLine(message))],
  };
}

function failedSpecs({ specs, suites = [] }) {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error;
      return failure(`${file}:${error?.location?.line ?? '?'}`, [title], error?.message);
    });
  return [...own, ...suites.flatMap(failedSpecs)];
}

const failure = (file, titles, message) => `${file.split('/').at(-1)} › ${titles.join(' › ')}: ${firstLine(message)}`;
const firstLine = (message) =>
  stripVTControlCharacters(message ?? '')
    .split('\n')[0]
    .trim();

/** @returns {Promise<SuiteTally | undefined>} undefined: the runner wrote no report, so it died */
export async function readTally(file, of) {
  try {
    return of(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
