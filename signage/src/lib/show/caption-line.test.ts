import { describe, expect, it } from 'vitest';
import { CaptionLine } from './caption-line.ts';

const caption = (text: string, mediaTimeMs: number | null) => ({ id: text, text, mediaTimeMs, durationMs: 3_000 });
function newLine() {
  const shown: string[] = [];
  return { shown, line: new CaptionLine((text) => shown.push(text)) };
}

describe('a caption on the phone', () => {
  it('waits for its picture, stands as long as it takes to read, and goes', () => {
    const { line, shown } = newLine();
    line.push(caption('还差 2 人', 10_000), 9_300, 0);
    expect(shown).toEqual([]);
    line.shown(10_000, 700);
    line.shown(12_900, 3_600);
    expect(shown).toEqual(['还差 2 人']);
    line.shown(13_000, 3_700);
    expect(shown).toEqual(['还差 2 人', '']);
  });

  it('gives way to the next one, which then stands its own time', () => {
    const { line, shown } = newLine();
    line.push(caption('一', 10_000), 10_000, 0);
    line.push(caption('二', 11_000), 11_000, 1_000);
    line.shown(13_500, 3_500);
    expect(shown).toEqual(['一', '二']);
    line.shown(14_000, 4_000);
    expect(shown).toEqual(['一', '二', '']);
  });

  it('comes at once where there is no picture to wait for', () => {
    const { line, shown } = newLine();
    line.push(caption('一', 10_000), undefined, 0);
    line.push(caption('二', null), 5, 1);
    expect(shown).toEqual(['一', '二']);
  });

  it('is dropped when its picture never comes', () => {
    const { line, shown } = newLine();
    line.push(caption('一', 10_000), 9_000, 0);
    line.shown(9_000, 10_000);
    line.shown(10_500, 10_001);
    expect(shown).toEqual([]);
  });
});
