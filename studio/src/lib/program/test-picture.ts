import { CANVAS_HEIGHT, CANVAS_WIDTH } from './canvas-size.ts';

/** EBU colour bars at 75 %. */
const BARS = ['#c0c0c0', '#c0c000', '#00c0c0', '#00c000', '#c000c0', '#c00000', '#0000c0'];
const INK = '#08182a';

/**
 * The built-in picture for rehearsals and machines without a camera: bars, a clock with hundredths, and a block that never stands still, so that a
 * frozen stream is seen at once.
 */
export function drawTestPicture(context: OffscreenCanvasRenderingContext2D, nowMs: number): void {
  const width = CANVAS_WIDTH / BARS.length;
  BARS.forEach((colour, index) => {
    context.fillStyle = colour;
    context.fillRect(Math.floor(index * width), 0, Math.ceil(width), CANVAS_HEIGHT);
  });
  context.fillStyle = INK;
  context.fillRect(320, 230, 640, 190);
  context.fillStyle = '#ffffff';
  context.font = '700 110px "DejaVu Sans Mono", "Cascadia Mono", Consolas, monospace';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(clockText(nowMs), CANVAS_WIDTH / 2, 330);
  drawMovingBlock(context, nowMs);
}

function drawMovingBlock(context: OffscreenCanvasRenderingContext2D, nowMs: number): void {
  const track = CANVAS_WIDTH - 640 - 40;
  const phase = (nowMs % 4000) / 2000;
  const position = phase < 1 ? phase : 2 - phase;
  context.fillStyle = '#ffd84a';
  context.fillRect(320 + position * (640 - 40) * (track > 0 ? 1 : 0), 396, 40, 16);
}

/** HH:MM:SS.hh on the host's own clock. */
function clockText(nowMs: number): string {
  const date = new Date(nowMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const hundredths = two(Math.floor(date.getMilliseconds() / 10));
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${hundredths}`;
}
