import type { Glass } from '../manifest.ts';
import { manifest } from './rows.ts';

const hall = manifest().screen;
/** One glass of each shape that a board is laid out for. */
export const glassOfShape = {
  'a wall in a hall': hall,
  'an upright screen': { ...hall, widthMm: 680, heightMm: 1210, widthPx: 1080, heightPx: 1920, viewingDistanceM: 3 },
  'a strip over a door': {
    ...hall,
    kind: 'led-ultra-wide',
    widthMm: 5760,
    heightMm: 640,
    widthPx: 2304,
    heightPx: 256,
    viewingDistanceM: 6,
  },
  'a coarse LED': { ...hall, kind: 'led-low-resolution', widthMm: 2560, heightMm: 1920, widthPx: 512, heightPx: 384, viewingDistanceM: 5 },
} satisfies Record<string, Glass>;
