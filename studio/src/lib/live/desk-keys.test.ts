import { describe, expect, it, vi } from 'vitest';
import { rowSteps } from '$lib/kit-studio/row-keys.ts';
import { actInList, keyFace, keysInList, listKeyTable, pageKeyTable } from './desk-keys.ts';

const stroke = (key: string, altKey = false) => ({ key, altKey, isComposing: false, keyCode: 0, ctrlKey: false, metaKey: false });
const all = (acts: Record<string, readonly string[]>) => Object.values(acts).flat();
const twice = (keys: readonly string[]) => keys.filter((key, at) => keys.indexOf(key) !== at);

describe('the keys of the host’s page', () => {
  const page = Object.values(pageKeyTable).flatMap(all);

  it('mean one thing each', () => {
    expect(twice(page)).toEqual([]);
  });

  it('leave to lists what steps into them', () => {
    expect(page.filter((key) => key === 'j' || key === 'k')).toEqual([]);
  });

  it.each(Object.entries(listKeyTable))('mean one thing each in the list of %s, and never a step', (list, acts) => {
    const steps = list === 'rundown' ? [] : Object.values(rowSteps).flat();
    expect(twice([...all(acts), ...steps])).toEqual([]);
  });

  it('are written as they are heard: small letters, and long names', () => {
    for (const key of [...page, ...Object.values(listKeyTable).flatMap(all)]) expect(key).toMatch(/^([^A-Z]|(Alt\+)?[A-Z][A-Za-z]+)$/);
  });

  it('have a face for the button', () => {
    expect([' ', 'ArrowRight', 'u', 'Alt+ArrowUp', '?'].map(keyFace)).toEqual(['␣', '→', 'U', 'Alt+↑', '?']);
  });
});

describe('a list', () => {
  it('does to its row what the table says', () => {
    const acts = { remove: vi.fn(), mute: vi.fn(), pin: vi.fn() };
    keysInList('chat', acts).m?.('row');
    expect([acts.remove, acts.mute, acts.pin].map(({ mock }) => mock.calls)).toEqual([[], [['row']], []]);
  });

  it.each([
    ['Backspace', false, 'takeOut'],
    ['ArrowUp', false, 'step'],
    ['ArrowUp', true, 'earlier'],
    ['x', false, undefined],
  ] as const)('of the rundown hears %s (with Alt: %s) as %s', (key, altKey, expected) => {
    expect(actInList('rundown', stroke(key, altKey))).toBe(expected);
  });
});
