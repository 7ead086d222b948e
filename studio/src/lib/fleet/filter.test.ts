import { describe, expect, it } from 'vitest';
import { byGravity, countStates, matches, noFilter, type Row, rowState } from './filter.ts';

const row = (change: Partial<Row> = {}): Row => ({
  id: 'a',
  name: '大屏',
  stationId: 's1',
  kind: 'lcd',
  widthPx: 1920,
  heightPx: 1080,
  device: 'paired',
  state: 'fine',
  reasons: [],
  since: '2026-03-02T01:00:00Z',
  appVersion: '1.2',
  takeover: null,
  groups: ['g1'],
  tags: ['竖屏'],
  station: { id: 's1', name: '城站驿站', regionCode: '330102', position: null, openNow: true },
  regionPath: '3301/330102/',
  shown: 'fine',
  ...change,
});

describe('a fleet is searched', () => {
  it.each([
    [{ text: '城站 大' }, true],
    [{ text: '竖屏' }, true],
    [{ text: '拱墅' }, false],
    [{ states: ['fine', 'asleep'] as const }, true],
    [{ states: ['silent'] as const }, false],
    [{ regionPath: '3301/' }, true],
    [{ regionPath: '3302/' }, false],
    [{ groupId: 'g1', tag: '竖屏', version: '1.2', stationId: 's1' }, true],
    [{ version: '1.3' }, false],
  ])('by %j: %s', (change, found) => {
    expect(matches(row(), { ...noFilter, ...change })).toBe(found);
  });

  it('and shows the gravest first, the longest of them above', () => {
    const rows = [
      row({ id: 'fine' }),
      row({ id: 'new', shown: 'silent', since: '2026-03-02T03:00:00Z' }),
      row({ id: 'old', shown: 'silent', since: '2026-03-01T03:00:00Z' }),
      row({ id: 'wrong', shown: 'wrong' }),
    ];
    expect(byGravity(rows).map(({ id }) => id)).toEqual(['wrong', 'old', 'new', 'fine']);
    expect(countStates(rows)).toMatchObject({ silent: 2, wrong: 1, fine: 1 });
  });

  it('knows a screen without a device from one that was not judged yet', () => {
    expect(rowState({ device: 'unpaired', state: null })).toBe('unpaired');
    expect(rowState({ device: 'paired', state: null })).toBe('unknown');
  });
});
