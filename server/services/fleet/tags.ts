import { asc, count, eq, inArray, sql } from 'drizzle-orm';
import type { Retag } from '../../contract/fleet.ts';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { screenTags } from '../../db/schema/fleet.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { entryFor } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { pathOfStation } from '../regions/path-of-station.ts';
import { holdScreens } from './held-screens.ts';
import { inReach } from './in-reach.ts';

const mostTagsAScreen = 20;

/** Tags at the screens where this member of staff is clerk, with how many have each. */
export async function listTags(ctx: Context, actor: Actor): Promise<{ tag: string; screens: number }[]> {
  return ctx.db
    .select({ tag: screenTags.tag, screens: count() })
    .from(screenTags)
    .innerJoin(screens, eq(screens.id, screenTags.screenId))
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(inReach(pathOfStation, reachOf(actor, 'clerk')))
    .groupBy(screenTags.tag)
    .orderBy(asc(screenTags.tag));
}

/** Gives tags to screens and takes others away; doing it twice changes nothing more. @throws Refusal NOT_FOUND, NOT_ALLOWED, TOO_MANY_TAGS */
export async function retagScreens(ctx: Context, actor: Actor, { screenIds, add, remove }: Retag): Promise<{ changed: number }> {
  return ctx.db.transaction(async (tx) => {
    const ids = (await holdScreens(tx, actor, 'clerk', screenIds)).map(({ screen }) => screen.id);
    const left =
      remove.length === 0
        ? []
        : await tx
            .delete(screenTags)
            .where(sql`${among(screenTags.screenId, ids)} and ${inArray(screenTags.tag, remove)}`)
            .returning({ screenId: screenTags.screenId });
    const came = await addTags(tx, ids, add);
    const changed = [...new Set([...left, ...came].map(({ screenId }) => screenId))];
    if (changed.length === 0) return { changed: 0 };
    const after = { added: add, removed: remove };
    await announce(
      tx,
      ctx,
      ...changed.map((screenId) => ({ type: 'screen.changed' as const, screenId })),
      ...changed.map((subject) => entryFor(ctx, actor, { area: 'screens', action: 'screen.tagged', subject, after })),
    );
    return { changed: changed.length };
  });
}

async function addTags(tx: Tx, screenIds: string[], tags: string[]): Promise<{ screenId: string }[]> {
  if (tags.length === 0) return [];
  // Arrays, not rows of parameters: five thousand screens with ten tags would be more than the protocol's 65,535.
  const { rows } = await tx.execute<{ screenId: string }>(sql`
    insert into ${screenTags} (screen_id, tag)
    select screen.id, tag.tag from unnest(${sql.param(screenIds)}::text[]) as screen(id), unnest(${sql.param(tags)}::text[]) as tag(tag)
    on conflict do nothing returning screen_id as "screenId"`);
  const full = await tx
    .select({ tags: count() })
    .from(screenTags)
    .where(among(screenTags.screenId, screenIds))
    .groupBy(screenTags.screenId)
    .having(sql`count(*) > ${mostTagsAScreen}`)
    .limit(1);
  if (full.length > 0) throw new Refusal('TOO_MANY_TAGS', { most: mostTagsAScreen });
  return rows;
}
