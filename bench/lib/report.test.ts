import { describe, expect, it } from 'vitest';
import { Report } from './report.ts';
import { quantile } from './samples.ts';

describe('a bench report', () => {
  it('holds figures, peers and budgets in the one shape that is published', () => {
    const report = new Report('grabs');
    report.distribution('told', { samples: [10, 20, 30, 40], unit: 'ms', as: 'p50' });
    report.figure('decided', { value: 1523.456, unit: '1/s' });
    report.peer('bare UPDATE … RETURNING', 'decided', { value: 4000, unit: '1/s' });
    report.budget('winners told', { limit: 1000, value: 40 });
    report.budget('decided a second', { limit: 1500, value: 1523.456, atLeast: true });
    report.budget('exactly ten', { limit: 10, value: 11 });

    const { machine, ...rest } = report.result;
    expect(machine.cores).toBeGreaterThan(0);
    expect(rest).toEqual({
      bench: 'grabs',
      figures: {
        told: { value: 25, unit: 'ms', samples: 4, min: 10, p50: 25, p95: 38.5, p99: 39.7, max: 40, mean: 25 },
        decided: { value: 1523, unit: '1/s', samples: 1 },
      },
      peers: { 'bare UPDATE … RETURNING': { decided: { value: 4000, unit: '1/s', samples: 1 } } },
      budgets: [
        { what: 'winners told', limit: 1000, value: 40, pass: true },
        { what: 'decided a second', limit: 1500, value: 1523, pass: true },
        { what: 'exactly ten', limit: 10, value: 11, pass: false },
      ],
    });
  });

  it('never speaks of what was not measured', () => {
    expect(() => quantile([], 0.5)).toThrow(/nothing was measured/);
  });
});
