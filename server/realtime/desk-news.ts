import { eq } from 'drizzle-orm';
import { relayedEvent } from '../contract/events.ts';
import { regions } from '../db/schema/org.ts';
import { postings } from '../db/schema/postings.ts';
import type { Unsubscribe } from '../services/bus.ts';
import type { Context } from '../services/context.ts';
import type { Hub } from './hub.ts';

/** Everything in a region's subtree is told on the topic of each region above it: a desk listens where its grant begins. */
export const deskTopic = (path: string): string => `desk:${path}`;
export const everyDesk = 'desk:*';

/** What changes reaches the studios that may see it, as a hint: each asks for its own list again. Ids only, nothing personal. */
export function tellDesks(ctx: Context, hub: Hub): Promise<Unsubscribe> {
  return ctx.bus.subscribe('event.*', (message) => {
    const parsed = relayedEvent.safeParse(message);
    // Of a newer release, told on the same Redis while both run: not ours to know, and no reason to fall.
    if (!parsed.success) return;
    const { event } = parsed.data;
    if (event.type === 'desk.changed') void tell(ctx, hub, { regionCode: event.regionCode, what: event.what });
    else if (event.type === 'grab.changed') void tell(ctx, hub, { postingId: event.postingId, what: 'grabs' });
    else if (event.type === 'posting.counted') void tell(ctx, hub, { postingId: event.postingId, what: 'postings' });
    else if (event.type === 'episode.changed') hub.publish([everyDesk], 'desk', { what: 'live' });
  });
}

async function tell(ctx: Context, hub: Hub, change: { regionCode?: string; postingId?: string; what: string }): Promise<void> {
  try {
    const path = await pathOf(ctx, change);
    if (path === undefined) return;
    const codes = path.split('/').filter(Boolean);
    const above = codes.map((_, at) => deskTopic(`${codes.slice(0, at + 1).join('/')}/`));
    hub.publish([everyDesk, ...above], 'desk', change);
  } catch (error) {
    // A hint that can't be given is no reason to fail: lists are asked for again when the page is opened.
    ctx.log.warn({ err: error }, 'desks were not told of a change');
  }
}

async function pathOf(ctx: Context, { regionCode, postingId }: { regionCode?: string; postingId?: string }): Promise<string | undefined> {
  const found =
    regionCode === undefined
      ? await ctx.db
          .select({ path: regions.path })
          .from(postings)
          .innerJoin(regions, eq(regions.code, postings.regionCode))
          .where(eq(postings.id, postingId ?? ''))
      : await ctx.db.select({ path: regions.path }).from(regions).where(eq(regions.code, regionCode));
  return found[0]?.path;
}
