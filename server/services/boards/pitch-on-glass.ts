import { eq, sql } from 'drizzle-orm';
import { episodes } from '../../db/schema/live.ts';
import { regions, stations } from '../../db/schema/org.ts';
import type { LiveOnGlass } from '../../domain/board/manifest.ts';
import type { Context } from '../context.ts';
import { loadShowsOnGlass, pitchAt } from './live-on-glass.ts';

export interface StationPitch {
  stationId: string;
  pitch: NonNullable<LiveOnGlass['pitch']> | null;
}

/** 讲解 as each station's screens show it: distance from there, and a code that says where it was scanned. */
export async function pitchesFor(ctx: Context, episodeId: string): Promise<StationPitch[]> {
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select({ station: stations, path: regions.path })
      .from(stations)
      .innerJoin(regions, eq(regions.code, stations.regionCode))
      .where(
        sql`starts_with(${regions.path}, (select show.path from ${episodes} join regions as show on show.code = ${episodes.regionCode} where ${eq(episodes.id, episodeId)}))`,
      );
    const reached = rows.map(({ station, path }) => ({ ...station, path }));
    const shows = await loadShowsOnGlass(tx, ctx, reached);
    const now = ctx.clock.now();
    return reached.map((station) => ({ stationId: station.id, pitch: pitchAt(shows, episodeId, station, now) ?? null }));
  });
}
