import { and, eq } from 'drizzle-orm';
import type { WorkWordInput } from '../../contract/figures.ts';
import { grabs } from '../../db/schema/grabs.ts';
import { workWords } from '../../db/schema/work.ts';
import { type Actor, mayIn, nameOf } from '../../domain/access/actor.ts';
import { mayPutDown, type WorkSide } from '../../domain/figures/at-work.ts';
import type { Context } from '../context.ts';
import { requireAnswering } from '../grabs/change-grab.ts';
import { holdPosting } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { timeZoneOf } from '../regions/region-of.ts';

/**
 * 到岗: one side says that the person of this grab worked on a day, today unless another is named. The person for themselves; the employer or a clerk
 * for the employer, or a clerk for a person who told them so at the desk. Said twice it stands once.
 * @throws Refusal NOT_FOUND, NOT_ALLOWED, GRAB_STATE, WORK_DAY, WORK_SAME_HAND
 */
export async function putDownWork(ctx: Context, actor: Actor, grabId: string, { day, side }: WorkWordInput): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [found] = await tx.select({ postingId: grabs.postingId }).from(grabs).where(eq(grabs.id, grabId));
    if (!found) throw new Refusal('NOT_FOUND');
    const held = await holdPosting(tx, found.postingId);
    const [grab] = await tx.select().from(grabs).where(eq(grabs.id, grabId));
    if (!grab || (actor.kind === 'seeker' && grab.seekerId !== actor.seekerId)) throw new Refusal('NOT_FOUND');
    const said: WorkSide = actor.kind === 'seeker' ? 'person' : (side ?? 'employer');
    if (actor.kind !== 'seeker') requireAnswering(actor, held);
    // What the person said is for a clerk to write down, never for the employer.
    if (actor.kind !== 'seeker' && said === 'person' && !mayIn(actor, 'clerk', held.path)) throw new Refusal('NOT_ALLOWED');
    if (grab.state !== 'confirmed' && grab.state !== 'started') throw new Refusal('GRAB_STATE', { state: grab.state });
    const timeZone = await timeZoneOf(tx, held.path);
    const today = ctx.clock.now().toZonedDateTimeISO(timeZone).toPlainDate().toString();
    const worked = day ?? today;
    const others = await tx
      .select({ side: workWords.side, saidBy: workWords.saidBy })
      .from(workWords)
      .where(and(eq(workWords.grabId, grabId), eq(workWords.day, worked)));
    const since = grab.createdAt.toZonedDateTimeISO(timeZone).toPlainDate().toString();
    const refusal = mayPutDown({ side: said, by: nameOf(actor), day: worked, today, since, others });
    if (refusal) throw new Refusal(refusal);
    const put = await tx
      .insert(workWords)
      .values({ grabId, day: worked, side: said, saidBy: nameOf(actor), saidAt: ctx.clock.now() })
      .onConflictDoNothing()
      .returning({ day: workWords.day });
    if (put.length === 0) return;
    await record(tx, ctx, actor, { area: 'grabs', action: 'work.said', subject: grabId, after: { day: worked, side: said } });
  });
}
