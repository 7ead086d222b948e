import { and, asc, eq, ilike, isNull, or, type SQL, sql } from 'drizzle-orm';
import { mostChoices, type ScreenChoiceQuery, type ScreenChoices } from '../../contract/screen-list.ts';
import { among } from '../../db/among.ts';
import { screenTags } from '../../db/schema/fleet.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { inReach } from '../fleet/in-reach.ts';
import { pathOfStation } from '../regions/path-of-station.ts';

/** Screens that somebody may pick, so many that they can be looked through; every word that was typed stands in station, name or a tag. */
export async function screenChoices(ctx: Pick<Context, 'db'>, actor: Actor, query: ScreenChoiceQuery): Promise<ScreenChoices> {
  const words = query.q.split(/\s+/u).filter((word) => word !== '');
  const asked =
    query.ids !== undefined
      ? among(screens.id, query.ids)
      : and(
          query.revoked === '1' ? undefined : isNull(screens.revokedAt),
          query.station === undefined ? undefined : eq(screens.stationId, query.station),
          query.region === undefined
            ? undefined
            : sql`starts_with(${regions.path}, (select within.path from ${regions} as within where within.code = ${query.region}))`,
          ...words.map(holds),
        );
  const most = query.ids?.length ?? mostChoices;
  const rows = await ctx.db
    .select({
      id: screens.id,
      name: screens.name,
      station: { id: stations.id, name: stations.name, regionCode: stations.regionCode },
      widthPx: screens.widthPx,
      heightPx: screens.heightPx,
    })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(inReach(pathOfStation, reachOf(actor, 'clerk')), asked))
    .orderBy(asc(regions.path), asc(stations.name), asc(screens.name), asc(screens.id))
    .limit(most + 1);
  return { choices: rows.slice(0, most), more: rows.length > most };
}

function holds(word: string): SQL | undefined {
  const pattern = `%${word.replace(/[%_\\]/g, '\\$&')}%`;
  const tagged = sql`exists (select 1 from ${screenTags} where ${screenTags.screenId} = ${screens.id} and ${screenTags.tag} ilike ${pattern})`;
  return or(ilike(stations.name, pattern), ilike(screens.name, pattern), tagged);
}
