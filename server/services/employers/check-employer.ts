import { eq } from 'drizzle-orm';
import type { CheckEmployer, CreateEmployer } from '../../contract/desk.ts';
import { regions } from '../../db/schema/org.ts';
import { employers } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { isUscc, normaliseUscc } from '../../domain/uscc.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';

/** Enters an employer before any posting names it. */
export async function createEmployer(ctx: Context, actor: Actor, input: CreateEmployer): Promise<{ id: string }> {
  const creditCode = readCreditCode(input.creditCode);
  return await ctx.db.transaction(async (tx) => {
    requireIn(actor, 'clerk', await regionPath(tx, input.regionCode));
    const [made] = await tx
      .insert(employers)
      .values({
        id: ctx.random.id(),
        name: input.name,
        kind: input.kind,
        creditCode,
        regionCode: input.regionCode,
        createdAt: ctx.clock.now(),
      })
      .onConflictDoUpdate({ target: [employers.regionCode, employers.name], set: { kind: input.kind } })
      .returning({ id: employers.id });
    if (!made) throw new Error('the employer was not stored');
    await record(tx, ctx, actor, {
      area: 'employers',
      action: 'employer.entered',
      subject: made.id,
      // A householder's name is a person's.
      after: { ...(input.kind === 'organisation' ? { name: input.name } : {}), kind: input.kind },
    });
    return made;
  });
}

/**
 * Somebody has seen the licence, the identity card or the place. Once is enough; a second look replaces the first and both stand in the
 * audit chain.
 * @throws Refusal CREDIT_CODE_INVALID, NOT_ALLOWED, NOT_FOUND
 */
export async function checkEmployer(ctx: Context, actor: Actor, employerId: string, input: CheckEmployer): Promise<void> {
  const creditCode = readCreditCode(input.creditCode);
  await ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ employer: employers, path: regions.path })
      .from(employers)
      .innerJoin(regions, eq(regions.code, employers.regionCode))
      .where(eq(employers.id, employerId))
      .for('update', { of: employers });
    if (!found) throw new Refusal('NOT_FOUND');
    requireIn(actor, 'clerk', found.path);
    const checkedAt = ctx.clock.now();
    await tx
      .update(employers)
      .set({ checkedAt, checkedBy: personOf(actor), checkedHow: input.how, ...(creditCode === undefined ? {} : { creditCode }) })
      .where(eq(employers.id, employerId));
    await record(tx, ctx, actor, {
      area: 'employers',
      action: 'employer.checked',
      subject: employerId,
      before: { checkedHow: found.employer.checkedHow, creditCode: found.employer.creditCode },
      after: { checkedHow: input.how, creditCode },
    });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: found.employer.regionCode, what: 'approvals' });
  });
}

function readCreditCode(typed: string | undefined): string | undefined {
  if (typed === undefined || typed.trim() === '') return undefined;
  const code = normaliseUscc(typed);
  if (!isUscc(code)) throw new Refusal('CREDIT_CODE_INVALID');
  return code;
}
