import { describe, expect, it } from 'vitest';
import {
  decideEnd,
  decideInsert,
  decidePin,
  decidePresence,
  decideStart,
  decideStep,
  type Rundown,
  type RundownChange,
  rearrange,
  shownItem,
} from './rundown.ts';

const planned: Rundown = { state: 'planned', items: ['a', 'b', 'c'], currentItemId: undefined, seq: 0, lastStep: undefined };
const onB: Rundown = { ...planned, state: 'live', currentItemId: 'b', seq: 2, lastStep: { fromItemId: 'a', atMs: 10_000 } };

describe('going live', () => {
  it('starts with the first job', () => {
    expect(decideStart(planned)).toEqual({ kind: 'change', change: { seq: 1, kind: 'start', state: 'live', itemId: 'a' } });
  });
  it('is refused without a job', () => {
    expect(decideStart({ ...planned, items: [] })).toEqual({ kind: 'refused', problem: { code: 'RUNDOWN_EMPTY' } });
  });
  it('twice changes nothing', () => {
    expect(decideStart(onB)).toEqual({ kind: 'unchanged' });
  });
  it('is over once it has ended', () => {
    expect(decideStart({ ...onB, state: 'ended' })).toMatchObject({ problem: { code: 'EPISODE_STATE' } });
  });
});

describe('the one key', () => {
  it('goes to the next job, with the next number', () => {
    expect(decideStep(onB, 'next', 'b', 11_000)).toEqual({
      kind: 'change',
      change: { seq: 3, kind: 'next', state: 'live', itemId: 'c', fromItemId: 'b' },
    });
  });
  it('pressed twice on one picture goes one job on', () => {
    expect(decideStep(onB, 'next', 'a', 11_000)).toEqual({ kind: 'unchanged' });
  });
  it('stops at the last job', () => {
    expect(decideStep({ ...onB, currentItemId: 'c' }, 'next', 'c', 0)).toMatchObject({ problem: { code: 'RUNDOWN_AT_END' } });
  });
  it('goes back, but not before the first', () => {
    expect(decideStep(onB, 'back', 'b', 0)).toMatchObject({ change: { itemId: 'a' } });
    expect(decideStep({ ...onB, currentItemId: 'a' }, 'back', 'a', 0)).toMatchObject({ problem: { code: 'RUNDOWN_AT_START' } });
  });
  it('works while the host is away: the card still counts', () => {
    expect(decideStep({ ...onB, state: 'away' }, 'next', 'b', 0)).toMatchObject({ change: { state: 'away', itemId: 'c' } });
  });
  it('does nothing before the show', () => {
    expect(decideStep(planned, 'next', undefined, 0)).toMatchObject({ problem: { code: 'EPISODE_STATE' } });
  });
});

describe('undo', () => {
  it.each([
    ['at once', 10_000, 'a'],
    ['within 5 s', 15_000, 'a'],
  ])('%s goes back to where it came from', (_, nowMs, itemId) => {
    expect(decideStep(onB, 'undo', 'b', nowMs)).toMatchObject({ change: { kind: 'undo', itemId, seq: 3 } });
  });
  it('is refused after 5 s', () => {
    expect(decideStep(onB, 'undo', 'b', 15_001)).toMatchObject({ problem: { code: 'UNDO_TOO_LATE', seconds: 5 } });
  });
  it('is refused when there was no step', () => {
    expect(decideStep({ ...onB, lastStep: undefined }, 'undo', 'b', 10_000)).toMatchObject({ problem: { code: 'UNDO_TOO_LATE' } });
  });
  it('is refused when the job it would go back to was taken out', () => {
    expect(decideStep({ ...onB, items: ['b', 'c'] }, 'undo', 'b', 10_000)).toMatchObject({ problem: { code: 'RUNDOWN_ITEM_GONE' } });
  });
});

describe('a host who is lost', () => {
  it('and comes back, goes on with the same job', () => {
    expect(decidePresence(onB, 'away')).toMatchObject({ change: { kind: 'away', state: 'away', itemId: 'b' } });
    expect(decidePresence({ ...onB, state: 'away' }, 'live')).toMatchObject({ change: { kind: 'resume', state: 'live', itemId: 'b' } });
  });
  it('twice is lost once', () => {
    expect(decidePresence({ ...onB, state: 'away' }, 'away')).toEqual({ kind: 'unchanged' });
  });
  it('after the end is no news', () => {
    expect(decidePresence({ ...onB, state: 'ended' }, 'live')).toEqual({ kind: 'unchanged' });
    expect(decideEnd({ ...onB, state: 'ended' })).toEqual({ kind: 'unchanged' });
  });
});

