const digits: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  壹: 1,
  二: 2,
  贰: 2,
  两: 2,
  俩: 2,
  三: 3,
  叁: 3,
  仨: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
};
const places: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };

/** The characters a number is written with, for use inside a pattern. */
export const chineseDigits = '零〇一壹二贰两俩三叁仨四肆五伍六陆七柒八捌九玖十拾百佰千仟万';

/**
 * 十五 → 15, 两千三 → 2300 (the last digit takes the place below), 一万二 → 12000.
 * Undefined when the text is anything else.
 */
export function readChineseNumber(text: string): number | undefined {
  if (text.length === 0) return undefined;
  const [head, tail, ...more] = text.split('万');
  if (more.length > 0 || head === undefined) return undefined;
  if (tail === undefined) return belowTenThousand(head);
  const high = belowTenThousand(head);
  if (high === undefined) return undefined;
  if (tail === '') return high * 10_000;
  const short = tail.length === 1 ? digits[tail] : undefined;
  if (short !== undefined) return high * 10_000 + short * 1000;
  const low = belowTenThousand(tail);
  return low === undefined ? undefined : high * 10_000 + low;
}

function belowTenThousand(text: string): number | undefined {
  let sum = 0;
  let digit: number | undefined;
  let lastPlace = 0;
  for (const char of text) {
    const value = digits[char];
    const place = places[char];
    if (value !== undefined) {
      if (digit !== undefined && digit !== 0) return undefined;
      digit = value;
    } else if (place !== undefined) {
      sum += (digit ?? 1) * place;
      lastPlace = place;
      digit = undefined;
    } else {
      return undefined;
    }
  }
  if (digit === undefined) return text.length > 0 ? sum : undefined;
  const afterZero = text.at(-2) === '零' || text.at(-2) === '〇';
  return sum + (lastPlace >= 100 && !afterZero ? (digit * lastPlace) / 10 : digit);
}
