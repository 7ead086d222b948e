import { describe, expect, it } from 'vitest';
import type { EpisodeForHost, RundownItemOnWire, SetRundown } from '#server/contract/live.ts';
import { insert, moveBefore, type RundownStore, reword, store, takeOut, WordsClash, wordsOf } from './rundown-edit.ts';

const item = (id: string, change: Partial<RundownItemOnWire> = {}): RundownItemOnWire => ({
  ...{ id, position: 0, kind: 'pitch', postingId: `p-${id}`, segment: null, title: null, guests: null },
  ...{ aired: false, notes: null, plannedMinutes: null, pitch: null },
  ...change,
});
const opening = item('s', { kind: 'segment', postingId: null, segment: 'intro', title: '开场' });
const ids = (items: SetRundown['items']) => items.map((draft) => draft.id ?? 'new');

describe('an edit', () => {
  const items = [item('a'), opening, item('b')];
  it.each([
    ['adds at the end', insert([{ postingId: 'x' }]), ['a', 's', 'b', 'new']],
    ['adds behind an item', insert([{ segment: 'break', title: '休息' }], 'a'), ['a', 'new', 's', 'b']],
    ['adds no job twice', insert([{ postingId: 'p-b' }]), ['a', 's', 'b']],
    ['takes out', takeOut('a'), ['s', 'b']],
    ['moves before another', moveBefore('b', 'a'), ['b', 'a', 's']],
    ['moves to the end', moveBefore('a', undefined), ['s', 'b', 'a']],
    ['brings back nothing that is gone', moveBefore('gone', 'a'), ['a', 's', 'b']],
  ])('%s', (_, edit, expected) => {
    expect(ids(edit(items))).toEqual(expected);
  });

  it('keeps a segment a segment', () => {
    expect(takeOut('a')(items)[0]).toEqual({ id: 's', segment: 'intro', title: '开场' });
  });

  const words = (change: Partial<ReturnType<typeof wordsOf>>) => ({ ...wordsOf(opening), ...change });
  it('says only what was changed', () => {
    expect(reword('s', { seen: wordsOf(opening), words: words({ notes: '先问好' }) })(items)[1]).toEqual({
      id: 's',
      segment: 'intro',
      title: '开场',
      notes: '先问好',
    });
  });
  it('takes planned minutes away where the field was emptied, and leaves them where it was not touched', () => {
    const planned = { ...opening, plannedMinutes: 5 };
    const empty = { ...wordsOf(planned), plannedMinutes: null };
    expect(reword('s', { seen: wordsOf(planned), words: empty })([planned])[0]).toMatchObject({ plannedMinutes: null });
    const noted = { ...wordsOf(planned), notes: '先问好' };
    expect(reword('s', { seen: wordsOf(planned), words: noted })([planned])[0]).not.toHaveProperty('plannedMinutes');
  });
  it('does not write over what somebody else wrote in the same place, and shows it', () => {
    const edit = reword('s', { seen: wordsOf(opening), words: words({ notes: '先问好' }) });
    expect(() => edit([{ ...opening, notes: '先放片头' }])).toThrow(WordsClash);
    expect(edit([{ ...opening, guests: '王主任' }])[0]).toMatchObject({ notes: '先问好' });
  });
});

describe('two editors at once', () => {
  it('both get their way: the second one’s edit is made on the first one’s rundown', async () => {
    const theirs = { rundownRevision: 2, rundown: [item('a'), item('t')] } as EpisodeForHost;
    const stored: SetRundown[] = [];
    let held = { rundownRevision: 1, rundown: [item('a')] } as EpisodeForHost;
    const desk: RundownStore = {
      get episode() {
        return held;
      },
      async load() {
        held = theirs;
      },
      async setRundown(change) {
        if (change.revision !== 2) throw new Error('overtaken');
        stored.push(change);
      },
    };
    await store(desk, insert([{ postingId: 'x' }]), (error) => error instanceof Error && error.message === 'overtaken');
    expect(stored.map(({ items }) => ids(items))).toEqual([['a', 't', 'new']]);
  });
});
