import { describe, expect, it } from 'vitest';
import { deviceProblemOf } from './device-problem.ts';

describe('a camera that does not come', () => {
  it.each([
    ['was refused by the person', 'NotAllowedError', 'DEVICE_REFUSED'],
    ['is not there', 'NotFoundError', 'DEVICE_MISSING'],
    ['is held by another program', 'NotReadableError', 'DEVICE_BUSY'],
    ['could not start', 'AbortError', 'DEVICE_BUSY'],
    ['can do nothing that was asked for', 'OverconstrainedError', 'DEVICE_UNUSABLE'],
  ])('%s', (_, name, code) => {
    expect(deviceProblemOf(new DOMException('', name))).toBe(code);
  });

  it('failed for a reason of its own', () => {
    expect(deviceProblemOf('no error at all')).toBe('DEVICE_UNUSABLE');
  });
});
