import { eq } from 'drizzle-orm';
import type { SaveContent } from '../../contract/programme.ts';
import type { Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { contentAssets, contents } from '../../db/schema/programme.ts';
import type { Actor, StaffRole } from '../../domain/access/actor.ts';
import { mayApprove } from '../../domain/approval/two-people.ts';
import { assetOf, type ContentFacts } from '../../domain/programme/content.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf, writersOf } from '../postings/posting-row.ts';
import { requireReadableContent } from '../publications/notice-lint.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { findAsset } from './content-assets.ts';
import { tellContent } from './programme-told.ts';
import { regionOfTarget } from './targets.ts';

/** Enters a picture, a film or a notice: it waits for a second person. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN, CONTENT_FILE_MISSING, TARGET_UNKNOWN, CONTENT_TOO_LONG */
export async function createContent(ctx: Context, actor: Actor, { regionCode, facts }: SaveContent): Promise<{ id: string }> {
  await requireSeen(ctx, actor, facts);
  return await ctx.db.transaction(async (tx) => {
    const path = await regionPath(tx, regionCode);
    requireIn(actor, 'clerk', path);
    await requireSound(tx, facts, path);
    const id = ctx.random.id();
    const now = ctx.clock.now();
    await tx.insert(contents).values({
      id,
      regionCode,
      state: 'waiting',
      draft: facts,
      writers: writersOf(actor),
      createdBy: personOf(actor),
      createdAt: now,
      updatedAt: now,
    });
    await record(tx, ctx, actor, { area: 'programme', action: 'content.entered', subject: id, after: { version: 1, facts } });
    await announce(tx, ctx, { type: 'desk.changed', regionCode, what: 'contents' });
    return { id };
  });
}

/** Other words, or another file: what hangs stays until a second person has seen them. @throws Refusal CONTENT_CHANGED, CONTENT_STATE, … */
export async function changeContent(
  ctx: Context,
  actor: Actor,
  { contentId, version, facts }: { contentId: string; version: number; facts: ContentFacts },
): Promise<{ version: number }> {
  await requireSeen(ctx, actor, facts);
  return await ctx.db.transaction(async (tx) => {
    const { content, path } = await holdContent(tx, actor, 'clerk', contentId);
    requireVersion(content.version, version);
    if (facts.kind !== content.draft.kind) throw new Refusal('CONTENT_STATE', { state: content.draft.kind });
    await requireSound(tx, facts, path);
    const since = content.version === content.approvedVersion ? [] : content.writers;
    await tx
      .update(contents)
      .set({
        draft: facts,
        version: version + 1,
        state: 'waiting',
        writers: [...new Set([...since, ...writersOf(actor)])],
        rejectedReason: null,
        // Withdrawn is withdrawn: what hung before comes back only by being approved again.
        ...(content.state === 'withdrawn' ? { approved: null, approvedVersion: null } : {}),
        updatedAt: ctx.clock.now(),
      })
      .where(eq(contents.id, contentId));
    await record(tx, ctx, actor, {
      area: 'programme',
      action: 'content.changed',
      subject: contentId,
      before: { version, facts: content.draft },
      after: { version: version + 1, facts },
    });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: content.regionCode, what: 'contents' });
    return { version: version + 1 };
  });
}

/** The second person puts it before the public. @throws Refusal CONTENT_SAME_PERSON, CONTENT_STATE, CONTENT_CHANGED, CONTENT_TOO_LONG, NOT_ALLOWED */
export async function approveContent(ctx: Context, actor: Actor, input: { contentId: string; version: number }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { content, path } = await holdWaiting(tx, actor, input);
    if (!mayApprove(personOf(actor), content.writers)) throw new Refusal('CONTENT_SAME_PERSON');
    // Since it was written, glass may have been hung or moved.
    await requireReadableContent(tx, path, content.draft);
    const now = ctx.clock.now();
    await tx
      .update(contents)
      .set({
        state: 'approved',
        approved: content.draft,
        approvedVersion: content.version,
        approvedBy: personOf(actor),
        approvedAt: now,
        updatedAt: now,
      })
      .where(eq(contents.id, content.id));
    await record(tx, ctx, actor, {
      area: 'programme',
      action: 'content.approved',
      subject: content.id,
      after: { version: content.version, writers: content.writers },
    });
    await tellContent(tx, ctx, content.id);
    await announce(tx, ctx, { type: 'desk.changed', regionCode: content.regionCode, what: 'contents' });
  });
}

