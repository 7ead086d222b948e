import { eq, gt } from 'drizzle-orm';
import { stations } from '#server/db/schema/org.ts';
import { postings } from '#server/db/schema/postings.ts';
import { outbox } from '#server/db/schema/records.ts';
import type { Context } from '#server/services/context.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { provenSeeker } from '#server/services/seekers/identity.ts';
import type { House } from '#tests/support/house.ts';
import { buildDesk, checkEveryEmployer, type Desk, porter, shangcheng } from './desk-world.ts';

/** A desk with a station, whose postings people grab. */
export interface PhoneWorld {
  ctx: Context;
  desk: Desk;
  stationId: string;
  /** An approved posting with this many places. */
  post(places: number, facts?: Parameters<typeof porter>[0]): Promise<string>;
  /** People whose phones are proved. */
  people(count: number): Promise<string[]>;
  place(postingId: string): Promise<{ placesLeft: number; placesTotal: number; status: string; waitingSeq: number }>;
  /** Events announced since the last call. */
  news(): Promise<{ type: string; payload: Record<string, unknown> }[]>;
}

export async function phoneWorld({ ctx }: House): Promise<PhoneWorld> {
  const desk = await buildDesk(ctx);
  const [station] = await ctx.db.select({ id: stations.id }).from(stations).where(eq(stations.regionCode, shangcheng));
  if (!station) throw new Error('the desk has no station');
  let heardTo = 0;
  let lastPhone = 13_900_000_000;
  let lastPosting = 13_800_000_000;

  return {
    ctx,
    desk,
    stationId: station.id,
    async post(places, facts = {}) {
      const made = await createPosting(ctx, desk.li, {
        regionCode: shangcheng,
        // Another number each time: the same words again would be the same posting, renewed.
        facts: porter({ headcount: { min: places, max: places, approximate: false }, phones: [String(++lastPosting)], ...facts }),
        submit: true,
      });
      await checkEveryEmployer(ctx, desk.wang);
      await approvePosting(ctx, desk.wang, { postingId: made.id, version: 1 });
      return made.id;
    },
    people: (count) =>
      ctx.db.transaction(async (tx) => {
        const ids: string[] = [];
        for (let index = 0; index < count; index++) ids.push((await provenSeeker(tx, ctx, { phone: String(++lastPhone) })).id);
        return ids;
      }),
    async place(postingId) {
      const [found] = await ctx.db.select().from(postings).where(eq(postings.id, postingId));
      if (!found) throw new Error('no such posting');
      return { placesLeft: found.placesLeft, placesTotal: found.placesTotal, status: found.status, waitingSeq: found.waitingSeq };
    },
    async news() {
      const fresh = await ctx.db.select().from(outbox).where(gt(outbox.id, heardTo)).orderBy(outbox.id);
      heardTo = fresh.at(-1)?.id ?? heardTo;
      return fresh.map((row) => ({ type: row.type, payload: row.payload as Record<string, unknown> }));
    },
  };
}
