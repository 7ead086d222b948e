/** WGS 84 degrees. GCJ-02 lives at a map provider's edge only. */
export interface Position {
  lat: number;
  lon: number;
}

/** IUGG mean radius. */
const earthRadiusM = 6_371_008.8;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in metres (haversine; under 0.5 % off the ellipsoid, far below what a wall says). */
export function distanceM(from: Position, to: Position): number {
  const dLat = radians(to.lat - from.lat);
  const dLon = radians(to.lon - from.lon);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)));
}

export const distanceKm = (from: Position, to: Position) => distanceM(from, to) / 1000;

/** A job farther from its station than this was probably pinned wrongly: warn, don't refuse. */
export const farFromStationM = 100_000;

/**
 * Columns as they are stored: either both or neither. A place without coordinates has no distance, and none is made up.
 */
export function distanceBetween(
  from: { lat: number | null; lon: number | null },
  to: { lat: number | null; lon: number | null },
): number | null {
  if (from.lat === null || from.lon === null || to.lat === null || to.lon === null) return null;
  return distanceM({ lat: from.lat, lon: from.lon }, { lat: to.lat, lon: to.lon });
}
