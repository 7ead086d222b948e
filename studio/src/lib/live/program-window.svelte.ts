import { canvases } from '$lib/program/canvas.ts';
import type { Compositor } from '$lib/program/compositor.ts';
import type { OnPicture, Shown } from '$lib/program/scene-painter.ts';

/** Between the studio's page and its program windows, on a channel of the episode's own. The picture itself can't go through it: see `bareOf`. */
export type ProgramNews =
  | { readonly type: 'hello' }
  | { readonly type: 'bye' }
  /** The studio has (again) a picture; windows that were open before it say hello. */
  | { readonly type: 'studio' }
  | { readonly type: 'picture'; readonly on: OnPicture; readonly shown: Shown }
  | { readonly type: 'countdown' };

export const programChannel = (episodeId: string) => new BroadcastChannel(`gangbo-program:${episodeId}`);

/** The phone platforms punish codes that lead elsewhere: a clean picture carries the numbers alone until the host wants more. */
const SHOWN_FIRST: Shown = { code: false, number: true };
const SHOWN_KEY = 'gangbo-program-window';

/** What the studio's page lends to the windows that it opened. */
interface Lender {
  gangboProgram?: () => MediaStream | undefined;
}

/** The bare picture of the studio that opened this window; undefined while that has none, or is gone. */
export function bareOf(opener: unknown): MediaStream | undefined {
  try {
    return (opener as Lender | null)?.gangboProgram?.();
  } catch {
    // The opener has gone to another site.
    return undefined;
  }
}

/** 节目窗口: lends the picture without its pieces, and says what lies over it. Windows paint the pieces that are wanted there. */
export class ProgramWindows {
  shown = $state.raw<Shown>(remembered());
  isOpen = $state(false);
  readonly #episodeId: string;
  readonly #channel: BroadcastChannel;
  readonly #compositor: () => Compositor | undefined;
  #on: OnPicture | undefined;

  constructor(episodeId: string, compositor: () => Compositor | undefined) {
    this.#episodeId = episodeId;
    this.#compositor = compositor;
    this.#channel = programChannel(episodeId);
    this.#channel.onmessage = ({ data }: MessageEvent<ProgramNews>) => {
      if (data.type === 'hello') {
        this.isOpen = true;
        this.#tellPicture();
      }
      if (data.type === 'bye') {
        this.isOpen = false;
        this.#compositor()?.closeBare();
      }
    };
    (window as Lender).gangboProgram = () => {
      const track = this.#compositor()?.openBare();
      return track && new MediaStream([track]);
    };
    this.#tell({ type: 'studio' });
  }

  open(): void {
    const { width, height } = canvases[this.#compositor()?.format ?? 'landscape'];
    // Its own size on glass, so that a capture tool takes it pixel by pixel; smaller where the screen is.
    const scale = Math.min(1, (screen.availWidth - 40) / width, (screen.availHeight - 120) / height);
    const size = `popup,width=${Math.round(width * scale)},height=${Math.round(height * scale)}`;
    window.open(`/studio/live/${this.#episodeId}/program`, `gangbo-program-${this.#episodeId}`, size);
  }

  choose(shown: Shown): void {
    this.shown = shown;
    localStorage.setItem(SHOWN_KEY, JSON.stringify(shown));
    this.#tellPicture();
  }

  follow(on: OnPicture): void {
    this.#on = on;
    this.#tellPicture();
  }

  countDown(): void {
    this.#tell({ type: 'countdown' });
  }

  close(): void {
    delete (window as Lender).gangboProgram;
    this.#channel.close();
  }

  #tellPicture(): void {
    if (this.#on && this.isOpen) this.#tell({ type: 'picture', on: this.#on, shown: this.shown });
  }

  #tell(news: ProgramNews): void {
    this.#channel.postMessage(news);
  }
}

function remembered(): Shown {
  try {
    const { code, number } = JSON.parse(localStorage.getItem(SHOWN_KEY) ?? '') as Partial<Shown>;
    return { code: code ?? SHOWN_FIRST.code, number: number ?? SHOWN_FIRST.number };
  } catch {
    // Nothing kept, or by another version.
    return SHOWN_FIRST;
  }
}
