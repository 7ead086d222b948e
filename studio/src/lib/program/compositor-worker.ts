import { CANVAS_FPS, CANVAS_HEIGHT, CANVAS_WIDTH } from './canvas-size.ts';
import type { BackgroundKind, FromCompositor, Overlay, ToCompositor } from './compositor-messages.ts';
import { CutOutputs } from './cut-outputs.ts';
import { drawStandBy, drawTestPicture } from './test-picture.ts';

/**
 * Draws the program in a worker, on the worker's own timer: a hidden tab's page is held to one timer a second and gets no animation frames,
 * a worker isn't. Frames go straight to the track.
 */

const FRAME_MS = 1000 / CANVAS_FPS;
/** A camera that sends nothing for this long has gone: its last picture would pass for a live one. */
const CAMERA_SILENT_MS = 2_000;

const canvas = new OffscreenCanvas(CANVAS_WIDTH, CANVAS_HEIGHT);
// Frames are read back each time, and headless and weak machines have no GPU: a canvas in memory is cheaper.
const drawing = canvas.getContext('2d', { alpha: false, willReadFrequently: true });

let output: WritableStreamDefaultWriter<VideoFrame> | undefined;
let camera: ReadableStreamDefaultReader<VideoFrame> | undefined;
let cameraFrame: VideoFrame | undefined;
let cameraFrameMs = 0;
/** The camera's picture that stands on the canvas, with everything over it. */
let standing: VideoFrame | undefined;
let background: BackgroundKind = 'test';
let overlays: readonly Overlay[] = [];
let undrawnTag: number | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let nextMs = 0;
let sent = 0;
let sentSinceMs = 0;
let isWriting = false;
const cuts = new CutOutputs(canvas);

const tell = (message: FromCompositor) => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<ToCompositor>) => {
  switch (data.type) {
    case 'start':
      output = data.output.getWriter();
      nextMs = performance.now();
      sentSinceMs = nextMs;
      tick();
      return;
    case 'camera':
      useCamera(data.frames);
      return;
    case 'background':
      background = data.kind;
      standing = undefined;
      return;
    case 'overlays':
      for (const overlay of overlays) overlay.bitmap.close();
      overlays = data.overlays;
      standing = undefined;
      undrawnTag = data.tag;
      return;
    case 'cut':
      cuts.use(data.cut, data.output);
      standing = undefined;
      return;
    case 'stop':
      clearTimeout(timer);
      cuts.close();
      useCamera(null);
      void output?.close();
      output = undefined;
  }
});

function useCamera(frames: ReadableStream<VideoFrame> | null): void {
  void camera?.cancel();
  cameraFrame?.close();
  cameraFrame = undefined;
  camera = frames?.getReader();
  if (camera) void pull(camera);
}

/** Keeps only the newest picture. A frame must be closed soon: the camera has few of them. */
async function pull(reader: ReadableStreamDefaultReader<VideoFrame>): Promise<void> {
  while (camera === reader) {
    const { done, value } = await reader.read();
    if (done) return;
    if (camera !== reader) {
      value.close();
      return;
    }
    cameraFrame?.close();
    cameraFrame = value;
    cameraFrameMs = performance.now();
  }
}

function tick(): void {
  const now = performance.now();
  // A frame that the track has not taken yet means that the machine can't follow: skip one rather than queue, and don't even draw it.
  if (output && !isWriting) {
    draw(now);
    send(output, now);
  }
  countRate(now);
  // From the plan, not from now: no drift. Whoever is late by more than a frame starts a new plan.
  nextMs += FRAME_MS;
  if (nextMs < now) nextMs = now;
  timer = setTimeout(tick, nextMs - now);
}

function draw(now: number): void {
  if (!drawing) return;
  if (background === 'camera' && cameraFrame && now - cameraFrameMs < CAMERA_SILENT_MS) {
    // A camera slower than the program, as in a dim room: nothing on the canvas has changed since the last frame.
    if (standing === cameraFrame && cuts.isEmpty) return;
    drawCovering(drawing, cameraFrame);
    standing = cameraFrame;
  } else {
    standing = undefined;
    if (background === 'camera') drawStandBy(drawing, now);
    else drawTestPicture(drawing, performance.timeOrigin + now);
  }
  cuts.send('plain', now);
  for (const { bitmap, x, y, hasCode } of overlays) if (!hasCode) drawing.drawImage(bitmap, x, y);
  cuts.send('numbers', now);
  for (const { bitmap, x, y, hasCode } of overlays) if (hasCode) drawing.drawImage(bitmap, x, y);
}

/** Fills the canvas, cutting what is too much: a 4:3 camera leaves no black edges. */
function drawCovering(context: OffscreenCanvasRenderingContext2D, frame: VideoFrame): void {
  const scale = Math.max(CANVAS_WIDTH / frame.displayWidth, CANVAS_HEIGHT / frame.displayHeight);
  const width = frame.displayWidth * scale;
  const height = frame.displayHeight * scale;
  context.drawImage(frame, (CANVAS_WIDTH - width) / 2, (CANVAS_HEIGHT - height) / 2, width, height);
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
    },
    (error: unknown) => {
      frame.close();
      output = undefined;
      tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    },
  );
}

function countRate(now: number): void {
  const elapsed = now - sentSinceMs;
  if (elapsed < 1000) return;
  tell({ type: 'rate', fps: (sent * 1000) / elapsed });
  sent = 0;
  sentSinceMs = now;
}
