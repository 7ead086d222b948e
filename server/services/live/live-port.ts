/** What use cases need of the machine that carries the picture (server/media). */
export interface LivePort {
  /**
   * Makes ready to take the host's picture.
   * @param startedMs when the show began, server time; undefined: it begins now
   * @throws Refusal LIVE_UNAVAILABLE
   */
  open(episodeId: string, startedMs?: number): void;
  /** Where the program is now, ms since its first frame; undefined before any picture. */
  mediaTimeMs(episodeId: string): number | undefined;
  /** Whoever watches now, on every path. */
  viewers(episodeId: string): number;
  /** No picture follows. */
  end(episodeId: string): void;
}
