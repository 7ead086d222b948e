/** What a sample of the picture says: brightness 0–1, how much it varies 0–1, and a hash that is the same for pictures that look alike. */
export interface PixelProof {
  mean: number;
  spread: number;
  hash: string;
}

/** Of the sample's width and height: an 8 × 8 average hash reads a picture that small. */
export const sampleSize = { width: 64, height: 36 };
const cells = 8;

/** @param rgba as a canvas gives it, row after row */
export function proofOf(rgba: Uint8ClampedArray, { width, height }: { width: number; height: number }): PixelProof {
  const bright = new Float64Array(width * height);
  let sum = 0;
  for (let i = 0; i < bright.length; i += 1) {
    // Rec. 709 weights on the sRGB values: enough to tell a picture from none.
    const value = ((rgba[4 * i] ?? 0) * 0.2126 + (rgba[4 * i + 1] ?? 0) * 0.7152 + (rgba[4 * i + 2] ?? 0) * 0.0722) / 255;
    bright[i] = value;
    sum += value;
  }
  const mean = sum / bright.length;
  let squares = 0;
  for (const value of bright) squares += (value - mean) ** 2;
  const spread = Math.min(1, 2 * Math.sqrt(squares / bright.length));
  return { mean: rounded(mean), spread: rounded(spread), hash: hashOf(bright, { width, height }) };
}

/** One bit a cell: brighter than the picture's mean. Alike pictures differ in few bits. */
function hashOf(bright: Float64Array, { width, height }: { width: number; height: number }): string {
  const sums = new Float64Array(cells * cells);
  const counts = new Float64Array(cells * cells);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const cell = Math.floor((y * cells) / height) * cells + Math.floor((x * cells) / width);
      sums[cell] = (sums[cell] ?? 0) + (bright[y * width + x] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  const means = [...sums].map((sum, cell) => sum / (counts[cell] || 1));
  const middle = means.reduce((sum, value) => sum + value, 0) / means.length;
  let hash = '';
  for (let from = 0; from < means.length; from += 4) {
    const bits = means.slice(from, from + 4).map((value) => (value > middle ? '1' : '0'));
    hash += Number.parseInt(bits.join(''), 2).toString(16);
  }
  return hash;
}

const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
