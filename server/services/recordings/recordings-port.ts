/** What use cases need of the recordings (server/media/recording). Times are positions in the recording, ms from its start, unless said otherwise. */
export interface RecordingsPort {
  /** Undefined where nothing was recorded, or it has been deleted. @param how.noOlderThanMs for what is kept by it: a gap may just have been filled */
  outline(episodeId: string, how?: { noOlderThanMs?: number }): Promise<RecordingOutline | undefined>;
  /** Moves a finished recording to where finished ones are kept. Safe to run twice. */
  shelve(episodeId: string): Promise<'disk' | 's3'>;
  /** One MP4 of a stretch, nothing encoded anew; kept under `key`. @throws NothingRecorded */
  cut(input: {
    episodeId: string;
    fromMs: number;
    toMs: number;
    key: string;
    /** 0–1. */
    progress: (share: number) => Promise<void>;
    signal: AbortSignal;
  }): Promise<{ bytes: number; durationMs: number }>;
  /** The recording and everything cut from it. Nothing there is fine. */
  forget(episodeId: string): Promise<void>;
}

export interface RecordingOutline {
  readonly durationMs: number;
  readonly bytes: number;
  /** Every run has ended as it should: nothing is being written. */
  readonly isSealed: boolean;
  /** @param mediaTimeMs on the program's clock */
  positionOf(mediaTimeMs: number): number;
}

export class NothingRecorded extends Error {}

/** Pieces that a host has sent of what the server missed, until they are in the recording. */
export const missedKey = (episodeId: string): string => `missed/${episodeId}`;
export const cutsKey = (episodeId: string): string => `cuts/${episodeId}`;
export const cutKey = (episodeId: string, cutId: string): string => `${cutsKey(episodeId)}/${cutId}.mp4`;
