import { eq } from 'drizzle-orm';
import type { GuidanceEntry } from '../../contract/guidance.ts';
import type { Database, Tx } from '../../db/database.ts';
import { guidance } from '../../db/schema/kiosk.ts';
import type { Actor, StaffRole } from '../../domain/access/actor.ts';
import { mayApprove } from '../../domain/approval/two-people.ts';
import { builtInGuidance } from '../../domain/guidance/built-in.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf, writersOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { facts, type GuidanceRow } from './guidance.ts';

/**
 * Words for the kiosks: they wait for a second person, and what stands there stays meanwhile. Only hiding holds at once.
 * @param id of an entry to change; one that came with the product is changed for this installation
 * @throws Refusal NOT_ALLOWED, NOT_FOUND, REGION_UNKNOWN
 */
export async function saveGuidance(ctx: Context, actor: Actor, input: GuidanceEntry, id?: string): Promise<{ id: string }> {
  return await ctx.db.transaction(async (tx) => {
    await requireFor(tx, actor, 'admin', input.regionCode);
    return { id: await put(tx, ctx, actor, { input, id }) };
  });
}

/** Entered here, it is gone; what came with the product is put back as it came, once a second person agrees. @throws Refusal NOT_ALLOWED, NOT_FOUND */
export async function removeGuidance(ctx: Context, actor: Actor, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const before = await hold(tx, id);
    await requireFor(tx, actor, 'admin', before.regionCode);
    const asItCame = builtInOf(id);
    if (asItCame !== undefined) {
      await requireFor(tx, actor, 'admin', asItCame.regionCode);
      await put(tx, ctx, actor, { input: asItCame, id });
      return;
    }
    await tx.delete(guidance).where(eq(guidance.id, id));
    await record(tx, ctx, actor, {
      area: 'settings',
      action: 'guidance.removed',
      subject: id,
      before: { kind: before.kind, title: before.title, source: before.source, regionCode: before.regionCode },
    });
    await tellDesks(tx, ctx, before.regionCode);
  });
}

/** The second person puts it on the kiosks. @throws Refusal CONTENT_SAME_PERSON, CONTENT_STATE, CONTENT_CHANGED, NOT_FOUND, NOT_ALLOWED */
export async function approveGuidance(ctx: Context, actor: Actor, { id, version }: { id: string; version: number }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const row = await holdWaiting(tx, actor, { id, version });
    if (!mayApprove(personOf(actor), row.writers)) throw new Refusal('CONTENT_SAME_PERSON');
    const approved = entryOf(row);
    const asItCame = builtInOf(id);
    if (asItCame !== undefined && sameEntry(asItCame, approved)) await tx.delete(guidance).where(eq(guidance.id, id));
    else
      await tx
        .update(guidance)
        .set({ state: 'approved', approved, approvedVersion: version, approvedBy: personOf(actor), approvedAt: ctx.clock.now() })
        .where(eq(guidance.id, id));
    await record(tx, ctx, actor, {
      area: 'settings',
      action: 'guidance.approved',
      subject: id,
      after: { version, writers: row.writers, facts: approved },
    });
    await tellDesks(tx, ctx, row.regionCode);
  });
}

/** Sent back with a reason; what stood on the kiosks stays. @throws Refusal CONTENT_STATE, CONTENT_CHANGED, NOT_FOUND, NOT_ALLOWED */
export async function rejectGuidance(
  ctx: Context,
  actor: Actor,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const row = await holdWaiting(tx, actor, { id, version });
    await tx.update(guidance).set({ state: 'rejected', rejectedReason: reason }).where(eq(guidance.id, id));
    await record(tx, ctx, actor, { area: 'settings', action: 'guidance.rejected', subject: id, after: { version, reason } });
    await tellDesks(tx, ctx, row.regionCode);
  });
}

async function put(tx: Tx, ctx: Context, actor: Actor, { input, id }: { input: GuidanceEntry; id?: string | undefined }): Promise<string> {
  const now = ctx.clock.now();
  const by = personOf(actor);
  const [held] = id === undefined ? [] : await tx.select().from(guidance).where(eq(guidance.id, id)).for('update');
  const before = held ?? builtInOf(id);
  if (id !== undefined && before === undefined) throw new Refusal('NOT_FOUND');
  if (before !== undefined) await requireFor(tx, actor, 'admin', before.regionCode);
  const made = id ?? ctx.random.id();
  const since = held === undefined || held.version === held.approvedVersion ? [] : held.writers;
  const version = (held?.version ?? 0) + 1;
  const edit = {
    ...entryOf(input),
    ...{ version, rejectedReason: null, editedBy: by, editedAt: now },
    writers: [...new Set([...since, ...writersOf(actor)])],
    // Taking something away needs no second person; to be seen again it needs one.
    ...(input.hidden ? { state: 'approved' as const, approved: entryOf(input) } : { state: 'waiting' as const }),
  };
  await tx
    .insert(guidance)
    .values({ id: made, ...edit })
    .onConflictDoUpdate({ target: guidance.id, set: edit });
  await record(tx, ctx, actor, {
    area: 'settings',
    action: before === undefined ? 'guidance.entered' : input.hidden ? 'guidance.hidden' : 'guidance.edited',
    subject: made,
    ...(before === undefined ? {} : { before: { facts: entryOf(before) } }),
    after: { version, facts: entryOf(input) },
  });
  await tellDesks(tx, ctx, input.regionCode);
  return made;
}

async function hold(tx: Tx, id: string): Promise<GuidanceRow> {
  const [row] = await tx.select().from(guidance).where(eq(guidance.id, id)).for('update');
  if (row === undefined) throw new Refusal('NOT_FOUND');
  return row;
}

async function holdWaiting(tx: Tx, actor: Actor, { id, version }: { id: string; version: number }): Promise<GuidanceRow> {
  const row = await hold(tx, id);
  await requireFor(tx, actor, 'approver', row.regionCode);
  if (row.version !== version) throw new Refusal('CONTENT_CHANGED');
  if (row.state !== 'waiting') throw new Refusal('CONTENT_STATE', { state: row.state });
  return row;
}

const builtInOf = (id: string | undefined) => builtInGuidance.find((entry) => entry.id === id);

const entryOf = (entry: GuidanceEntry): GuidanceEntry => ({
  ...facts(entry),
  ...{ regionCode: entry.regionCode, hidden: entry.hidden, place: entry.place },
});

const sameEntry = (a: GuidanceEntry, b: GuidanceEntry) => JSON.stringify(entryOf(a)) === JSON.stringify(entryOf(b));

/** What holds everywhere is for those of everywhere. */
async function requireFor(tx: Database | Tx, actor: Actor, role: StaffRole, regionCode: string | null): Promise<void> {
  requireIn(actor, role, regionCode === null ? '' : await regionPath(tx, regionCode));
}

const tellDesks = (tx: Tx, ctx: Context, regionCode: string | null) =>
  announce(tx, ctx, { type: 'desk.changed', regionCode: regionCode ?? '', what: 'guidance' });
