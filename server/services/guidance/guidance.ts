import { eq } from 'drizzle-orm';
import type { GuidanceEntry, GuidanceForPublic, GuidanceForStaff } from '../../contract/guidance.ts';
import type { Database, Tx } from '../../db/database.ts';
import { guidance } from '../../db/schema/kiosk.ts';
import { regions } from '../../db/schema/org.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { builtInGuidance } from '../../domain/guidance/built-in.ts';
import { guidanceAt, withBuiltIn } from '../../domain/guidance/entry.ts';
import { ancestorCodes } from '../boards/load-boards.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';

/** What a station in this region says to those who stand in it: its own before the country's. */
export async function guidanceFor(ctx: Pick<Context, 'db'>, regionCode: string): Promise<GuidanceForPublic[]> {
  const [region] = await ctx.db.select({ path: regions.path }).from(regions).where(eq(regions.code, regionCode));
  const entries = withBuiltIn(builtInGuidance, await ctx.db.select().from(guidance));
  return guidanceAt(entries, ancestorCodes(region?.path ?? '')).map(
    ({ id, kind, title, body, titleEn, bodyEn, phone, source, sourceDate, checkedOn }) => ({
      id,
      kind,
      title,
      body,
      titleEn,
      bodyEn,
      phone,
      source,
      sourceDate,
      checkedOn,
    }),
  );
}

export async function listGuidance(ctx: Context): Promise<GuidanceForStaff[]> {
  const edited = await ctx.db.select().from(guidance);
  const entries = withBuiltIn(
    builtInGuidance,
    edited.map((row) => ({ ...row, editedAt: row.editedAt.toString() })),
  );
  return entries
    .map((entry) => ({
      id: entry.id,
      regionCode: entry.regionCode,
      kind: entry.kind,
      title: entry.title,
      body: entry.body,
      titleEn: entry.titleEn,
      bodyEn: entry.bodyEn,
      phone: entry.phone,
      source: entry.source,
      sourceDate: entry.sourceDate,
      checkedOn: entry.checkedOn,
      hidden: entry.hidden,
      place: entry.place,
      builtIn: !('editedAt' in entry),
      editedAt: 'editedAt' in entry ? entry.editedAt : null,
    }))
    .sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.place - b.place));
}

/**
 * @param id of an entry to change; one that came with the product is changed for this installation
 * @throws Refusal NOT_ALLOWED, NOT_FOUND, REGION_UNKNOWN
 */
export async function saveGuidance(ctx: Context, actor: Actor, input: GuidanceEntry, id?: string): Promise<{ id: string }> {
  return await ctx.db.transaction(async (tx) => {
    await requireFor(tx, actor, input.regionCode);
    const edit = { ...input, editedBy: personOf(actor), editedAt: ctx.clock.now() };
    if (id === undefined) {
      const made = ctx.random.id();
      await tx.insert(guidance).values({ id: made, ...edit });
      await record(tx, ctx, actor, { area: 'settings', action: 'guidance.entered', subject: made, after: input });
      return { id: made };
    }
    const [held] = await tx.select().from(guidance).where(eq(guidance.id, id)).for('update');
    const before = held ?? builtInGuidance.find((entry) => entry.id === id);
    if (before === undefined) throw new Refusal('NOT_FOUND');
    await requireFor(tx, actor, before.regionCode);
    await tx
      .insert(guidance)
      .values({ id, ...edit })
      .onConflictDoUpdate({ target: guidance.id, set: edit });
    const { kind, title, body, phone, source, sourceDate, hidden, regionCode } = before;
    await record(tx, ctx, actor, {
      area: 'settings',
      action: 'guidance.edited',
      subject: id,
      before: { kind, title, body, phone, source, sourceDate, hidden, regionCode },
      after: input,
    });
    return { id };
  });
}

/** One that came with the product is as it came again. @throws Refusal NOT_ALLOWED, NOT_FOUND */
export async function removeGuidance(ctx: Context, actor: Actor, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(guidance).where(eq(guidance.id, id)).for('update');
    if (before === undefined) throw new Refusal('NOT_FOUND');
    await requireFor(tx, actor, before.regionCode);
    await tx.delete(guidance).where(eq(guidance.id, id));
    await record(tx, ctx, actor, {
      area: 'settings',
      action: 'guidance.removed',
      subject: id,
      before: { kind: before.kind, title: before.title, source: before.source, regionCode: before.regionCode },
    });
  });
}

/** What holds everywhere is for an administrator of everywhere. */
async function requireFor(tx: Database | Tx, actor: Actor, regionCode: string | null): Promise<void> {
  requireIn(actor, 'admin', regionCode === null ? '' : await regionPath(tx, regionCode));
}
