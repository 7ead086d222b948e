import { Temporal } from 'temporal-polyfill';
import type { PublicationRequest } from '../../contract/posting.ts';
import type { Tx } from '../../db/database.ts';
import { publications } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { regionPath, stationWithPath } from '../regions/region-of.ts';

/** Where a posting is to be shown. A clerk publishes where they are clerk. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN, STATION_UNKNOWN */
export async function addPublications(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  postingId: string,
  wanted: readonly PublicationRequest[],
): Promise<void> {
  const now = ctx.clock.now();
  for (const { target, startsAt, endsAt, priority } of wanted) {
    const path = target.kind === 'region' ? await regionPath(tx, target.regionCode) : (await stationWithPath(tx, target.stationId)).path;
    requireIn(actor, 'clerk', path);
    await tx.insert(publications).values({
      id: ctx.random.id(),
      postingId,
      stationId: target.kind === 'station' ? target.stationId : null,
      regionCode: target.kind === 'region' ? target.regionCode : null,
      startsAt: startsAt === undefined ? now : Temporal.Instant.from(startsAt),
      endsAt: endsAt === undefined ? null : Temporal.Instant.from(endsAt),
      priority,
      createdBy: personOf(actor),
      createdAt: now,
    });
  }
}
