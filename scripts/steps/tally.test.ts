import { describe, expect, it } from 'vitest';
import { line, ofPlaywright, ofVitest, sum } from './tally.mjs';

describe('the tally of a test run', () => {
  it('counts a file that could not be loaded as a failure', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    };
    expect(ofVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('counts a browser test that passed only at the second try as a failure', () => {
    expect(ofPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] })).toEqual({
      passed: 4,
      failed: 3,
      skipped: 2,
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
