import { type Box, canvases, PROGRAM_FPS } from './canvas.ts';
import type { FromCompositor, Overlay, ToCompositor } from './compositor-messages.ts';
import { CutOutputs } from './cut-outputs.ts';
import { fitted, isGuestPicture, type Place, SCREEN } from './layouts.ts';
import { PictureSource } from './picture-source.ts';
import { drawStandBy, drawTestPicture } from './test-picture.ts';

/**
 * Draws the program in a worker, on the worker's own timer: a hidden tab's page is held to one timer a second and gets no animation frames,
 * a worker isn't. Frames go straight to the track.
 */

const INK = '#08182a';
/** A guest whose picture stands still for this long is taken off it: a hiccup of the line is shorter, and two seconds are too long. */
const GUEST_SILENT_MS = 1_200;
const FLOW_EVERY_MS = 200;

let canvas = new OffscreenCanvas(1, 1);
let drawing: OffscreenCanvasRenderingContext2D | null = null;
let output: WritableStreamDefaultWriter<VideoFrame> | undefined;
const sources = new Map<string, PictureSource | 'test'>();
let places: readonly Place[] = [];
let overlays: readonly Overlay[] = [];
let countdown: { pieces: readonly Overlay[]; eachMs: number; sinceMs: number } | undefined;
/** The pictures that stand on the canvas with everything over them; undefined when something moves by itself. */
let standing: readonly (VideoFrame | undefined)[] | undefined;
let undrawnTag: number | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let frameMs = 1000 / PROGRAM_FPS;
let nextMs = 0;
let sent = 0;
let busyMs = 0;
let sentSinceMs = 0;
let isWriting = false;
/** A frame was due while the one before was still on its way. */
let isOwed = false;
const cuts = new CutOutputs();
const flowing = new Set<string>();
let flowMs = 0;

const tell = (message: FromCompositor) => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<ToCompositor>) => {
  switch (data.type) {
    case 'start':
      return start(data.output, data.format);
    case 'source':
      return useSource(data.name, data.frames);
    case 'scene':
      for (const overlay of overlays) overlay.bitmap.close();
      places = data.places;
      overlays = data.overlays;
      standing = undefined;
      undrawnTag = data.tag;
      return;
    case 'countdown':
      endCountdown();
      countdown = { pieces: data.pieces, eachMs: data.eachMs, sinceMs: performance.now() };
      return;
    case 'rate':
      frameMs = 1000 / data.fps;
      return;
    case 'bare':
      cuts.use('bare', data.output);
      standing = undefined;
      return;
    case 'cut':
      cuts.use(data.cut, data.output);
      standing = undefined;
      return;
    case 'stop':
      clearTimeout(timer);
      cuts.close();
      for (const name of [...sources.keys()]) useSource(name, null);
      void output?.close();
      output = undefined;
  }
});

function start(to: WritableStream<VideoFrame>, format: keyof typeof canvases): void {
  const { width, height } = canvases[format];
  canvas = new OffscreenCanvas(width, height);
  // Frames are read back each time, and headless and weak machines have no GPU: a canvas in memory is cheaper.
  drawing = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  output = to.getWriter();
  nextMs = performance.now();
  sentSinceMs = nextMs;
  tick();
}

function useSource(name: string, frames: ReadableStream<VideoFrame> | 'test' | null): void {
  const before = sources.get(name);
  if (before instanceof PictureSource) before.close();
  standing = undefined;
  flowing.delete(name);
  if (frames === null) sources.delete(name);
  else sources.set(name, frames === 'test' ? 'test' : new PictureSource(frames, { mayStandStill: name === SCREEN }));
}

function tick(): void {
  const now = performance.now();
  // A frame that the track has not taken yet means that the machine is late: the next one is drawn as soon as it has, and never more than one.
  if (isWriting) isOwed = true;
  else produce(now);
  countRate(now);
  watchGuests(now);
  // From the plan, not from now: no drift. Whoever is late by more than a frame starts a new plan.
  nextMs += frameMs;
  if (nextMs < now) nextMs = now;
  timer = setTimeout(tick, nextMs - now);
}

