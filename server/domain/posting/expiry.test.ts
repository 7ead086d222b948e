import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { expiresAt } from './expiry.ts';

const confirmedAt = Temporal.Instant.from('2026-11-21T01:00:00Z');
const timeZone = 'Asia/Shanghai';
const on = (basis: Partial<Parameters<typeof expiresAt>[0]>) =>
  expiresAt({ expiry: { kind: 'unstated' }, shift: {}, confirmedAt, timeZone, ...basis }).toString();

describe('when a posting leaves the wall', () => {
  it('a named day lasts until its midnight in the zone of the station', () => {
    expect(on({ expiry: { kind: 'date', on: '2026-11-30' } })).toBe('2026-11-30T16:00:00Z');
    expect(on({ expiry: { kind: 'date', on: '2026-11-30' }, timeZone: 'Asia/Urumqi' })).toBe('2026-11-30T18:00:00Z');
  });

  it('长期 lapses seven days after the last confirmation', () => {
    expect(on({ expiry: { kind: 'long-term' } })).toBe('2026-11-28T01:00:00Z');
  });

  it('a job of one day is over with that day', () => {
    expect(on({ shift: { startsOn: '2026-11-22' } })).toBe('2026-11-22T16:00:00Z');
  });

  it('nothing said at all: three days', () => {
    expect(on({})).toBe('2026-11-24T01:00:00Z');
  });

  it('a day is a day where the clocks change', () => {
    const autumn = Temporal.Instant.from('2026-10-24T10:00:00Z');
    expect(on({ confirmedAt: autumn, timeZone: 'Europe/Berlin' })).toBe('2026-10-27T11:00:00Z');
  });
});
