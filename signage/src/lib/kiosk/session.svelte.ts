import type { GuidanceForPublic } from '#server/contract/guidance.ts';
import type { GlassLocale } from '#server/domain/board/format.ts';
import type { KioskJob, KioskSort } from '#server/domain/kiosk/choose.ts';

export type ListView = {
  name: 'jobs';
  of: 'today' | 'near' | 'pay' | 'trade' | 'typed';
  sort: KioskSort;
  q?: string;
  trade?: string;
  today?: boolean;
  within?: number;
  page: number;
};
type View =
  | { name: 'home' }
  | { name: 'trades' }
  | { name: 'search' }
  | ListView
  | { name: 'job'; job: KioskJob }
  | { name: 'grab'; job: KioskJob }
  | { name: 'texts'; topic: 'policy' | 'training' }
  | { name: 'text'; text: GuidanceForPublic }
  | { name: 'hotlines' };

export const typeSteps = [1, 1.25, 1.5] as const;

/**
 * One person at the kiosk, from the first touch until they leave: where they are, and how they like to read. All of it lives here and nowhere
 * else; a new person gets a new one, and the browser's history never moves.
 */
export class KioskSession {
  #stack = $state.raw<View[]>([{ name: 'home' }]);
  locale = $state<GlassLocale>('zh-CN');
  typeStep = $state(0);
  contrast = $state(false);
  /** 放低: everything to press within reach of somebody who sits. */
  low = $state(false);

  constructor(locale: GlassLocale) {
    this.locale = locale;
  }

  get view(): View {
    return this.#stack[this.#stack.length - 1] ?? { name: 'home' };
  }

  get isHome(): boolean {
    return this.#stack.length === 1;
  }

  go(view: View): void {
    this.#stack = [...this.#stack, view];
  }

  /** The same room, otherwise: a page turned, a filter set. Back leaves the room. */
  turn(view: View): void {
    this.#stack = [...this.#stack.slice(0, -1), view];
  }

  back(): void {
    if (this.#stack.length > 1) this.#stack = this.#stack.slice(0, -1);
  }

  home(): void {
    this.#stack = [{ name: 'home' }];
  }

  otherLanguage(): void {
    this.locale = this.locale === 'en' ? 'zh-CN' : 'en';
  }

  otherTypeSize(): void {
    this.typeStep = (this.typeStep + 1) % typeSteps.length;
  }
}
