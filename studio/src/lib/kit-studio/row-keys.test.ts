import { describe, expect, it } from 'vitest';
import { takesLetters } from './row-keys.ts';

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
