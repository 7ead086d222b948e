import { expect, it } from 'vitest';
import { isWayOut } from './no-way-out.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false };

it.each([
  ['F12', plain, true],
  ['F5', plain, true],
  ['l', { ...plain, ctrlKey: true }, true],
  ['+', { ...plain, ctrlKey: true }, true],
  ['ArrowLeft', { ...plain, altKey: true }, true],
  ['q', { ...plain, metaKey: true }, true],
  ['BrowserBack', plain, true],
  ['ContextMenu', plain, true],
  ['Tab', plain, false],
  ['Enter', plain, false],
  [' ', plain, false],
  ['ArrowDown', plain, false],
  ['Escape', plain, false],
  ['5', plain, false],
  ['F', plain, false],
])('the key %s with %j leads out: %s', (key, held, out) => {
  expect(isWayOut({ key, ...held })).toBe(out);
});
