/** What a text message says of a grab. What is unknown is left out. */
export type GrabText =
  | { fact: 'promoted'; number: number; trade: string; stationPhone: string }
  | { fact: 'confirmed'; number: number; trade: string; stationPhone: string; when?: string; place?: string; contact?: string };

/** One message has 70 characters; the carrier puts the sender's name in 【】 before ours. */
export const textCharacters = { message: 70, signature: 10 } as const;
const room = textCharacters.message - textCharacters.signature;
/** Below this a place or a time cut short says nothing. */
const leastPart = 6;

/**
 * What the person reads: first which job, and whom to ring; then when, where and whom to ask for, as far as one message goes. The rest stands on
 * the page of the grab.
 */
export function grabText(text: GrabText): string {
  const job = `${text.number}号${clip(text.trade, 10)}`;
  const ask = `。咨询${text.stationPhone}`;
  if (text.fact === 'promoted') return `您候补的${job}有名额了，已给您留好，请等电话或短信确认${ask}`;
  let said = `您抢的${job}已确认`;
  for (const [before, part] of [
    ['，', text.when],
    ['，到', text.place],
    ['，找', text.contact],
  ] as const) {
    const left = room - length(said) - length(ask) - before.length;
    if (part === undefined || (length(part) > left && left < leastPart)) continue;
    said += before + clip(part, left);
  }
  return said + ask;
}

const length = (text: string): number => text.length;

/** Counted in UTF-16 units, as carriers do. Neither a pair nor a number is cut in two: half a house number is a wrong door. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const part of text.match(/\d+(?:[.:–-]\d+)*|[\s\S]/gu) ?? []) {
    if (kept.length + part.length > most - 1) break;
    kept += part;
  }
  return `${kept}…`;
}
