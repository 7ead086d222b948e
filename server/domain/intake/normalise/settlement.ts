import type { Settlement } from '../../posting/facts.ts';
import { fold } from '../text/clean-text.ts';

const settlementWords: [Settlement, RegExp][] = [
  ['on-completion', /干完(?:就|即)?结|做完(?:就|即)?结|完工(?:就|即)?结|完事(?:就|即)?结|次结|单结|工完账清|[一1]单[一1]结/],
  ['daily', /日结|天结|现结|当[天日](?:现)?结|天天结|每[天日]结/],
  ['weekly', /周结|每周结|一周一结/],
  ['monthly', /月结|每月\d{1,2}[号日](?:发|结)|月付/],
];

/** When the work is paid out: 日结, 周结, 月结, 干完就结 and their kin. */
export function readSettlement(text: string): Settlement | undefined {
  const plain = fold(text);
  return settlementWords.find(([, pattern]) => pattern.test(plain))?.[0];
}
