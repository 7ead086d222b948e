import type { PayWords } from './format.ts';
import type { BoardRow } from './manifest.ts';
import type { BoardPlan } from './plan.ts';
import { separatorEm } from './plan-sizes.ts';
import { type RowWords, type Wording, wordRow } from './row-words.ts';
import { isCut, shortenEmployer, shortenPlace, shortenTrade } from './shorten.ts';
import { textWidthEm } from './text-width.ts';

/** What of a job this glass cannot say: nothing shorter means the same, or no room is left at all. */
export type Lost = 'TRADE' | 'PLACE' | 'SHIFT' | 'PAY';

/** One row as it stands on one glass: worded, shortened by meaning, each fact on the line that has room for it. */
export interface FittedRow extends RowWords {
  /** A long trade gets smaller, never smaller than a fact, before it loses a word. */
  tradePx: number;
  /** Beside the trade, or on the line of the shift where a wide pay leaves no room. */
  employerOn: 'first' | 'last';
  /** Beside the trade instead of the employer, where the line of facts would cut it. */
  placeOn: 'first' | 'facts';
  /** With the places left, or on the line of the place where a long shift leaves no room. */
  settlementOn: 'state' | 'place';
  lost: Lost[];
}

type FitPlan = Pick<BoardPlan, 'rowLines' | 'textWidth' | 'type' | 'layout'>;

/** 岗位名 gives way first, then the place, then the employer; pay, distance, hours and counts never do. */
export function fitRow(row: BoardRow, plan: FitPlan, wording: Wording): FittedRow {
  const { employer, ...words } = wordRow(row, wording);
  if (plan.layout === 'led') return fitLed(row, words, plan);
  const whole = fitFirst(row, words, plan);
  const lines = linesOf(words, plan, whole.beside);
  if (!lines.lost.includes('PLACE')) return together(words, employer, { plan, first: whole, lines });
  // 岗位名 first: what stands in its brackets makes room for the place.
  const bare = fitFirst({ trade: row.trade }, words, plan);
  const again = linesOf(words, plan, bare.beside);
  return together(words, employer, again.lost.includes('PLACE') ? { plan, first: whole, lines } : { plan, first: bare, lines: again });
}

const linesOf = (words: RowWords, plan: FitPlan, beside: number): Lines =>
  plan.rowLines === 2 ? fitTwo(words, plan, beside) : fitThree(words, plan);

function together(
  words: RowWords,
  employer: string | undefined,
  { plan, first: { beside, lost, ...first }, lines }: { plan: FitPlan; first: ReturnType<typeof fitFirst>; lines: Lines },
): FittedRow {
  const named = lines.placeOn === 'first' || employer === undefined ? {} : nameEmployer(employer, { ...words, ...lines }, plan, beside);
  return { ...words, employerOn: 'first', ...first, ...lines, ...named, lost: [...lost, ...lines.lost] };
}

/** Yellow figure, thin gap, unit. */
export const payWidth = (pay: PayWords, type: { pay: number; unit: number }) =>
  textWidthEm(pay.amount) * type.pay + (pay.unit ? (textWidthEm(pay.unit) + 0.2) * type.unit : 0);

/** Trade and pay, and what stays beside them, in pixels. */
function fitFirst(row: Pick<BoardRow, 'trade' | 'title'>, words: RowWords, { type, textWidth }: FitPlan) {
  const roomBeside = (pay: PayWords) => textWidth - payWidth(pay, type) - type.fact * 0.6;
  const usual = shortenTrade(row, roomBeside(words.pay) / type.trade);
  if (!isCut(usual)) {
    const beside = roomBeside(words.pay) - textWidthEm(usual) * type.trade - type.employer * 0.6;
    return { trade: usual, tradePx: type.trade, pay: words.pay, beside, lost: [] as Lost[] };
  }
  // 6000–7500 /month, where the currency's name takes the trade's room.
  const isTight = isCut(shortenTrade(row, roomBeside(words.pay) / type.fact));
  const pay = isTight ? { ...words.pay, unit: words.pay.unit.replace(/^yuan/u, '') } : words.pay;
  const room = roomBeside(pay);
  const trade = shortenTrade(row, room / type.fact);
  const tradePx = Math.max(type.fact, Math.min(type.trade, Math.floor(room / Math.max(textWidthEm(trade), 1))));
  const lost: Lost[] = [...(isCut(trade) ? ['TRADE' as const] : []), ...(payWidth(pay, type) > textWidth ? ['PAY' as const] : [])];
  return { trade, tradePx, pay, beside: room - textWidthEm(trade) * tradePx - type.employer * 0.6, lost };
}

