import { beforeEach, describe, expect, it } from 'vitest';
import type { KioskUses } from '#server/contract/kiosk.ts';
import { Uses } from './uses.ts';

let kept: Map<string, string>;
let sent: KioskUses[];
beforeEach(() => {
  kept = new Map();
  sent = [];
});
const shelf = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
const device = (run: string) => new Uses({ screenId: 's1', run, shelf });
const post = async (uses: KioskUses) => void sent.push(uses);
const cut = async () => {
  throw new TypeError('no network');
};

describe('what a kiosk counts', () => {
  it.each(['[', '{}', '[{"run":"a"}]', '[{"run":"a","day":"2026-11-29","jobs":"7"}]'])(
    'begins anew where it was damaged: %s',
    async (text) => {
      kept.set('gangbo-kiosk-uses-s1', text);
      const uses = device('b');
      uses.add('jobs', '2026-11-30');
      await uses.send(post, '2026-11-30');
      expect(sent[0]?.runs.map(({ run, jobs }) => [run, jobs])).toEqual([['b', 1]]);
    },
  );

  it('is sent as totals that grow, and only when something is new', async () => {
    const uses = device('a');
    uses.add('sessions', '2026-11-30');
    uses.add('jobs', '2026-11-30');
    await uses.send(post, '2026-11-30');
    await uses.send(post, '2026-11-30');
    uses.add('jobs', '2026-11-30');
    await uses.send(post, '2026-11-30');
    expect(sent.map(({ runs }) => runs.map(({ sessions, jobs }) => [sessions, jobs]))).toEqual([[[1, 1]], [[1, 2]]]);
  });

  it('outlives an outage and a start of the device, and is let go when the server has it', async () => {
    const before = device('a');
    before.add('prints', '2026-11-29');
    await expect(before.send(cut, '2026-11-29')).rejects.toThrow();
    const after = device('b');
    after.add('sessions', '2026-11-30');
    await after.send(post, '2026-11-30');
    expect(sent[0]?.runs.map(({ run, day }) => [run, day])).toEqual([
      ['a', '2026-11-29'],
      ['b', '2026-11-30'],
    ]);
    after.add('jobs', '2026-11-30');
    await after.send(post, '2026-11-30');
    expect(sent[1]?.runs).toMatchObject([{ run: 'b', sessions: 1, jobs: 1 }]);
  });
});
