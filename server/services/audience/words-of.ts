import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { chatWords } from '../../db/schema/audience.ts';
import { regions } from '../../db/schema/org.ts';
import { type WordMatcher, wordMatcher } from '../../domain/audience/word-matcher.ts';
import type { Context } from '../context.ts';

/** On the bus: the list of some region has changed. */
export const wordsTopic = 'chat.words';
/** Where the bus has lost the news, a list is this old at most, ms. */
const oldestMs = 15_000;

interface Known {
  matcher: Promise<WordMatcher>;
  untilMs: number;
}
const matchers = new WeakMap<Database, Map<string, Known>>();

/** The words that count in a region: its own, and those of the regions above it. Built once for each list, not for each message. */
export function wordsOf(ctx: Context, regionPath: string): Promise<WordMatcher> {
  const known = knownOf(ctx);
  const nowMs = ctx.clock.now().epochMilliseconds;
  const found = known.get(regionPath);
  if (found && found.untilMs > nowMs) return found.matcher;
  const matcher = load(ctx, regionPath);
  known.set(regionPath, { matcher, untilMs: nowMs + oldestMs });
  matcher.catch(() => known.delete(regionPath));
  return matcher;
}

function knownOf(ctx: Context): Map<string, Known> {
  const known = matchers.get(ctx.db);
  if (known) return known;
  const made = new Map<string, Known>();
  matchers.set(ctx.db, made);
  ctx.bus
    .subscribe(wordsTopic, () => made.clear())
    .catch((error: unknown) => ctx.log.warn({ err: error }, 'changes of the word list are not heard'));
  return made;
}

async function load(ctx: Context, regionPath: string): Promise<WordMatcher> {
  const rows = await ctx.db
    .select({ word: chatWords.word, action: chatWords.action })
    .from(chatWords)
    .innerJoin(regions, eq(regions.code, chatWords.regionCode))
    .where(sql`${regionPath} like ${regions.path} || '%'`);
  return wordMatcher(rows);
}
