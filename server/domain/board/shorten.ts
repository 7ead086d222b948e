import { textWidthEm } from './text-width.ts';

/**
 * 缩短: what doesn't fit loses meaning in the order in which readers can spare it, and no number is ever cut through: a wrong
 * house number sends somebody to a wrong door.
 */

const ellipsis = '…';

/** Whether nothing shorter that means the same was left. */
export const isCut = (text: string) => text === '' || text.endsWith(ellipsis);

const fits = (text: string, mostEm: number) => textWidthEm(text) <= mostEm;

/** The first wording that fits; the last resort is the shortest one, cut. */
function firstThatFits(wordings: readonly string[], mostEm: number): string {
  const found = wordings.find((wording) => wording !== '' && fits(wording, mostEm));
  return found ?? cut(wordings.at(-1) ?? '', mostEm);
}

/** Cuts between characters, and before a number rather than inside it. */
export function cut(text: string, mostEm: number): string {
  if (fits(text, mostEm)) return text;
  const room = mostEm - textWidthEm(ellipsis);
  let kept = '';
  let width = 0;
  for (const part of text.match(/\d+(?:[.:–-]\d+)*|[\s\S]/gu) ?? []) {
    width += textWidthEm(part);
    if (width > room) break;
    kept += part;
  }
  return kept === '' ? '' : kept.replace(/[\s·,，、(（]+$/u, '') + ellipsis;
}

const withoutBrackets = (text: string) => text.replace(/[（(【[][^）)】\]]*[）)】\]]/gu, '').trim();

/** The title as sent where it fits, else the trade that it was read as, else that one cut. */
export function shortenTrade(row: { trade: string; title?: string | undefined }, mostEm: number): string {
  const { trade, title } = row;
  const wordings = title?.includes(trade) ? [title, withoutBrackets(title), trade] : [trade];
  return firstThatFits([...wordings, withoutBrackets(trade)], mostEm);
}

/** Regions first (readers stand in them), then what hangs off a street number, then the number as a whole. */
export function shortenPlace(place: string, mostEm: number): string {
  const wordings = [place];
  const add = (next: string) => {
    if (next.length >= 2 && next !== wordings.at(-1)) wordings.push(next);
  };
  const from = () => wordings.at(-1) ?? place;
  add(withoutBrackets(from()));
  add(from().replace(/^.{2,8}?(?:省|自治区)/u, ''));
  add(from().replace(/^.{2,6}?市(?!场)/u, ''));
  add(from().replace(/^.{1,6}?(?:县城|县|区|旗)(?=.{2})/u, ''));
  add(from().replace(/^.{2,6}?(?:街道|镇|乡)(?=.{2})/u, ''));
  add(from().replace(/\s*\d+(?:[-–]\d+)*\s*(?:号楼|号门|号|栋|幢|室|楼|层|门)+.*$/u, ''));
  return firstThatFits(wordings, mostEm);
}

/** `undefined` where too little would be left to be recognised by. */
export function shortenEmployer(employer: string, mostEm: number): string | undefined {
  const bare = withoutBrackets(employer);
  const withoutForm = bare.replace(/(?:股份有限公司|有限责任公司|有限公司|个体工商户)$/u, '');
  const withoutKind = withoutForm.replace(/(?:服务|科技|贸易|管理)$/u, '');
  const wordings = [employer, bare, withoutForm, withoutKind].filter((wording) => wording.length >= 2);
  const found = wordings.find((wording) => fits(wording, mostEm));
  if (found !== undefined) return found;
  const short = cut(wordings.at(-1) ?? employer, mostEm);
  return textWidthEm(short) >= 4 ? short : undefined;
}
