/**
 * Where a station stands in the tree of grants: below its region and beside that region's own children. A grant for the region reaches it, since its path
 * begins with the region's; a grant for this path reaches this station, and nothing that belongs to the region as a whole.
 * @param regionPath as in db/schema/org.ts: `330000/330100/330102/`
 */
export const stationPath = (regionPath: string, stationId: string): string => `${regionPath}@${stationId}/`;

/** The station that a path is of; undefined where it is a region's. */
export const stationOfPath = (path: string): string | undefined => /@([^/]+)\/$/.exec(path)?.[1];

/** The region's part of a path. */
export const regionOfPath = (path: string): string => path.replace(/@[^/]+\/$/, '');
