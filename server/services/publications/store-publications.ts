import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { WhereShown } from '../../contract/events.ts';
import type { Tx } from '../../db/database.ts';
import { publications } from '../../db/schema/postings.ts';
import type { WantedPublication } from '../../domain/publication/reach.ts';
import type { Context } from '../context.ts';

type PublicationRow = typeof publications.$inferSelect;

/** Puts down where and when a posting is shown. Whether somebody may say so has been asked before. */
export async function addPublications(
  tx: Tx,
  ctx: Context,
  { postingId, wanted, by }: { postingId: string; wanted: readonly WantedPublication[]; by: string },
): Promise<void> {
  if (wanted.length === 0) return;
  const now = ctx.clock.now();
  await tx.insert(publications).values(
    wanted.map(({ target, startsAt, endsAt, priority }) => ({
      id: ctx.random.id(),
      postingId,
      stationId: target.kind === 'station' ? target.stationId : null,
      regionCode: target.kind === 'region' ? target.regionCode : null,
      startsAt: startsAt === undefined ? now : Temporal.Instant.from(startsAt),
      endsAt: endsAt === undefined ? null : Temporal.Instant.from(endsAt),
      priority,
      createdBy: by,
      createdAt: now,
    })),
  );
}

/** The same, instead of all that stood. @returns what stood */
export async function replacePublications(
  tx: Tx,
  ctx: Context,
  given: { postingId: string; wanted: readonly WantedPublication[]; by: string },
): Promise<PublicationRow[]> {
  const before = await tx.delete(publications).where(eq(publications.postingId, given.postingId)).returning();
  await addPublications(tx, ctx, given);
  return before;
}

export const placesOf = (shown: readonly PublicationRow[]): WhereShown => ({
  stationIds: shown.flatMap((one) => one.stationId ?? []),
  regionCodes: shown.flatMap((one) => one.regionCode ?? []),
});
