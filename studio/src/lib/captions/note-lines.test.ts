import { expect, it } from 'vitest';
import { noteLines } from './note-lines.ts';

it.each([
  [null, []],
  ['', []],
  ['先说工资。再说地点！\n\n  包午饭  ', ['先说工资。', '再说地点！', '包午饭']],
  ['长'.repeat(130), ['长'.repeat(60), '长'.repeat(60), '长'.repeat(10)]],
])('notes %j are read line by line', (notes, lines) => {
  expect(noteLines(notes)).toEqual(lines);
});
