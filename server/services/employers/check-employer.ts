import { and, eq } from 'drizzle-orm';
import type { CheckEmployer, CreateEmployer } from '../../contract/desk.ts';
import type { Tx } from '../../db/database.ts';
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
import type { EmployerRow } from './employer-of.ts';

/**
 * Enters an employer before any posting names it, or says of an unchecked one what it is. What somebody has looked at is changed by looking
 * again, not by typing its name.
 * @throws Refusal EMPLOYER_CHECKED, CREDIT_CODE_INVALID, NOT_ALLOWED, REGION_UNKNOWN
 */
export async function createEmployer(ctx: Context, actor: Actor, input: CreateEmployer): Promise<{ id: string }> {
  const creditCode = readCreditCode(input.creditCode);
  return await ctx.db.transaction(async (tx) => {
    requireIn(actor, 'clerk', await regionPath(tx, input.regionCode));
    const { name, kind, regionCode } = input;
    const said = { kind, ...(creditCode === undefined ? {} : { creditCode }) };
    const [made] = await tx
      .insert(employers)
      .values({ id: ctx.random.id(), name, regionCode, createdAt: ctx.clock.now(), ...said })
      .onConflictDoNothing({ target: [employers.regionCode, employers.name] })
      .returning({ id: employers.id });
    const before = made ? undefined : await holdNamesake(tx, input, creditCode);
    const id = made?.id ?? before?.id;
    if (id === undefined) throw new Error('the employer was not stored');
    if (before?.checkedAt === null) await tx.update(employers).set(said).where(eq(employers.id, id));
    await record(tx, ctx, actor, {
      area: 'employers',
      action: 'employer.entered',
      subject: id,
      ...(before ? { before: { kind: before.kind, creditCode: before.creditCode } } : {}),
      // A householder's name is a person's.
      after: { ...(kind === 'organisation' ? { name } : {}), ...said },
    });
    return { id };
  });
}

/** The employer of this name that is known already. @throws Refusal EMPLOYER_CHECKED where the check says something else */
async function holdNamesake(
  tx: Tx,
  { regionCode, name, kind }: CreateEmployer,
  creditCode: string | undefined,
): Promise<EmployerRow | undefined> {
  const [known] = await tx
    .select()
    .from(employers)
    .where(and(eq(employers.regionCode, regionCode), eq(employers.name, name)))
    .for('update');
  if (!known || known.checkedAt === null) return known;
  if (known.kind !== kind || (creditCode !== undefined && creditCode !== known.creditCode)) throw new Refusal('EMPLOYER_CHECKED', { name });
  return known;
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
