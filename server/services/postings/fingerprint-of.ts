import type { PostingFacts } from '../../domain/posting/facts.ts';
import { fingerprintText } from '../../domain/posting/fingerprint.ts';
import type { Context } from '../context.ts';

/** Keyed, because the text holds phone numbers and eleven digits are soon tried through. */
export const fingerprintOf = (ctx: Pick<Context, 'vault'>, facts: PostingFacts): string => ctx.vault.fingerprint(fingerprintText(facts));
