import { sql } from 'drizzle-orm';
import { regions, stations } from '../../db/schema/org.ts';

/** `stationPath` (domain/access/station-path.ts) of the station and region that a query has joined. */
export const pathOfStation = sql<string>`(${regions.path} || '@' || ${stations.id} || '/')`;
