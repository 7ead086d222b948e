import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { grabs, seekers } from '../../db/schema/grabs.ts';
import { workWords } from '../../db/schema/work.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import { formatLastingShift } from '../../domain/board/format.ts';
import type { Context } from '../context.ts';
import type { HeldPosting } from '../postings/posting-row.ts';
import { readVersion } from '../postings/versions.ts';
import { Refusal } from '../refusal.ts';
import { timeZoneOf } from '../regions/region-of.ts';
import { changeGrab, type GrabRow, requireAnswering } from './change-grab.ts';

export type Arrival = NonNullable<GrabRow['arrival']>;

export interface GrabAnswer {
  grabId: string;
  answer: 'confirm' | 'decline';
  /** Where, when, whom to ask for, what to bring; what is left out is taken from the posting. */
  arrival?: Arrival | undefined;
  reason?: string | undefined;
}

/** The employer's or clerk's yes or no. @throws Refusal NOT_FOUND, NOT_ALLOWED, GRAB_STATE, GRAB_TWICE */
export function answerGrab(ctx: Context, actor: Actor, { grabId, answer, arrival, reason }: GrabAnswer): Promise<GrabRow> {
  return changeGrab(ctx, actor, {
    grabId,
    act: answer,
    reason,
    guard: async (grab, held, tx) => {
      requireAnswering(actor, held);
      if (answer === 'confirm' && grab.state === 'held') await requireOnePlace(tx, grab);
    },
    patch: async (_grab, held, tx) => ({
      answeredAt: ctx.clock.now(),
      answeredBy: nameOf(actor),
      ...(answer === 'confirm' ? { arrival: { ...(await arrivalOf(ctx, tx, held)), ...withoutBlanks(arrival) } } : {}),
    }),
  });
}

/** 上岗: the person has come and started, which is the employer's word of the day, too. @throws Refusal NOT_FOUND, NOT_ALLOWED, GRAB_STATE */
export function startGrab(ctx: Context, actor: Actor, grabId: string): Promise<GrabRow> {
  return changeGrab(ctx, actor, {
    grabId,
    act: 'start',
    guard: (_grab, held) => requireAnswering(actor, held),
    patch: async (grab, held, tx) => {
      const startedAt = ctx.clock.now();
      const day = startedAt
        .toZonedDateTimeISO(await timeZoneOf(tx, held.path))
        .toPlainDate()
        .toString();
      await tx
        .insert(workWords)
        .values({ grabId: grab.id, day, side: 'employer', saidBy: nameOf(actor), saidAt: startedAt })
        .onConflictDoNothing();
      return { startedAt };
    },
  });
}

/** One phone has one place: what somebody else held for it is not confirmed beside its owner's own. @throws Refusal GRAB_TWICE */
async function requireOnePlace(tx: Tx, grab: GrabRow): Promise<void> {
  const [holder] = await tx.select({ contactHash: seekers.contactHash }).from(seekers).where(eq(seekers.id, grab.seekerId));
  if (!holder?.contactHash) return;
  const [other] = await tx
    .select({ id: grabs.id })
    .from(grabs)
    .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
    .where(
      and(
        eq(grabs.postingId, grab.postingId),
        ne(grabs.id, grab.id),
        eq(seekers.contactHash, holder.contactHash),
        inArray(grabs.state, ['grabbed', 'confirmed', 'started']),
      ),
    )
    .limit(1);
  if (other) throw new Refusal('GRAB_TWICE');
}

/** What the posting itself says of coming there. */
async function arrivalOf(ctx: Context, tx: Tx, { posting }: HeldPosting): Promise<Arrival> {
  const { facts } = await readVersion(ctx, tx, posting.id, posting.approvedVersion ?? posting.version);
  return withoutBlanks({ place: facts.place, when: formatLastingShift(facts.shift), contact: facts.contact });
}

function withoutBlanks(arrival: { [Name in keyof Arrival]?: string | undefined } | undefined): Arrival {
  return Object.fromEntries(Object.entries(arrival ?? {}).filter(([, value]) => value !== undefined && value.trim() !== ''));
}
