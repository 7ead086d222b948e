import { asc, eq, sql } from 'drizzle-orm';
import type { AddWord, ListedWordOnWire } from '../../contract/audience.ts';
import { chatWords } from '../../db/schema/audience.ts';
import { regions } from '../../db/schema/org.ts';
import { type Actor, mayIn } from '../../domain/access/actor.ts';
import { skeleton } from '../../domain/audience/word-matcher.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { wordsTopic } from './words-of.ts';

const mostWords = 5_000;

/** 敏感词 that count in a region: its own and those of the regions above, which only those above may change. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN */
export async function listWords(ctx: Context, actor: Actor, regionCode: string): Promise<ListedWordOnWire[]> {
  const path = await regionPath(ctx.db, regionCode);
  if (!mayIn(actor, 'host', path)) requireIn(actor, 'approver', path);
  const rows = await ctx.db
    .select({ word: chatWords, regionName: regions.name, path: regions.path })
    .from(chatWords)
    .innerJoin(regions, eq(regions.code, chatWords.regionCode))
    .where(sql`${path} like ${regions.path} || '%'`)
    .orderBy(asc(chatWords.word))
    .limit(mostWords);
  return rows.map(({ word: { id, regionCode: where, word, action }, regionName, path: theirs }) => ({
    id,
    regionCode: where,
    regionName,
    word,
    action,
    mayRemove: mayIn(actor, 'approver', theirs),
  }));
}

/** One more; a word that is listed already gets this action. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN, CHAT_WORD_EMPTY */
export async function addWord(ctx: Context, actor: Actor, { regionCode, word, action }: AddWord): Promise<void> {
  requireIn(actor, 'approver', await regionPath(ctx.db, regionCode));
  const compared = skeleton(word);
  if (compared === '') throw new Refusal('CHAT_WORD_EMPTY');
  await ctx.db.transaction(async (tx) => {
    const id = ctx.random.id();
    await tx
      .insert(chatWords)
      .values({ id, regionCode, word, skeleton: compared, action, createdBy: personOf(actor), createdAt: ctx.clock.now() })
      .onConflictDoUpdate({ target: [chatWords.regionCode, chatWords.skeleton], set: { word, action } });
    await record(tx, ctx, actor, { area: 'chat', action: 'word.listed', subject: regionCode, after: { word, action } });
  });
  await ctx.bus.publish(wordsTopic, {});
}

/** @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function removeWord(ctx: Context, actor: Actor, wordId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ word: chatWords, path: regions.path })
      .from(chatWords)
      .innerJoin(regions, eq(regions.code, chatWords.regionCode))
      .where(eq(chatWords.id, wordId));
    if (!found) throw new Refusal('NOT_FOUND');
    requireIn(actor, 'approver', found.path);
    await tx.delete(chatWords).where(eq(chatWords.id, wordId));
    await record(tx, ctx, actor, {
      area: 'chat',
      action: 'word.unlisted',
      subject: found.word.regionCode,
      before: { word: found.word.word },
    });
  });
  await ctx.bus.publish(wordsTopic, {});
}
