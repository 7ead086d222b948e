export interface Position {
  lat: number;
  lon: number;
}

/**
 * "30.2908, 120.2129" or the map providers' "120.2129,30.2908": in China longitude is the larger of the two. Map providers speak GCJ-02;
 * inside it is WGS 84.
 */
export function readPosition(typed: string, gcj02: boolean): Position | undefined {
  const [first, second] = (typed.match(/-?\d{1,3}(?:\.\d+)?/g) ?? []).map(Number);
  if (first === undefined || second === undefined) return undefined;
  const position = Math.abs(first) > 70 && Math.abs(second) <= 70 ? { lat: second, lon: first } : { lat: first, lon: second };
  if (Math.abs(position.lat) > 90 || Math.abs(position.lon) > 180) return undefined;
  return gcj02 ? toWgs84(position) : position;
}

// Krasovsky 1940, the ellipsoid that the offset is published with.
const axisM = 6_378_245;
const eccentricity2 = 0.006_693_421_622_965_943;

/** The inverse by iteration: the offset changes by centimetres over its own length, so three rounds end below a metre. */
function toWgs84(position: Position): Position {
  let guess = position;
  for (let round = 0; round < 3; round += 1) {
    const shifted = toGcj02(guess);
    guess = { lat: guess.lat + position.lat - shifted.lat, lon: guess.lon + position.lon - shifted.lon };
  }
  return guess;
}

export function toGcj02({ lat, lon }: Position): Position {
  const x = lon - 105;
  const y = lat - 35;
  const waves = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3);
  const dLat =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    waves +
    ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3 +
    ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3;
  const dLon =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    waves +
    ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3 +
    ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3;
  const radLat = (lat / 180) * Math.PI;
  const magic = 1 - eccentricity2 * Math.sin(radLat) ** 2;
  return {
    lat: lat + (dLat * 180) / (((axisM * (1 - eccentricity2)) / (magic * Math.sqrt(magic))) * Math.PI),
    lon: lon + (dLon * 180) / ((axisM / Math.sqrt(magic)) * Math.cos(radLat) * Math.PI),
  };
}
