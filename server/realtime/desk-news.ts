import { eq } from 'drizzle-orm';
import { regions } from '../db/schema/org.ts';
import { postings } from '../db/schema/postings.ts';
import type { Unsubscribe } from '../services/bus.ts';
import type { Context } from '../services/context.ts';
import { hearEvents } from './hear-events.ts';
import type { Hub } from './hub.ts';

/** Everything in a region's subtree is told on the topic of each region above it: a desk listens where its grant begins. */
export const deskTopic = (path: string): string => `desk:${path}`;
export const everyDesk = 'desk:*';
/** An employer with an account hears of their own postings alone. */
export const employerTopic = (employerId: string): string => `employer:${employerId}`;
/** Nothing is told on it: it ends the streams of one member of staff. */
export const staffTopic = (userId: string): string => `staff:${userId}`;

/** What changes reaches the studios that may see it, as a hint: each asks for its own list again. Ids only, nothing personal. */
export function tellDesks(ctx: Context, hub: Hub): Promise<Unsubscribe> {
  return hearEvents(ctx.bus, 'event.*', (event) => {
    if (event.type === 'desk.changed') void tell(ctx, hub, { regionCode: event.regionCode, what: event.what });
    else if (event.type === 'grab.changed') void tell(ctx, hub, { postingId: event.postingId, what: 'grabs' });
    else if (event.type === 'posting.counted') void tell(ctx, hub, { postingId: event.postingId, what: 'postings' });
    // Streams were given by what the person might do then; who comes back hears what they may now.
    else if (event.type === 'staff.changed') hub.end(staffTopic(event.userId));
    else if (event.type === 'episode.changed') hub.publish([everyDesk], 'desk', { what: 'live' });
  });
}

async function tell(ctx: Context, hub: Hub, change: { regionCode?: string; postingId?: string; what: string }): Promise<void> {
  try {
    const whose = await whoseDesk(ctx, change);
    if (!whose) return;
    const codes = whose.path.split('/').filter(Boolean);
    const above = codes.map((_, at) => deskTopic(`${codes.slice(0, at + 1).join('/')}/`));
    hub.publish([everyDesk, ...above, ...(whose.employerId === null ? [] : [employerTopic(whose.employerId)])], 'desk', change);
  } catch (error) {
    // A hint that can't be given is no reason to fail: lists are asked for again when the page is opened.
    ctx.log.warn({ err: error }, 'desks were not told of a change');
  }
}

async function whoseDesk(
  ctx: Context,
  { regionCode, postingId }: { regionCode?: string; postingId?: string },
): Promise<{ path: string; employerId: string | null } | undefined> {
  // What holds everywhere is of those whose desk is everywhere.
  if (regionCode === '') return { path: '', employerId: null };
  if (regionCode !== undefined) {
    const [region] = await ctx.db.select({ path: regions.path }).from(regions).where(eq(regions.code, regionCode));
    return region && { path: region.path, employerId: null };
  }
  const [posting] = await ctx.db
    .select({ path: regions.path, employerId: postings.employerId })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .where(eq(postings.id, postingId ?? ''));
  return posting;
}
