import type { PostingFacts } from './facts.ts';

/**
 * What two sendings of the same offer have in common, as one canonical text. Left out are what a repeat may change without
 * becoming another offer: how long it lasts, the day it starts, and the words it was sent in. It holds phone numbers: hash it with a key.
 */
export function fingerprintText(facts: PostingFacts): string {
  const { pay, shift, headcount } = facts;
  return JSON.stringify([
    squeeze(facts.trade),
    squeeze(facts.employer),
    facts.employerKind,
    [headcount.min, headcount.max],
    [pay.min ?? null, pay.max ?? null, pay.unit ?? null, pay.settlement ?? null, pay.negotiable, squeeze(pay.note)],
    [shift.kind, shift.start ?? null, shift.end ?? null, shift.hours ?? null, ...spokenShift(shift)],
    squeeze(facts.place),
    [...facts.phones].sort(),
    facts.requirements.map(squeeze).sort(),
    facts.benefits.map(squeeze).sort(),
    squeeze(facts.description),
    squeeze(facts.title),
  ]);
}

/**
 * Where neither an hour nor a day was understood, the sender's own words of it stand on the wall (domain/board/format.ts): other words
 * are another offer, or a repeat could put on the wall what nobody has read.
 */
export function spokenShift({ start, startsOn, nextDay, text }: PostingFacts['shift']): string[] {
  const words = start === undefined && startsOn === undefined ? squeeze(text) : '';
  return [...(nextDay ? ['next day'] : []), ...(words === '' ? [] : [words])];
}

/** Full and half width, spaces and case are how a sender types, not what is offered. */
export const squeeze = (text: string | undefined) => (text ?? '').normalize('NFKC').replace(/\s+/g, '').toLowerCase();