describe('rearranging', () => {
  const entries = [...['p', 'q', 'r'].map((postingId, index) => ({ id: `i${index}`, postingId })), { id: 's', postingId: undefined }];
  let made = 0;
  const arrange = (wanted: string[], aired: string[] = []) =>
    rearrange({
      entries,
      wanted: wanted.map((one) => (one.startsWith('#') ? { id: one.slice(1) } : one === '+' ? {} : { postingId: one })),
      aired: new Set(aired),
      newId: () => `new${made++}`,
    }).map(({ entry }) => entry.id);

  it.each([
    ['keeps entries by their posting', ['r', 'p', 'q'], [], ['i2', 'i0', 'i1']],
    ['takes out what is missing', ['p'], [], ['i0']],
    ['adds what is new', ['p', 'x'], [], ['i0', 'new0']],
    ['knows a posting once', ['p', 'p'], [], ['i0']],
    ['keeps a segment by its id, and once', ['#s', 'p', '#s'], [], ['s', 'i0']],
    ['makes a segment that is new', ['p', '+', '+'], [], ['i0', 'new1', 'new2']],
    ['takes an id that is another entry’s for what it is not', ['#i0', 'p'], [], ['new3', 'i0']],
    ['keeps what has been on air', ['p', 'r'], ['i1'], ['i0', 'i1', 'i2']],
    ['keeps it also when all else goes', [], ['i2'], ['i2']],
    ['keeps what has been on air in its order', ['q', 'r', 'p'], ['i0', 'i1'], ['i0', 'i2', 'i1']],
    ['lets the rest move freely behind it', ['p', '#s', 'r', 'q'], ['i0'], ['i0', 's', 'i2', 'i1']],
  ] as [string, string[], string[], string[]][])('%s', (_, wanted, aired, expected) => {
    expect(arrange(wanted, aired)).toEqual(expected);
  });

  it('says of what was put back that nobody has said anything', () => {
    const [back] = rearrange({ entries, wanted: [], aired: new Set(['i1']), newId: () => 'none' });
    expect(back).toEqual({ entry: { id: 'i1', postingId: 'q' }, wanted: undefined });
  });
});

describe('a cancelled episode', () => {
  const off = { state: 'cancelled' as const, items: ['a'], currentItemId: undefined, seq: 0, lastStep: undefined };
  it('neither begins nor ends', () => {
    expect(decideStart(off)).toMatchObject({ problem: { code: 'EPISODE_STATE' } });
    expect(decideEnd(off)).toMatchObject({ problem: { code: 'EPISODE_STATE' } });
  });
});

describe('a pinned card', () => {
  const pinned: Rundown = { ...onB, pinnedItemId: 'b' };
  it('stays up while the talk goes on, back and undo included', () => {
    const { change } = decideStep(pinned, 'next', 'b', 11_000) as { change: RundownChange };
    expect(change).toMatchObject({ itemId: 'c', pinnedItemId: 'b' });
    expect(shownItem(change)).toBe('b');
    expect(decideStep(pinned, 'undo', 'b', 11_000)).toMatchObject({ change: { itemId: 'a', pinnedItemId: 'b' } });
    expect(decidePresence(pinned, 'away')).toMatchObject({ change: { pinnedItemId: 'b' } });
  });
  it('is one of the rundown’s, and pinning twice changes nothing', () => {
    expect(decidePin(onB, 'a')).toMatchObject({ change: { kind: 'pin', itemId: 'b', pinnedItemId: 'a', seq: 3 } });
    expect(decidePin(onB, 'gone')).toMatchObject({ problem: { code: 'RUNDOWN_ITEM_GONE' } });
    expect(decidePin(pinned, 'b')).toEqual({ kind: 'unchanged' });
  });
  it('comes off, and the card follows the talk again', () => {
    const { change } = decidePin(pinned, undefined) as { change: RundownChange };
    expect(shownItem(change)).toBe('b');
    expect(change).not.toHaveProperty('pinnedItemId');
  });
  it('goes with its item when that is taken out', () => {
    expect(decideStep({ ...pinned, pinnedItemId: 'taken out' }, 'next', 'b', 0)).not.toHaveProperty('change.pinnedItemId');
  });
  it('needs a show that is on', () => {
    expect(decidePin(planned, 'a')).toMatchObject({ problem: { code: 'EPISODE_STATE' } });
  });
});

describe('a job that is put in at once', () => {
  it('is pitched now, and can be taken back', () => {
    expect(decideInsert({ ...onB, items: ['a', 'b', 'x', 'c'] }, 'x')).toMatchObject({
      change: { kind: 'insert', itemId: 'x', fromItemId: 'b' },
    });
  });
  it('takes off a pin: its own card is wanted', () => {
    expect(decideInsert({ ...onB, pinnedItemId: 'b' }, 'c')).not.toHaveProperty('change.pinnedItemId');
  });
  it('is nothing new when it is being pitched already', () => {
    expect(decideInsert(onB, 'b')).toEqual({ kind: 'unchanged' });
  });
});
