import type { Pixels } from './pixels.ts';

/**
 * What a phone's camera makes of a code on a glass: a pinhole camera in front of a plane, in millimetres. Light is averaged over each of the
 * sensor's pixels as light (linear), then blurred by lens and hand, and given noise. An LED wall is not a plane of light but dots on black, and
 * sampling them makes moiré.
 */
export interface Phone {
  name: string;
  /** Focal length in the picture's own pixels. */
  focalPx: number;
  /** Standard deviation of the blur, in the picture's pixels. */
  blurPx: number;
}

/** Of a lens that is called 26 mm by the diagonal of a 36 × 24 mm frame. */
const focalOf = (width: number, height: number) => (26 / Math.hypot(36, 24)) * Math.hypot(width, height);

/** The main camera of phones sold since 2017: 12 megapixels. Out of focus by as much as autofocus leaves in a dark hall. */
export const photo: Phone = { name: 'a photograph of 12 megapixels', focalPx: focalOf(4032, 3024), blurPx: 1.6 };
/** What scanners inside apps look at: the camera's preview. */
export const preview: Phone = { name: 'a scanner’s preview of 1920 × 1440', focalPx: focalOf(1920, 1440), blurPx: 0.7 };

export interface CodeOnGlass {
  pixels: Pixels;
  /** Millimetres of one of the glass's pixels. */
  pixelMm: { x: number; y: number };
  /** Of the code, with its quiet zone, in pixels. */
  rect: { x: number; y: number; width: number; height: number };
  /** LED: the lit share of a pixel's width. 1: LCD. */
  fill: number;
}

export interface Stand {
  /** Along the floor, mm. */
  distanceMm: number;
  /** How far the code's middle hangs over the camera, mm. */
  riseMm: number;
  /** How far beside the glass's normal, in degrees. */
  yawDeg: number;
}

type Vector = readonly [number, number, number];
const cross = (a: Vector, b: Vector): Vector => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const unit = (a: Vector): Vector => {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
};

/** Sensor pixels around the code that are drawn: its own size and some of what surrounds it. */
const margin = 1.5;
/** The share of a sensor's pixel that takes light, along one side. */
const aperture = 0.8;

export function photograph(code: CodeOnGlass, { distanceMm, riseMm, yawDeg }: Stand, phone: Phone): Pixels {
  const yaw = (yawDeg * Math.PI) / 180;
  // The code's middle is the origin; x to the right and y down on the glass, z towards who looks.
  const eye: Vector = [distanceMm * Math.sin(yaw), riseMm, distanceMm * Math.cos(yaw)];
  const ahead = unit([-eye[0], -eye[1], -eye[2]]);
  const right = unit(cross(ahead, [0, 1, 0]));
  const down = cross(right, ahead);
  const widthMm = code.rect.width * code.pixelMm.x;
  const side = Math.max(24, Math.ceil((widthMm / Math.hypot(...eye)) * phone.focalPx * margin));
  const light = new Float32Array(side * side);
  // Enough rays a pixel that each of the glass's dots in it is met: what is left of the beat between the two grids is the camera's own.
  const dots = Math.hypot(...eye) / phone.focalPx / Math.min(code.pixelMm.x, code.pixelMm.y);
  const samplesAside = code.fill === 1 ? 4 : Math.min(12, Math.max(4, Math.ceil(3 * dots)));
  // Millions of rays a picture: numbers alone, no vector is made for each.
  const [aheadX, aheadY, aheadZ] = ahead;
  const [rightX, rightY, rightZ] = right;
  const [downX, downY, downZ] = down;
  const [eyeX, eyeY, eyeZ] = eye;
  const lightAt = lightOf(code);
  const offset = (pixel: number, sample: number) =>
    (pixel + 0.5 + ((sample + 0.5) / samplesAside - 0.5) * aperture - side / 2) / phone.focalPx;
  for (let v = 0; v < side; v += 1)
    for (let u = 0; u < side; u += 1) {
      let sum = 0;
      for (let i = 0; i < samplesAside; i += 1) {
        const across = offset(u, i);
        for (let j = 0; j < samplesAside; j += 1) {
          const along = offset(v, j);
          const reach = -eyeZ / (aheadZ + across * rightZ + along * downZ);
          const x = eyeX + reach * (aheadX + across * rightX + along * downX);
          const y = eyeY + reach * (aheadY + across * rightY + along * downY);
          sum += lightAt(x, y);
        }
      }
      light[v * side + u] = sum / samplesAside ** 2;
    }
  return developed(blurred(light, side, phone.blurPx), side);
}

/** A wall that is not lit, around the glass. */
const darkness = 0.05;

function lightOf({ pixels, pixelMm, rect, fill }: CodeOnGlass): (xMm: number, yMm: number) => number {
  const { width, height, data } = pixels;
  const [middleX, middleY] = [rect.x + rect.width / 2, rect.y + rect.height / 2];
  return (xMm, yMm) => {
    const x = middleX + xMm / pixelMm.x;
    const y = middleY + yMm / pixelMm.y;
    const column = Math.floor(x);
    const row = Math.floor(y);
    if (column < 0 || row < 0 || column >= width || row >= height) return darkness;
    if (fill < 1 && (Math.abs(x - column - 0.5) > fill / 2 || Math.abs(y - row - 0.5) > fill / 2)) return 0.01;
    return linear[data[(row * width + column) * 4 + 1] ?? 0] ?? 0;
  };
}

const linear = Float32Array.from({ length: 256 }, (_, value) => (value / 255) ** 2.2);

/** Gaussian, along rows and then along columns. */
function blurred(light: Float32Array, side: number, sigma: number): Float32Array {
  const reach = Math.ceil(sigma * 3);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const along = (from: Float32Array, step: number, across: number) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < side; line += 1)
      for (let at = 0; at < side; at += 1) {
        let sum = 0;
        for (let k = -reach; k <= reach; k += 1) {
          const near = Math.min(side - 1, Math.max(0, at + k));
          sum += (from[line * across + near * step] ?? 0) * (weights[k + reach] ?? 0);
        }
        to[line * across + at * step] = sum / total;
      }
    return to;
  };
  return along(along(light, 1, side), side, 1);
}

/** Exposed for its brightest part, with a grain that is the same each time. */
function developed(light: Float32Array, side: number): Pixels {
  const most = light.reduce((top, value) => Math.max(top, value), 0.01);
  const data = new Uint8ClampedArray(side * side * 4);
  let seed = 1;
  for (let i = 0; i < light.length; i += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const grain = (seed / 2_147_483_648 - 0.5) * 14;
    data.fill(255 * ((light[i] ?? 0) / most) ** (1 / 2.2) + grain, i * 4, i * 4 + 3);
    data[i * 4 + 3] = 255;
  }
  return { width: side, height: side, data };
}
