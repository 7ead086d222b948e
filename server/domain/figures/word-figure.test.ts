import { describe, expect, it } from 'vitest';
import { figureDefinitions } from './definitions.ts';
import { type FigureReading, figureKeys } from './figure.ts';
import { wordFigure, wordNumber } from './word-figure.ts';

const reading = (facts: Partial<FigureReading> & Pick<FigureReading, 'key'>): FigureReading => ({
  value: 12,
  unit: figureDefinitions[facts.key].unit,
  asOf: '2026-11-30T01:00:00Z',
  ...facts,
});

describe('a number in words', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [1_234_567, '1,234,567'],
    [245.5, '245.5'],
    [-1_200, '-1,200'],
  ])('%d reads %s', (value, words) => expect(wordNumber(value)).toBe(words));

  it('a sample says of how many, and how sure that is', () => {
    const worded = wordFigure(reading({ key: 'wall-truth', value: 18, of: 20, low: 70, high: 97 }), 'zh-CN');
    expect(worded).toMatchObject({ number: '18/20', unit: '个属实', interval: '95% 把握在 70%–97%' });
  });

  it('nothing to reckon from is no nought', () => {
    const worded = wordFigure(reading({ key: 'wall-truth', value: null }), 'zh-CN');
    expect(worded.number).toBeUndefined();
    expect(worded.none).toBe('本周还没有核对');
  });

  it.each(figureKeys)('%s has name, definition and an honest blank in both languages', (key) => {
    for (const locale of ['zh-CN', 'en'] as const)
      for (const words of Object.values(figureDefinitions[key][locale])) expect(words.length).toBeGreaterThan(1);
  });
});
