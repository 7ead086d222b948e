import { describe, expect, it } from 'vitest';
import { keyOf, takesLetters } from './row-keys.ts';

describe('whose a letter is', () => {
  it.each(['text', 'search', 'tel', 'number', 'date'])('a field of type %s keeps it', (type) => {
    expect(takesLetters({ tagName: 'INPUT', type })).toBe(true);
  });

  it.each(['checkbox', 'radio', 'button', 'file'])('an input of type %s leaves it to the page', (type) => {
    expect(takesLetters({ tagName: 'INPUT', type })).toBe(false);
  });

  it('a list and a text area keep it, a button leaves it to the page', () => {
    expect(takesLetters({ tagName: 'SELECT', type: 'select-one' })).toBe(true);
    expect(takesLetters({ tagName: 'TEXTAREA', type: 'textarea' })).toBe(true);
    expect(takesLetters({ tagName: 'BUTTON', type: 'button' })).toBe(false);
  });
});

describe('a key', () => {
  const stroke = (key: string, change: Partial<Parameters<typeof keyOf>[0]> = {}) => ({
    ...{ key, isComposing: false, keyCode: 0, ctrlKey: false, metaKey: false, altKey: false },
    ...change,
  });

  it.each([
    ['a letter', stroke('u'), 'u'],
    ['the same letter under Caps Lock', stroke('U'), 'u'],
    ['a digit', stroke('1'), '1'],
    ['a sign', stroke('?'), '?'],
    ['the space bar', stroke(' '), ' '],
    ['a key with a long name', stroke('ArrowRight'), 'ArrowRight'],
    ['with Alt, a key of its own', stroke('ArrowUp', { altKey: true }), 'Alt+ArrowUp'],
    ['an input method’s', stroke('n', { isComposing: true }), undefined],
    ['an input method’s, as Safari says it', stroke('Enter', { keyCode: 229 }), undefined],
    ['an input method’s, as Chromium says it', stroke('Process', { keyCode: 229 }), undefined],
    ['the browser’s', stroke('p', { ctrlKey: true }), undefined],
    ['the browser’s, on a Mac', stroke('r', { metaKey: true }), undefined],
  ])('%s', (_, pressed, expected) => {
    expect(keyOf(pressed)).toBe(expected);
  });
});