function produce(now: number): void {
  isOwed = false;
  if (!output || !drawing) return;
  draw(drawing, now);
  send(output, now);
  busyMs += performance.now() - now;
}

function draw(context: OffscreenCanvasRenderingContext2D, now: number): void {
  const pictures = places.map(({ source }) => {
    const from = sources.get(source);
    return from instanceof PictureSource ? from.frame(now) : undefined;
  });
  // Cameras slower than the program, as in a dim room: nothing on the canvas has changed since the last frame.
  if (standing && !countdown && cuts.isEmpty && pictures.every((picture, at) => picture === standing?.[at])) return;
  // A test picture and a stand-by move by themselves; a slate or a full card doesn't.
  standing = countdown || pictures.includes(undefined) ? undefined : pictures;
  if (!coversAll(places[0])) {
    context.fillStyle = INK;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  for (const [at, place] of places.entries()) drawPlace(context, place, pictures[at], now);
  cuts.send('bare', canvas, now);
  cuts.send('plain', canvas, now);
  for (const { bitmap, x, y, hasCode } of overlays) if (!hasCode) context.drawImage(bitmap, x, y);
  drawCountdown(context, now);
  cuts.send('numbers', canvas, now);
  for (const { bitmap, x, y, hasCode } of overlays) if (hasCode) context.drawImage(bitmap, x, y);
}

function drawPlace(context: OffscreenCanvasRenderingContext2D, place: Place, picture: VideoFrame | undefined, now: number): void {
  if (picture) {
    const { from, to } = fitted({ width: picture.displayWidth, height: picture.displayHeight }, place);
    context.drawImage(picture, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
  } else if (sources.get(place.source) === 'test') drawTestPicture(context, performance.timeOrigin + now, place);
  else drawStandBy(context, now, place);
}

const coversAll = (place: Place | undefined): boolean =>
  place !== undefined && place.fit === 'cover' && area(place) === canvas.width * canvas.height;
const area = ({ width, height }: Box): number => width * height;

function drawCountdown(context: OffscreenCanvasRenderingContext2D, now: number): void {
  if (!countdown) return;
  const piece = countdown.pieces[Math.floor((now - countdown.sinceMs) / countdown.eachMs)];
  if (piece) context.drawImage(piece.bitmap, piece.x, piece.y);
  else endCountdown();
}

function endCountdown(): void {
  for (const { bitmap } of countdown?.pieces ?? []) bitmap.close();
  countdown = undefined;
  standing = undefined;
}

function send(track: WritableStreamDefaultWriter<VideoFrame>, now: number): void {
  // Pieces that come while this frame is on its way are not in it.
  const tag = undrawnTag;
  undrawnTag = undefined;
  const timestamp = Math.round(now * 1000);
  const frame = new VideoFrame(canvas, { timestamp });
  isWriting = true;
  track.write(frame).then(
    () => {
      isWriting = false;
      sent += 1;
      if (tag !== undefined) tell({ type: 'drawn', tag, timestamp });
      if (isOwed) produce(performance.now());
    },
    (error: unknown) => {
      frame.close();
      output = undefined;
      tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    },
  );
}

/** Who sends nothing any more must leave no frozen face behind: the page takes the place away. */
function watchGuests(now: number): void {
  if (now - flowMs < FLOW_EVERY_MS) return;
  flowMs = now;
  for (const [name, source] of sources) {
    if (!isGuestPicture(name) || source === 'test') continue;
    const flows = source.flows(now, GUEST_SILENT_MS);
    if (flows === flowing.has(name)) continue;
    if (flows) flowing.add(name);
    else flowing.delete(name);
    tell({ type: 'flow', name, flows });
  }
}

function countRate(now: number): void {
  const elapsed = now - sentSinceMs;
  if (elapsed < 1000) return;
  tell({ type: 'rate', fps: (sent * 1000) / elapsed, busy: busyMs / elapsed });
  sent = 0;
  busyMs = 0;
  sentSinceMs = now;
}
