import { asc, desc, eq } from 'drizzle-orm';
import type { MinimumWage, MinimumWageForStaff } from '../../contract/desk.ts';
import { minimumWages } from '../../db/schema/org.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';

/** 最低工资, each with its source and the day it came into force. Without one for a region, pay is compared with nothing. */
export async function listWages(ctx: Context): Promise<MinimumWageForStaff[]> {
  const rows = await ctx.db
    .select()
    .from(minimumWages)
    .orderBy(asc(minimumWages.regionCode), asc(minimumWages.unit), desc(minimumWages.inForceFrom));
  return rows.map(({ id, regionCode, unit, yuan, source, inForceFrom, editedAt }) => ({
    id,
    regionCode,
    unit,
    yuan,
    source,
    inForceFrom,
    editedAt: editedAt.toString(),
  }));
}

export async function saveWage(ctx: Context, actor: Actor, input: MinimumWage, wageId?: string): Promise<{ id: string }> {
  return await ctx.db.transaction(async (tx) => {
    requireIn(actor, 'admin', await regionPath(tx, input.regionCode));
    const edit = { ...input, editedBy: personOf(actor), editedAt: ctx.clock.now() };
    if (wageId === undefined) {
      const id = ctx.random.id();
      await tx.insert(minimumWages).values({ id, ...edit });
      await record(tx, ctx, actor, { area: 'settings', action: 'wage.entered', subject: id, after: input });
      return { id };
    }
    const [before] = await tx.select().from(minimumWages).where(eq(minimumWages.id, wageId)).for('update');
    if (!before) throw new Refusal('NOT_FOUND');
    requireIn(actor, 'admin', await regionPath(tx, before.regionCode));
    await tx.update(minimumWages).set(edit).where(eq(minimumWages.id, wageId));
    await record(tx, ctx, actor, {
      area: 'settings',
      action: 'wage.edited',
      subject: wageId,
      before: { yuan: before.yuan, source: before.source, inForceFrom: before.inForceFrom },
      after: input,
    });
    return { id: wageId };
  });
}

export async function removeWage(ctx: Context, actor: Actor, wageId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(minimumWages).where(eq(minimumWages.id, wageId)).for('update');
    if (!before) throw new Refusal('NOT_FOUND');
    requireIn(actor, 'admin', await regionPath(tx, before.regionCode));
    await tx.delete(minimumWages).where(eq(minimumWages.id, wageId));
    await record(tx, ctx, actor, {
      area: 'settings',
      action: 'wage.removed',
      subject: wageId,
      before: { yuan: before.yuan, source: before.source, inForceFrom: before.inForceFrom },
    });
  });
}
