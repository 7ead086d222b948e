import { describe, expect, it } from 'vitest';
import { type Box, canvases, canvasFormats } from './canvas.ts';
import { arrange, canUse, fitted, layoutInForce, layoutNames } from './layouts.ts';

const four = ['host', 'second', 'screen', 'guest'];
const area = ({ width, height }: Box) => width * height;
const overlap = (a: Box, b: Box) =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
const all = canvasFormats.flatMap((format) =>
  layoutNames.flatMap((layout) => [true, false].map((hasCard) => ({ format, layout, hasCard }))),
);
const of = (which: (typeof all)[number], sources = four) => arrange({ ...which, sources, codeWidth: which.format === 'small' ? 164 : 246 });

describe('a layout', () => {
  it.each(all)('$layout on $format, card $hasCard, keeps every picture whole on the canvas and off the others', (which) => {
    const { places, card } = of(which);
    const { width, height } = canvases[which.format];
    for (const place of places) {
      expect(area(place)).toBeGreaterThan(0);
      expect(overlap(place, { x: 0, y: 0, width, height })).toBe(area(place));
      for (const other of places) if (other !== place) expect(overlap(place, other)).toBe(0);
      for (const edge of [place.x, place.y, place.width, place.height]) expect(Number.isInteger(edge)).toBe(true);
      // The host alone fills a lying canvas, and the card lies over the lower edge of that picture.
      if (card && !(which.layout === 'host' && which.format !== 'portrait')) expect(overlap(place, card)).toBe(0);
    }
  });

  it('shows two people beside each other, and one above the other on an upright canvas', () => {
    const [left, right] = of({ format: 'landscape', layout: 'pair', hasCard: false }).places;
    expect([left?.source, right?.source]).toEqual(['host', 'second']);
    expect(left?.y).toBe(right?.y);
    const [upper, lower] = of({ format: 'portrait', layout: 'pair', hasCard: true }).places;
    expect(upper?.x).toBe(lower?.x);
    expect((upper?.y ?? 0) + (upper?.height ?? 0)).toBeLessThan(lower?.y ?? 0);
  });

  it('takes any named picture, four at most', () => {
    const named = ['host', 'guest-1', 'guest-2', 'guest-3', 'guest-4'];
    expect(of({ format: 'landscape', layout: 'grid', hasCard: false }, named).places.map(({ source }) => source)).toEqual(
      named.slice(0, 4),
    );
  });

  it('never cuts a shared screen', () => {
    for (const format of canvasFormats) {
      for (const layout of ['screen', 'grid'] as const) {
        const shared = of({ format, layout, hasCard: true }).places.find(({ source }) => source === 'screen');
        expect(shared?.fit).toBe('contain');
      }
    }
  });

  it.each([
    ['pair', ['host', 'screen'], false],
    ['pair', ['host', 'second'], true],
    ['grid', ['host'], false],
    ['grid', ['host', 'screen'], true],
    ['screen', ['host', 'second'], false],
    ['screen', ['host', 'screen'], true],
    ['host', ['host'], true],
    ['slate', [], true],
  ] as const)('%s with %j can be used: %s', (layout, sources, can) => {
    expect(canUse(layout, { sources, hasCard: true })).toBe(can);
    expect(layoutInForce(layout, { sources, hasCard: true })).toBe(can ? layout : 'host');
  });

  it('leaves no empty field: two people in four fields stand side by side, and a third has the whole lower row', () => {
    const two = { sources: ['host', 'guest:a'], hasCard: true };
    expect(layoutInForce('grid', two)).toBe('pair');
    expect(layoutInForce('grid', { ...two, sources: ['host', 'guest:a', 'guest:b'] })).toBe('grid');
    const { places, stage } = of({ format: 'landscape', layout: 'grid', hasCard: true }, ['host', 'guest:a', 'guest:b']);
    expect(places.at(-1)).toMatchObject({ source: 'guest:b', x: stage.x, width: stage.width });
  });

  it('goes back to the host alone when the only guest’s picture goes', () => {
    expect(layoutInForce('pair', { sources: ['host', 'guest:a'], hasCard: true })).toBe('pair');
    expect(layoutInForce('pair', { sources: ['host'], hasCard: true })).toBe('host');
  });

  it('shows a guest whole where the host wants it', () => {
    const { places } = arrange({
      format: 'landscape',
      layout: 'pair',
      sources: ['host', 'guest:a'],
      hasCard: false,
      codeWidth: 0,
      whole: new Set(['guest:a']),
    });
    expect(places.map(({ fit }) => fit)).toEqual(['cover', 'contain']);
  });

  it('is the host alone when there is no card to fill the picture with', () => {
    expect(layoutInForce('card', { sources: ['host'], hasCard: false })).toBe('host');
  });
});

describe('a picture in its place', () => {
  const to = { source: 'host', x: 100, y: 50, width: 400, height: 400 };
  it('covers it and loses its sides', () => {
    expect(fitted({ width: 1280, height: 720 }, { ...to, fit: 'cover' })).toEqual({
      from: { x: 280, y: 0, width: 720, height: 720 },
      to: { x: 100, y: 50, width: 400, height: 400 },
    });
  });
  it('is contained with nothing lost', () => {
    expect(fitted({ width: 1280, height: 720 }, { ...to, fit: 'contain' })).toEqual({
      from: { x: 0, y: 0, width: 1280, height: 720 },
      to: { x: 100, y: 137, width: 400, height: 225 },
    });
  });
});