/** Sent back with a reason; what hung before stays. @throws Refusal CONTENT_STATE, CONTENT_CHANGED, NOT_ALLOWED */
export async function rejectContent(
  ctx: Context,
  actor: Actor,
  input: { contentId: string; version: number; reason: string },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { content } = await holdWaiting(tx, actor, input);
    await tx
      .update(contents)
      .set({ state: 'rejected', rejectedReason: input.reason, updatedAt: ctx.clock.now() })
      .where(eq(contents.id, content.id));
    await record(tx, ctx, actor, {
      area: 'programme',
      action: 'content.rejected',
      subject: content.id,
      after: { version: content.version, reason: input.reason },
    });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: content.regionCode, what: 'contents' });
  });
}

/** Off every glass; one person is enough to take something away. @throws Refusal CONTENT_STATE, CONTENT_NOT_FOUND, NOT_ALLOWED */
export async function withdrawContent(ctx: Context, actor: Actor, contentId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { content } = await holdContent(tx, actor, 'clerk', contentId);
    if (content.state === 'withdrawn') throw new Refusal('CONTENT_STATE', { state: content.state });
    await tx.update(contents).set({ state: 'withdrawn', updatedAt: ctx.clock.now() }).where(eq(contents.id, contentId));
    await record(tx, ctx, actor, { area: 'programme', action: 'content.withdrawn', subject: contentId, before: { state: content.state } });
    await tellContent(tx, ctx, contentId);
    await announce(tx, ctx, { type: 'desk.changed', regionCode: content.regionCode, what: 'contents' });
  });
}

async function holdContent(tx: Tx, actor: Actor, role: StaffRole, contentId: string) {
  const [found] = await tx
    .select({ content: contents, path: regions.path })
    .from(contents)
    .innerJoin(regions, eq(regions.code, contents.regionCode))
    .where(eq(contents.id, contentId))
    .for('update', { of: contents });
  if (!found) throw new Refusal('CONTENT_NOT_FOUND');
  requireIn(actor, role, found.path);
  return found;
}

async function holdWaiting(tx: Tx, actor: Actor, { contentId, version }: { contentId: string; version: number }) {
  const held = await holdContent(tx, actor, 'approver', contentId);
  requireVersion(held.content.version, version);
  if (held.content.state !== 'waiting') throw new Refusal('CONTENT_STATE', { state: held.content.state });
  return held;
}

function requireVersion(stored: number, seen: number): void {
  if (stored !== seen) throw new Refusal('CONTENT_CHANGED');
}

/** A file that was brought elsewhere is none here: to name it would be to see it. */
async function requireSeen(ctx: Context, actor: Actor, facts: ContentFacts): Promise<void> {
  const sha256 = assetOf(facts);
  if (sha256 !== undefined) await findAsset(ctx, actor, sha256);
}

/** Its file is here, of the kind that it says, whom it is meant for lies within its region, and can read it where it is to hang. */
async function requireSound(tx: Tx, facts: ContentFacts, path: string): Promise<void> {
  const sha256 = assetOf(facts);
  if (sha256 !== undefined) {
    const [asset] = await tx.select().from(contentAssets).where(eq(contentAssets.sha256, sha256)).for('share');
    if (!asset || (asset.durationMs === null) !== (facts.kind === 'picture')) throw new Refusal('CONTENT_FILE_MISSING');
  }
  for (const target of facts.targets) if (!(await regionOfTarget(tx, target)).path.startsWith(path)) throw new Refusal('TARGET_UNKNOWN');
  await requireReadableContent(tx, path, facts);
}
