/** Points of a line in a box, for an SVG path; y grows downwards. */
export interface Box {
  width: number;
  height: number;
}

/** Round numbers above the largest value, so that the axis says something: 10, 20, 50, 100, … */
export function ceiling(values: readonly number[]): number {
  const most = Math.max(1, ...values);
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10) * power;
}

export function linePath(values: readonly number[], top: number, { width, height }: Box, slots = values.length): string {
  const step = slots > 1 ? width / (slots - 1) : 0;
  return values
    .map((value, at) => `${at === 0 ? 'M' : 'L'}${(at * step).toFixed(1)} ${(height - (value / top) * height).toFixed(1)}`)
    .join(' ');
}
