import type { ScreenEvent } from '#server/contract/screens.ts';
import type { TakeoverOnGlass } from '#server/domain/board/manifest.ts';

/** 切到安全画面, 紧急通知: heard at once, and said again by the manifest, which may be the older of the two. */
export class TakeoverNow {
  current = $state.raw<TakeoverOnGlass>();
  readonly #lifted = new Set<string>();

  take(takeover: TakeoverOnGlass | undefined): void {
    this.current = takeover && !this.#lifted.has(takeover.id) ? takeover : undefined;
  }

  hear({ id, kind, message, until }: Extract<ScreenEvent, { type: 'takeover' }>, nowMs: number): void {
    if (until === null) {
      this.#lifted.add(id);
      if (this.current?.id === id) this.current = undefined;
      return;
    }
    // The slate is stronger than any notice.
    if (this.current?.kind === 'safe-slate' && kind === 'notice') return;
    this.current = { id, kind, ...(message === undefined ? {} : { message }), startsAt: new Date(nowMs).toISOString(), endsAt: until };
  }

  /** Always with an end, also without the server. */
  lapse(nowMs: number): void {
    if (this.current && Date.parse(this.current.endsAt) <= nowMs) this.current = undefined;
  }
}
