/** What use cases need of stretches that the server missed, and of the pieces in which hosts send them (server/media/recording/missed-shelf.ts). */
export interface MissedPort {
  /** What the recording lacks, in order. @param endedMs when the show ended, server time; undefined while it may go on */
  gaps(episodeId: string, endedMs: number | undefined): Promise<MissedGap[]>;
  /** Keeps one piece; again is fine. @throws DiskNearlyFull */
  keepPiece(stretch: StretchOf, piece: number, bytes: Buffer): Promise<void>;
  /** Which pieces are here, in order. */
  pieces(stretch: StretchOf): Promise<number[]>;
  dropPieces(stretch: StretchOf): Promise<void>;
  /** Puts a stretch into its recording, and the recording where finished ones are kept. Safe to run again. @throws BrokenStretch, DiskNearlyFull */
  fill(input: {
    stretch: StretchOf & { fromMs: number; toMs: number; zeroMs: number; pieces: number };
    /** 0–1. */
    progress: (share: number) => Promise<void>;
    signal: AbortSignal;
  }): Promise<void>;
}

export interface StretchOf {
  readonly episodeId: string;
  readonly id: string;
}

export interface MissedGap {
  /** On the program's clock, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Server time at which it began, ms. */
  readonly atMs: number;
  /** On the host's own clock, where it is known. */
  readonly hostAtMs?: number;
}

/** It can't be read, or holds nothing of its span: trying again won't mend it. */
export class BrokenStretch extends Error {}

/** Tried again later. */
export class DiskNearlyFull extends Error {
  readonly code = 'ENOSPC';
}
