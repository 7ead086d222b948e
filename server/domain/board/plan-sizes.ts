import type { TypeSizes } from './plan.ts';
import { textWidthEm } from './text-width.ts';

/** Sizes at a reference of 1080 px (the pictures in docs/design are drawn at it). */
const reference = {
  station: 52,
  clock: 60,
  quiet: 34,
  number: 52,
  trade: 64,
  employer: 34,
  pay: 88,
  unit: 40,
  fact: 38,
  imperative: 56,
  help: 36,
} satisfies TypeSizes;

/** The widest pay that a posting brings, and the longest trade that must stand beside it uncut. */
const widestPay = textWidthEm('6000–7500');
const widestUnit = textWidthEm('元/小时') + 0.2;
const tradeToKeep = textWidthEm('快递分拣员');

/**
 * Type that is at least the reference and at least legible. Facts grow with distance; trade and pay stay larger than they
 * are, until together they would be wider than the row: then they shrink, the pay never below 1.25 facts.
 */
export function sizeType(input: { scale: number; enlarge: number; minFont: number; textWidth: number }): TypeSizes {
  const { scale, enlarge, minFont, textWidth } = input;
  const atLeast = (size: number, floor: number) => Math.round(Math.max(size * scale * enlarge, floor));
  const fact = atLeast(reference.fact, minFont);
  const unit = atLeast(reference.unit, minFont);
  const wanted = { trade: atLeast(reference.trade, fact * 1.4), pay: atLeast(reference.pay, fact * 1.8) };
  const room = textWidth - widestUnit * unit - fact * 0.6;
  const fit = Math.min(1, room / (widestPay * wanted.pay + tradeToKeep * wanted.trade));
  return {
    station: Math.round(reference.station * scale),
    clock: Math.round(reference.clock * scale),
    quiet: Math.round(Math.min(Math.max(reference.quiet * scale, minFont), 44 * scale)),
    number: atLeast(reference.number, fact),
    trade: Math.round(Math.max(wanted.trade * fit, fact * 1.1)),
    employer: atLeast(reference.employer, minFont),
    pay: Math.round(Math.max(wanted.pay * fit, fact * 1.25)),
    unit,
    fact,
    imperative: Math.round(Math.max(reference.imperative * scale, minFont)),
    help: Math.round(Math.min(Math.max(reference.help * scale, minFont), 46 * scale)),
  };
}

/** Of ` · ` between facts, with its air. */
export const separatorEm = 1.15;

/** Place · distance · shift at the left, settlement and places left at the right of one line, in em; longer places are shortened. */
export const oneFactLineEm =
  textWidthEm('东站西广场') + textWidthEm('9.2 公里') + textWidthEm('今天 18 点起') + 2 * separatorEm + 1 + textWidthEm('日结 还剩 10 人');

/** How high a row must be so that its lines don't touch. */
export function rowHeight(type: TypeSizes, lines: 2 | 3, scale: number): number {
  return Math.max(type.trade, type.pay) * 1.12 + (lines - 1) * type.fact * 1.22 + 16 * scale;
}
