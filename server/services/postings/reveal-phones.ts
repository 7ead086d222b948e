import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { holdAs } from './posting-row.ts';
import { readVersion } from './versions.ts';

/** The numbers of one posting, for the person who is about to ring. Each view is audited. */
export async function revealPhones(ctx: Context, actor: Actor, postingId: string): Promise<{ phones: string[] }> {
  return await ctx.db.transaction(async (tx) => {
    const { posting } = await holdAs(tx, actor, 'clerk', postingId);
    const { facts } = await readVersion(ctx, tx, postingId, posting.version);
    await record(tx, ctx, actor, { area: 'personal-data', action: 'phone.viewed', subject: postingId });
    return { phones: facts.phones };
  });
}
