/** What a real show page showed around one step. Epoch ms, on this machine's one clock. */
export interface Seen {
  readonly path: string;
  /** The job's card in the page: another number than before. */
  readonly cardAtMs: number | undefined;
  /** Pictures whose corner with the code differs from the one before the step, in order; the levels of the test picture's bars are its clock. */
  readonly frames: readonly { readonly atMs: number; readonly levels: readonly number[]; readonly png: string }[];
}

export interface PageWatch {
  /** From here on what changes is taken down. @returns the code as it stands, as a PNG in base64 */
  begin(): Promise<string>;
  read(): Promise<Seen>;
  readonly isComplete: boolean;
}

export interface Boxes {
  /** Units of a canvas of 1280 × 720. */
  readonly code: { x: number; y: number; width: number; height: number };
  readonly bars: { x: number; y: number; width: number; height: number };
  readonly barCount: number;
}

/** Runs in the page, by itself: reads its video's pixels at every frame, as it is put on glass. */
export function installWatch({ code, bars, barCount }: Boxes): void {
  const CHANGED = 0.06;
  const KEPT = 8;
  const video = document.querySelector('video');
  if (!video) throw new Error('the page has no picture');
  const now = () => performance.timeOrigin + performance.now();
  const small = new OffscreenCanvas(64, 64).getContext('2d', { willReadFrequently: true });
  const strip = new OffscreenCanvas(barCount * 4, 4).getContext('2d', { willReadFrequently: true });
  if (!small || !strip) throw new Error('no canvas');

  const part = (to: OffscreenCanvasRenderingContext2D, box: Boxes['code']) => {
    const [x, y] = [video.videoWidth / 1280, video.videoHeight / 720];
    to.drawImage(video, box.x * x, box.y * y, box.width * x, box.height * y, 0, 0, to.canvas.width, to.canvas.height);
  };
  const print = (): boolean[] => {
    part(small, code);
    const { data } = small.getImageData(0, 0, 64, 64);
    return Array.from({ length: 64 * 64 }, (_, at) => (data[at * 4] ?? 0) > 128);
  };
  const levels = (): number[] => {
    part(strip, { ...bars, y: bars.y + 8, height: bars.height - 16 });
    const { data } = strip.getImageData(0, 2, barCount * 4, 1);
    return Array.from({ length: barCount }, (_, bar) => data[(bar * 4 + 2) * 4 + 1] ?? 0);
  };
  const picture = (): OffscreenCanvas => {
    const canvas = new OffscreenCanvas(code.width, code.height);
    const context = canvas.getContext('2d');
    if (context) part(context, code);
    return canvas;
  };
  const png = async (canvas: OffscreenCanvas): Promise<string> => {
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  };
  const number = () => document.querySelector('[data-pitch]')?.getAttribute('data-pitch') ?? '';

  let before: boolean[] | undefined;
  let numberBefore = '';
  let cardAtMs: number | undefined;
  let frames: { atMs: number; levels: number[]; canvas: OffscreenCanvas }[] = [];
  new MutationObserver(() => {
    if (before && cardAtMs === undefined && number() !== numberBefore) cardAtMs = now();
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-pitch'] });

  const look = () => {
    const atMs = now();
    if (before && frames.length < KEPT) {
      const seen = print();
      const different = seen.filter((light, at) => light !== before?.[at]).length / seen.length;
      if (different > CHANGED) frames.push({ atMs, levels: levels(), canvas: picture() });
    }
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);

  const watch: PageWatch = {
    async begin() {
      cardAtMs = undefined;
      frames = [];
      numberBefore = number();
      before = print();
      return png(picture());
    },
    async read() {
      const path = document.querySelector<HTMLElement>('.picture')?.dataset.path ?? 'none';
      const kept = await Promise.all(frames.map(async ({ atMs, levels, canvas }) => ({ atMs, levels, png: await png(canvas) })));
      before = undefined;
      return { path, cardAtMs, frames: kept };
    },
    get isComplete() {
      return cardAtMs !== undefined && frames.length === KEPT;
    },
  };
  Object.assign(window, { pitchWatch: watch });
}
