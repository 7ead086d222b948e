import { and, asc, count, eq } from 'drizzle-orm';
import { type AddRestreamTarget, addRestreamTarget, type ChangeRestreamTarget, MOST_RESTREAM_TARGETS } from '../../contract/feeds.ts';
import type { Database, Tx } from '../../db/database.ts';
import { restreamTargets } from '../../db/schema/feeds.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { holdAsHost } from '../live/episode-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';

export type RestreamTargetRow = typeof restreamTargets.$inferSelect;

/** On the bus, to whichever process carries the picture: look again at what is wanted. */
export const restreamTopic = 'restream.changed';
export interface RestreamChanged {
  episodeId: string;
}

/** What the services can't know: how a platform's address is written. */
export interface RestreamRules {
  isAddress(url: string): boolean;
}

export function targetsOf(db: Database | Tx, episodeId: string): Promise<RestreamTargetRow[]> {
  return db.select().from(restreamTargets).where(eq(restreamTargets.episodeId, episodeId)).orderBy(asc(restreamTargets.position));
}

/** `••••` and as much of the key's end as tells two keys apart. */
export function keyHint(ctx: Pick<Context, 'vault'>, { keySealed }: RestreamTargetRow): string {
  const key = ctx.vault.open(keySealed);
  return `••••${key.length >= 12 ? key.slice(-3) : ''}`;
}

/** @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, RESTREAM_FULL, RESTREAM_ADDRESS */
export async function addTarget(
  ctx: Context,
  rules: RestreamRules,
  actor: Actor,
  input: AddRestreamTarget & { episodeId: string },
): Promise<string> {
  const { name, url, key, picture } = addRestreamTarget.parse(input);
  if (!rules.isAddress(url)) throw new Refusal('RESTREAM_ADDRESS');
  const { episodeId } = input;
  const id = ctx.random.id();
  await ctx.db.transaction(async (tx) => {
    await holdAsHost(tx, actor, episodeId);
    const [there] = await tx.select({ n: count() }).from(restreamTargets).where(eq(restreamTargets.episodeId, episodeId));
    const position = there?.n ?? 0;
    if (position >= MOST_RESTREAM_TARGETS) throw new Refusal('RESTREAM_FULL', { most: MOST_RESTREAM_TARGETS });
    await tx
      .insert(restreamTargets)
      .values({ id, episodeId, position, name, url, keySealed: ctx.vault.seal(key), picture, createdAt: ctx.clock.now() });
    await record(tx, ctx, actor, {
      area: 'live',
      action: 'restream.added',
      subject: episodeId,
      after: { targetId: id, name, url, picture },
    });
  });
  return id;
}

/** @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, RESTREAM_UNKNOWN, RESTREAM_ADDRESS */
export async function changeTarget(
  ctx: Context,
  rules: RestreamRules,
  actor: Actor,
  input: ChangeRestreamTarget & { episodeId: string; targetId: string },
): Promise<void> {
  const { name, url, key, picture } = input;
  if (!rules.isAddress(url)) throw new Refusal('RESTREAM_ADDRESS');
  await change(ctx, actor, input, async (tx, before) => {
    const keyNow = key === undefined ? {} : { keySealed: ctx.vault.seal(key) };
    await tx
      .update(restreamTargets)
      .set({ name, url, picture, ...keyNow })
      .where(eq(restreamTargets.id, before.id));
    const after = { name, url, picture, keyChanged: key !== undefined };
    await record(tx, ctx, actor, {
      area: 'live',
      action: 'restream.changed',
      subject: input.episodeId,
      before: { name: before.name, url: before.url, picture: before.picture },
      after,
    });
  });
}

/** On or off, also in the middle of the show. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, RESTREAM_UNKNOWN */
export async function switchTarget(ctx: Context, actor: Actor, input: { episodeId: string; targetId: string; on: boolean }): Promise<void> {
  await change(ctx, actor, input, async (tx, { id, wanted }) => {
    if (wanted === input.on) return;
    await tx.update(restreamTargets).set({ wanted: input.on }).where(eq(restreamTargets.id, id));
    await record(tx, ctx, actor, {
      area: 'live',
      action: input.on ? 'restream.started' : 'restream.stopped',
      subject: input.episodeId,
      after: { targetId: id },
    });
  });
}

/** @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, RESTREAM_UNKNOWN */
export async function removeTarget(ctx: Context, actor: Actor, input: { episodeId: string; targetId: string }): Promise<void> {
  await change(ctx, actor, input, async (tx, { id, name, url }) => {
    await tx.delete(restreamTargets).where(eq(restreamTargets.id, id));
    await record(tx, ctx, actor, {
      area: 'live',
      action: 'restream.removed',
      subject: input.episodeId,
      before: { targetId: id, name, url },
    });
  });
}

async function change(
  ctx: Context,
  actor: Actor,
  { episodeId, targetId }: { episodeId: string; targetId: string },
  act: (tx: Tx, before: RestreamTargetRow) => Promise<void>,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await holdAsHost(tx, actor, episodeId);
    const [before] = await tx
      .select()
      .from(restreamTargets)
      .where(and(eq(restreamTargets.id, targetId), eq(restreamTargets.episodeId, episodeId)));
    if (!before) throw new Refusal('RESTREAM_UNKNOWN');
    await act(tx, before);
  });
  await ctx.bus.publish(restreamTopic, { episodeId } satisfies RestreamChanged);
}
