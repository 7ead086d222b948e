import { Refusal } from '../../services/refusal.ts';

/** An ICE session has an entity tag of its own (RFC 9725 §4.3): each restart makes another. */
export const etagOf = (sessionId: string, generation: number): string => `"${sessionId.slice(0, 8)}-${generation}"`;

/**
 * What a PATCH asks for, by its If-Match (RFC 9725 §4.3.1): `*` with new credentials restarts ICE; the tag of the ICE session at hand trickles
 * candidates into it. `*` with the credentials of this session is what old clients trickle with: nothing has to change for it.
 * @throws Refusal WHIP_NO_IF_MATCH, WHIP_OTHER_ETAG
 */
export function judgePatch(input: { ifMatch: string | undefined; etag: string; isSameIce: boolean }): 'trickle' | 'restart' {
  if (input.ifMatch === undefined) throw new Refusal('WHIP_NO_IF_MATCH');
  if (input.ifMatch.trim() === '*') return input.isSameIce ? 'trickle' : 'restart';
  const tags = input.ifMatch.split(',').map((tag) => tag.trim());
  // RFC 9110 §13.1.1: strong comparison; candidates of another ICE session are of no use to this one.
  if (!tags.includes(input.etag) || !input.isSameIce) throw new Refusal('WHIP_OTHER_ETAG');
  return 'trickle';
}