type Lines = Pick<FittedRow, 'place' | 'shift' | 'placeOn' | 'settlementOn' | 'lost'>;

const stateEm = (words: Pick<RowWords, 'settlement' | 'places'>) =>
  textWidthEm([words.settlement, words.places].filter(Boolean).join(' ')) + 0.3;
const distanceEm = (words: Pick<RowWords, 'distance'>) => (words.distance === undefined ? 0 : textWidthEm(words.distance) + separatorEm);

/** Place, distance and shift at the left, settlement and places left at the right of one line. */
function fitTwo(words: RowWords, { textWidth, type }: FitPlan, beside: number): Lines {
  const line = textWidth / type.fact;
  const roomBeside = (shift: string) => line - distanceEm(words) - textWidthEm(shift) - separatorEm - stateEm(words) - 0.8;
  const shift = roomBeside(words.shift) < 3 ? shorterShift(words.shift) : words.shift;
  const room = roomBeside(shift);
  const place = shortenPlace(words.place, room);
  const found = { shift, placeOn: 'facts' as const, settlementOn: 'state' as const };
  if (!isCut(place) && room > 0) return { ...found, place, lost: [] };
  const above = shortenPlace(words.place, beside / type.fact);
  // Without its place the line must still hold the rest.
  const isTooWide = room + separatorEm < 0;
  const lost: Lost[] = isTooWide ? ['SHIFT'] : [];
  if (!isCut(above) && above !== '') return { ...found, place: above, placeOn: 'first', lost };
  return { ...found, place, lost: [...lost, 'PLACE'] };
}

/** Place and distance on one line, shift, settlement and places left on the next. */
function fitThree(words: RowWords, { textWidth, type }: FitPlan): Lines {
  const line = textWidth / type.fact;
  const fits = (shift: string, right: number) => textWidthEm(shift) + right + 0.6 <= line;
  const settlement = words.settlement === undefined ? 0 : textWidthEm(words.settlement) + 0.8;
  const alone = stateEm({ ...(words.places === undefined ? {} : { places: words.places }) });
  const onState = fits(words.shift, stateEm(words));
  const shift = onState || fits(words.shift, alone) ? words.shift : shorterShift(words.shift);
  const place = shortenPlace(words.place, line - distanceEm(words) - (onState ? 0 : settlement));
  const lost: Lost[] = [...(isCut(place) ? ['PLACE' as const] : []), ...(onState || fits(shift, alone) ? [] : ['SHIFT' as const])];
  return { place, shift, placeOn: 'facts', settlementOn: onState ? 'state' : 'place', lost };
}

/** That 22:00–6:00 ends on the next day goes without saying. */
const shorterShift = (shift: string) => shift.replace(/次日 |next day /u, '');

function nameEmployer(named: string, words: RowWords & Lines, { rowLines, textWidth, type }: FitPlan, beside: number) {
  const first = shortenEmployer(named, beside / type.employer);
  if (first !== undefined) return { employer: first };
  if (rowLines === 2 || words.settlementOn === 'place') return {};
  const room = textWidth / type.fact - textWidthEm(words.shift) - separatorEm - stateEm(words) - 0.6;
  const last = shortenEmployer(named, (room * type.fact) / type.employer);
  return last === undefined ? {} : { employer: last, employerOn: 'last' as const };
}

/** One job fills the glass: each fact has a line of its own. */
function fitLed(row: BoardRow, words: RowWords, { textWidth, type }: FitPlan): FittedRow {
  const usual = shortenTrade(row, textWidth / type.trade);
  const trade = isCut(usual) ? shortenTrade(row, textWidth / type.fact) : usual;
  const tradePx = isCut(usual) ? Math.max(type.fact, Math.min(type.trade, Math.floor(textWidth / textWidthEm(trade)))) : type.trade;
  const place = shortenPlace(words.place, textWidth / type.fact);
  const shift = textWidthEm(words.shift) * type.fact > textWidth ? shorterShift(words.shift) : words.shift;
  const lost: Lost[] = [];
  if (isCut(trade)) lost.push('TRADE');
  if (isCut(place)) lost.push('PLACE');
  if (textWidthEm(shift) * type.fact > textWidth) lost.push('SHIFT');
  if (payWidth(words.pay, { pay: type.fact, unit: type.unit }) > textWidth) lost.push('PAY');
  return { ...words, trade, tradePx, place, shift, employerOn: 'first', placeOn: 'facts', settlementOn: 'state', lost };
}
