import type { Box } from './canvas.ts';
import { BARS, barsOf } from './time-bars.ts';

/** EBU colour bars at 75 %. */
const COLOURS = ['#c0c0c0', '#c0c000', '#00c0c0', '#00c000', '#c000c0', '#c00000', '#0000c0'];
const INK = '#08182a';
/** It is designed for 1280 × 720 and scaled to its place. Clock and moving block stand high enough to stay clear of the job card. */
const DESIGN = { width: 1280, height: 720 };
const FIELD = { x: 220, width: 840 };

/**
 * The built-in picture for rehearsals and machines without a camera: bars, a clock with hundredths, and a block that never stands still, so that a
 * frozen stream is seen at once.
 */
export function drawTestPicture(context: OffscreenCanvasRenderingContext2D, nowMs: number, place: Box): void {
  const width = place.width / COLOURS.length;
  COLOURS.forEach((colour, index) => {
    context.fillStyle = colour;
    context.fillRect(place.x + Math.floor(index * width), place.y, Math.ceil(width), place.height);
  });
  context.save();
  // All of the clock in any place: an upright one is narrower than it is wide.
  const scale = Math.min(place.width / DESIGN.width, place.height / DESIGN.height);
  context.translate(place.x + (place.width - DESIGN.width * scale) / 2, place.y + (place.height - DESIGN.height * scale) / 2);
  context.scale(scale, scale);
  context.fillStyle = INK;
  context.fillRect(FIELD.x, 170, FIELD.width, 190);
  context.fillStyle = '#ffffff';
  context.font = '700 110px "DejaVu Sans Mono", "Cascadia Mono", Consolas, monospace';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(clockText(nowMs), DESIGN.width / 2, 262);
  drawMovingBlock(context, nowMs);
  drawGrain(context, nowMs);
  drawTimeBars(context, nowMs);
  context.restore();
}

/** Where the clock stands once more, for machines: right above the written one. */
export const TIME_BARS = { x: FIELD.x, y: 146, width: FIELD.width, height: 24 };

function drawTimeBars(context: OffscreenCanvasRenderingContext2D, nowMs: number): void {
  const width = TIME_BARS.width / BARS;
  barsOf(nowMs).forEach((bar, index) => {
    context.fillStyle = bar ? '#ffffff' : '#000000';
    context.fillRect(TIME_BARS.x + index * width, TIME_BARS.y, width, TIME_BARS.height);
  });
}

const BLOCK = { width: 40, height: 16, y: 328 };

function drawMovingBlock(context: OffscreenCanvasRenderingContext2D, nowMs: number): void {
  const phase = (nowMs % 4000) / 2000;
  const position = phase < 1 ? phase : 2 - phase;
  context.fillStyle = '#ffffff';
  context.fillRect(FIELD.x + position * (FIELD.width - BLOCK.width), BLOCK.y, BLOCK.width, BLOCK.height);
}

/** As much as keeps the whole, with the bars, below the sender's ceiling: at the ceiling an encoder leaves frames out. */
const GRAIN = { y: 360, height: 16 };
/** Larger than what is shown of it, so that each picture shows another piece. */
const GRAIN_TILE = { width: 1024, height: 256 };
let grainTile: OffscreenCanvas | undefined;

/**
 * A strip of grain, as a real camera in a real room sends it: without it bars cost next to nothing, and a rehearsal would not tell whether the line
 * carries a show.
 */
function drawGrain(context: OffscreenCanvasRenderingContext2D, nowMs: number): void {
  grainTile ??= makeGrain();
  const step = Math.floor(nowMs / 40);
  const x = (step * 61) % (GRAIN_TILE.width - FIELD.width);
  const y = (step * 37) % (GRAIN_TILE.height - GRAIN.height);
  context.drawImage(grainTile, x, y, FIELD.width, GRAIN.height, FIELD.x, GRAIN.y, FIELD.width, GRAIN.height);
}

function makeGrain(): OffscreenCanvas {
  const tile = new OffscreenCanvas(GRAIN_TILE.width, GRAIN_TILE.height);
  const context = tile.getContext('2d', { alpha: false });
  if (!context) return tile;
  const image = context.createImageData(GRAIN_TILE.width, GRAIN_TILE.height);
  // Grains of 2 × 2 pixels: what one sees of a camera's noise after its own smoothing.
  for (let y = 0; y < GRAIN_TILE.height; y += 2) {
    for (let x = 0; x < GRAIN_TILE.width; x += 2) {
      const grey = 40 + Math.floor(Math.random() * 60);
      for (const [dx, dy] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        image.data.set([grey, grey, grey, 255], ((y + dy) * GRAIN_TILE.width + x + dx) * 4);
      }
    }
  }
  context.putImageData(image, 0, 0);
  return tile;
}

/** While a camera is away: ink, and a line that breathes slowly, so that nobody takes it for a broken picture. Names and card lie above it. */
export function drawStandBy(context: OffscreenCanvasRenderingContext2D, nowMs: number, place: Box): void {
  context.fillStyle = INK;
  context.fillRect(place.x, place.y, place.width, place.height);
  const width = place.width * (0.19 + 0.09 * Math.sin(nowMs / 1200));
  context.fillStyle = '#24415f';
  context.fillRect(place.x + (place.width - width) / 2, place.y + place.height * 0.42, width, 8);
}

/** HH:MM:SS.hh on the host's own clock. */
function clockText(nowMs: number): string {
  const date = new Date(nowMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const hundredths = two(Math.floor(date.getMilliseconds() / 10));
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${hundredths}`;
}
