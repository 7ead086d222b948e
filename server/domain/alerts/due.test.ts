import { describe, expect, it } from 'vitest';
import { concerns, isQuiet, type KnownAlert, messageDue, type Rule, type Told } from './due.ts';

const minute = 60_000;
const rule = (change: Partial<Rule> = {}): Rule => ({
  kinds: ['silent', 'server'],
  regionPath: '33/',
  afterMinutes: 5,
  repeatMinutes: 30,
  quiet: undefined,
  ...change,
});
const alert = (change: Partial<KnownAlert> = {}): KnownAlert => ({
  kind: 'silent',
  regionPath: '33/01/',
  startedAtMs: 0,
  endedAtMs: undefined,
  isAcknowledged: false,
  ...change,
});
const begun: Told = { fact: 'begun', turn: 0 };
const at = (minutes: number, told: Told[] = [], localTime = '12:00') => ({ told, nowMs: minutes * minute, localTime });

describe('a rule says of an alert', () => {
  it.each<[string, Told | undefined, Rule, KnownAlert, ReturnType<typeof at>]>([
    ['nothing before it has lasted', undefined, rule(), alert(), at(4)],
    ['that it has begun', begun, rule(), alert(), at(5)],
    ['that once', undefined, rule(), alert(), at(20, [begun])],
    ['that it is still so', { fact: 'repeated', turn: 1 }, rule(), alert(), at(36, [begun])],
    [
      'only the newest repetition after a pause',
      { fact: 'repeated', turn: 3 },
      rule(),
      alert(),
      at(100, [begun, { fact: 'repeated', turn: 1 }]),
    ],
    ['no repetition where none is wanted', undefined, rule({ repeatMinutes: undefined }), alert(), at(600, [begun])],
    ['nothing more once somebody deals with it', undefined, rule(), alert({ isAcknowledged: true }), at(36, [begun])],
    ['that it is over', { fact: 'ended', turn: 0 }, rule(), alert({ endedAtMs: 7 * minute, isAcknowledged: true }), at(8, [begun])],
    ['nothing of what was over before anybody was told', undefined, rule(), alert({ endedAtMs: 3 * minute }), at(8)],
    ['nothing of another region', undefined, rule(), alert({ regionPath: '34/01/' }), at(9)],
    ['nothing of another kind', undefined, rule({ kinds: ['wrong'] }), alert(), at(9)],
    ['nothing in quiet hours', undefined, rule({ quiet: { from: '22:00', until: '06:00' } }), alert(), at(9, [], '23:30')],
    ['it after them', begun, rule({ quiet: { from: '22:00', until: '06:00' } }), alert(), at(600, [], '06:00')],
  ])('%s', (_, expected, given, known, moment) => {
    expect(messageDue(given, known, moment)).toEqual(expected);
  });

  it('that the server was away, once it is back', () => {
    const everywhere = rule({ regionPath: undefined });
    const away = alert({ kind: 'server', regionPath: undefined, endedAtMs: 12 * minute });
    expect(messageDue(everywhere, away, at(12))).toEqual({ fact: 'ended', turn: 0 });
    expect(messageDue(everywhere, away, at(13, [{ fact: 'ended', turn: 0 }]))).toBeUndefined();
    expect(messageDue(everywhere, { ...away, endedAtMs: 2 * minute }, at(2))).toBeUndefined();
  });

  it('nothing of the installation itself, unless it looks everywhere', () => {
    expect(concerns(rule(), { kind: 'server', regionPath: undefined })).toBe(false);
  });

  it('knows quiet hours over midnight', () => {
    const night = { from: '22:00', until: '06:00' };
    expect(['21:59', '22:00', '05:59', '06:00'].map((time) => isQuiet(night, time))).toEqual([false, true, true, false]);
  });
});
