import { inflateSync } from 'node:zlib';

/** A picture as eyes and cameras take it: rows of RGBA. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** The pixels of a screenshot: 8 bits a channel, with or without alpha, not interlaced, as Chromium writes them (ISO/IEC 15948). */
export function pixelsOf(png: Buffer): Pixels {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const colour = png.readUInt8(25);
  if (png.readUInt8(24) !== 8 || (colour !== 2 && colour !== 6)) throw new Error('not a screenshot of Chromium’s');
  const packed: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return unfilter(inflateSync(Buffer.concat(packed)), { width, height, samples: colour === 2 ? 3 : 4 });
}

function unfilter(lines: Buffer, { width, height, samples }: { width: number; height: number; samples: 3 | 4 }): Pixels {
  const stride = width * samples;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  let above = new Uint8Array(stride);
  let line = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const from = y * (stride + 1);
    const filter = lines[from] as number;
    for (let i = 0; i < stride; i += 1) {
      const left = i < samples ? 0 : (line[i - samples] as number);
      const up = above[i] as number;
      line[i] = (lines[from + 1 + i] as number) + predicted(filter, left, up, i < samples ? 0 : (above[i - samples] as number));
    }
    for (let x = 0, to = y * width * 4; x < stride; x += samples, to += 4) {
      data[to] = line[x] as number;
      data[to + 1] = line[x + 1] as number;
      data[to + 2] = line[x + 2] as number;
    }
    [above, line] = [line, above];
  }
  return { width, height, data };
}

/** PNG's five filters; the last is Paeth's. */
function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** Rows of a rectangle in which something is drawn on its ground: how high ink stands, in pixels. */
export function inkHeight(pixels: Pixels, rect: { x: number; y: number; width: number; height: number }): number {
  const [left, top] = [Math.max(0, Math.floor(rect.x)), Math.max(0, Math.floor(rect.y))];
  const [right, bottom] = [
    Math.min(pixels.width, Math.ceil(rect.x + rect.width)),
    Math.min(pixels.height, Math.ceil(rect.y + rect.height)),
  ];
  const at = (x: number, y: number) => {
    const i = (y * pixels.width + x) * 4;
    return (pixels.data[i] ?? 0) + (pixels.data[i + 1] ?? 0) + (pixels.data[i + 2] ?? 0);
  };
  const ground = at(left, top);
  let strongest = 0;
  for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) strongest = Math.max(strongest, Math.abs(at(x, y) - ground));
  // Half of the way from ground to ink is where an eye sees the edge.
  const isInked = (y: number) => {
    for (let x = left; x < right; x += 1) if (Math.abs(at(x, y) - ground) >= strongest / 2) return true;
    return false;
  };
  let first = top;
  while (first < bottom && !isInked(first)) first += 1;
  let last = bottom - 1;
  while (last > first && !isInked(last)) last -= 1;
  return first >= bottom ? 0 : last - first + 1;
}
