import { describe, expect, it } from 'vitest';
import { line, ofPlaywright, ofVitest, sum } from './tally.mjs';

describe('the tally of a test run', () => {
  it('counts a file that could not be loaded as a failure, and names each', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        {
          name: '/house/server/a.test.ts',
          status: 'failed',
          assertionResults: [
            {
              status: 'failed',
              ancestorTitles: ['a wall'],
              title: 'is lit',
              failureMessages: ['\u001b[31mError: dark\u001b[39m\n  at here'],
            },
            { status: 'passed', ancestorTitles: [], title: 'hangs' },
          ],
        },
        { name: '/house/server/b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
        { name: '/house/server/c.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    };
    expect(ofVitest(report)).toEqual({
      passed: 3,
      failed: 2,
      skipped: 2,
      failures: ['a.test.ts › a wall › is lit: Error: dark', 'b.test.ts › (the file itself): no such module'],
    });
  });

  it('counts a browser test that passed only at the second try as a failure, and says where each failed', () => {
    const error = { message: 'Error: not visible\n  at there', location: { line: 12 } };
    const failed = { ok: false, file: 'walk.spec.ts', title: 'a walk', tests: [{ results: [{ error }, {}] }] };
    const report = {
      stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 },
      errors: [{ message: 'Error: no browser' }],
      suites: [{ specs: [{ ok: true }], suites: [{ specs: [failed] }] }],
    };
    expect(ofPlaywright(report)).toEqual({
      passed: 4,
      failed: 3,
      skipped: 2,
      failures: ['walk.spec.ts:12 › a walk: Error: not visible', 'Error: no browser'],
    });
  });

  it('adds up to one line', () => {
    const total = sum([
      { passed: 3, failed: 0, skipped: 1 },
      { passed: 4, failed: 1, skipped: 0 },
    ]);
    expect(line(total)).toBe('7 passed, 1 failed, 1 skipped');
  });
});
