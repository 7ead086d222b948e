import type { ScreenEvent } from '#server/contract/screens.ts';
import type { TakeoverOnGlass } from '#server/domain/board/manifest.ts';
import { takeoverAt } from '#server/domain/takeover/on-glass.ts';

/** 切到安全画面, 紧急通知: heard at once, and said again by the manifest, which may be the older of the two. */
export class TakeoverNow {
  /** The strongest of those that are not over. */
  current = $state.raw<TakeoverOnGlass>();
  /** All that are known of, also what a stronger one covers and what this device's clock, which may be years ahead, takes for over. */
  readonly #known = new Map<string, TakeoverOnGlass>();
  /** When one was heard of, in the server's time. */
  readonly #heardAtMs = new Map<string, number>();
  readonly #lifted = new Set<string>();

  /** What a manifest says; one that was laid out before a word was heard says nothing of it. */
  take(said: readonly TakeoverOnGlass[], { issuedAtMs, nowMs }: { issuedAtMs: number; nowMs: number }): void {
    for (const id of this.#known.keys()) if (issuedAtMs >= (this.#heardAtMs.get(id) ?? Number.NEGATIVE_INFINITY)) this.#forget(id);
    for (const takeover of said) if (!this.#lifted.has(takeover.id)) this.#known.set(takeover.id, takeover);
    this.choose(nowMs);
  }

  hear({ id, kind, message, drill, until }: Extract<ScreenEvent, { type: 'takeover' }>, nowMs: number): void {
    if (until === null) {
      this.#lifted.add(id);
      this.#forget(id);
    } else {
      this.#heardAtMs.set(id, nowMs);
      this.#known.set(id, {
        id,
        kind,
        ...(message === undefined ? {} : { message }),
        ...(drill ? { drill: true as const } : {}),
        startsAt: new Date(nowMs).toISOString(),
        endsAt: until,
      });
    }
    this.choose(nowMs);
  }

  /** Always with an end, also without the server: then what it covered stands, and a clock that a server has set right brings back what was not over. */
  choose(nowMs: number): void {
    const next = takeoverAt(this.#known.values(), nowMs);
    // The same one from another source is no news to the page.
    if (next?.id !== this.current?.id || next?.endsAt !== this.current?.endsAt) this.current = next;
  }

  clear(): void {
    this.#known.clear();
    this.#heardAtMs.clear();
    this.current = undefined;
  }

  #forget(id: string): void {
    this.#known.delete(id);
    this.#heardAtMs.delete(id);
  }
}
