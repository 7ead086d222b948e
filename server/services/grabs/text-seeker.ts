import { and, eq, isNull } from 'drizzle-orm';
import { grabs, seekers } from '../../db/schema/grabs.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import type { GrabState } from '../../domain/grab/state.ts';
import type { GrabText } from '../../domain/seeker/grab-text.ts';
import { findStation, stationFor } from '../browse/station-of.ts';
import type { Context } from '../context.ts';
import { SmsFailure } from '../sms/port.ts';
import type { GrabRow } from './change-grab.ts';

export type GrabFact = GrabText['fact'];

/** What must still be so when the text goes out: old news is not texted. */
const stateOf = { promoted: 'grabbed', confirmed: 'confirmed' } as const satisfies Record<GrabFact, GrabState>;
const markOf = { promoted: 'promotedTextAt', confirmed: 'confirmedTextAt' } as const;

/**
 * Texts a person what has become of their grab, once a fact: marked before it is handed to the carrier, and unmarked only when it was certainly
 * not sent. A process that dies in between leaves a text unsent rather than sent twice; the page says the same anyhow.
 * @throws SmsFailure when it may be tried again
 */
export async function textSeeker(ctx: Context, { grabId, fact }: { grabId: string; fact: GrabFact }): Promise<void> {
  if (!ctx.sms.tells(fact)) return;
  const [found] = await ctx.db
    .select({ grab: grabs, phoneSealed: seekers.phoneSealed, number: postings.number, facts: postingVersions.facts })
    .from(grabs)
    .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
    .innerJoin(postings, eq(postings.id, grabs.postingId))
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
    .where(eq(grabs.id, grabId));
  if (!found || found.phoneSealed === null || found.number === null || found.grab.state !== stateOf[fact]) return;
  const station = (await findStation(ctx.db, found.grab.stationId)) ?? (await stationFor(ctx.db, found.grab.postingId));
  if (!station || !(await mark(ctx, grabId, fact))) return;
  const job = { number: found.number, trade: found.facts.trade, stationPhone: station.phone };
  try {
    await ctx.sms.send({ phone: ctx.vault.open(found.phoneSealed), template: 'grab', text: textOf(fact, job, found.grab) });
  } catch (error) {
    if (!(error instanceof SmsFailure)) throw error;
    if (!error.unsent) {
      ctx.log.warn({ grabId, fact, reason: error.reason }, 'whether a person was texted is not known');
      return;
    }
    await ctx.db
      .update(grabs)
      .set({ [markOf[fact]]: null })
      .where(eq(grabs.id, grabId));
    throw error;
  }
}

/** @returns whether this call is the one that tells it */
async function mark(ctx: Context, grabId: string, fact: GrabFact): Promise<boolean> {
  const marked = await ctx.db
    .update(grabs)
    .set({ [markOf[fact]]: ctx.clock.now() })
    .where(and(eq(grabs.id, grabId), isNull(grabs[markOf[fact]])))
    .returning({ id: grabs.id });
  return marked.length > 0;
}

function textOf(fact: GrabFact, job: Omit<Extract<GrabText, { fact: 'promoted' }>, 'fact'>, { arrival }: GrabRow): GrabText {
  if (fact === 'promoted') return { fact, ...job };
  const { when, place, contact } = arrival ?? {};
  return { fact, ...job, ...(when ? { when } : {}), ...(place ? { place } : {}), ...(contact ? { contact } : {}) };
}
