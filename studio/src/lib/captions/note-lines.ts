import { LONGEST_CAPTION as MOST } from '#server/contract/captions.ts';

/** A teleprompter's notes as captions: a line each, and a long line broken at its own pauses. */
export function noteLines(notes: string | null): string[] {
  return (notes ?? '')
    .split(/\r?\n/)
    .flatMap((line) => line.split(/(?<=[。！？；.!?;])/))
    .map((line) => line.trim())
    .flatMap(shortened)
    .filter((line) => line !== '');
}

function shortened(line: string): string[] {
  const characters = [...line];
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += MOST) pieces.push(characters.slice(at, at + MOST).join(''));
  return pieces;
}
