import { sql } from 'drizzle-orm';
import { regions, stations } from '../../db/schema/org.ts';

/** `stationPath` (domain/access/station-path.ts) of the station and region that a query has joined. */
export const pathOfStation = sql<string>`(${regions.path} || '@' || ${stations.id} || '/')`;

/** The same where a place may also be a whole region, which stands at no station, or everywhere, which has no path. Both are left joins. */
export const pathOfPlace = sql<string | null>`coalesce(${pathOfStation}, ${regions.path})`;
