import type { ScreenEvent } from '#server/contract/screens.ts';
import type { TakeoverOnGlass } from '#server/domain/board/manifest.ts';
import { rungOf } from '#server/domain/takeover/ladder.ts';

/** 切到安全画面, 紧急通知: heard at once, and said again by the manifest, which may be the older of the two. */
export class TakeoverNow {
  current = $state.raw<TakeoverOnGlass>();
  readonly #lifted = new Set<string>();
  /** Was over by this device's clock, which may have been years ahead. */
  #lapsed: TakeoverOnGlass | undefined;
  /** When what stands was heard of, in the server's time. */
  #heardAtMs = Number.NEGATIVE_INFINITY;

  /** What a manifest says; one that was laid out before the word that stands says nothing of it. */
  take(takeover: TakeoverOnGlass | undefined, issuedAtMs = Number.POSITIVE_INFINITY): void {
    if (this.current && takeover?.id !== this.current.id && issuedAtMs < this.#heardAtMs) return;
    this.current = takeover && !this.#lifted.has(takeover.id) ? takeover : undefined;
    this.#lapsed = undefined;
  }

  hear({ id, kind, message, drill, until }: Extract<ScreenEvent, { type: 'takeover' }>, nowMs: number): void {
    if (until === null) {
      this.#lifted.add(id);
      if (this.current?.id === id) this.current = undefined;
      if (this.#lapsed?.id === id) this.#lapsed = undefined;
      return;
    }
    if (this.current !== undefined && isStronger(this.current, { id, kind, drill })) return;
    this.#heardAtMs = nowMs;
    this.current = {
      id,
      kind,
      ...(message === undefined ? {} : { message }),
      ...(drill ? { drill: true as const } : {}),
      startsAt: new Date(nowMs).toISOString(),
      endsAt: until,
    };
  }

  /** Always with an end, also without the server. A clock that a server has set right brings back what was not over: nobody would send it again. */
  lapse(nowMs: number): void {
    const isOver = ({ endsAt }: TakeoverOnGlass) => Date.parse(endsAt) <= nowMs;
    if (this.current && isOver(this.current)) {
      this.#lapsed = this.current;
      this.current = undefined;
    } else if (!this.current && this.#lapsed && !isOver(this.#lapsed)) {
      this.current = this.#lapsed;
      this.#lapsed = undefined;
    }
  }
}

/** The ladder: what is real stands before a drill, a slate before a notice; of two alike the newer. */
function isStronger(standing: TakeoverOnGlass, heard: { id: string; kind: TakeoverOnGlass['kind']; drill?: boolean | undefined }): boolean {
  if (standing.id === heard.id) return false;
  const isDrill = standing.drill === true;
  if (isDrill !== (heard.drill === true)) return !isDrill;
  return rungOf(standing.kind) < rungOf(heard.kind);
}
