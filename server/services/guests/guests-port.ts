import type { GreenRoomLine } from '../../contract/guests.ts';

export interface GuestPresence {
  /** A line to the green room stands. */
  readonly isPresent: boolean;
  readonly audio: 'none' | 'flows' | 'silent';
  readonly video: 'none' | 'flows' | 'silent';
}

/** What use cases need of the machine that carries the green rooms (server/media). */
export interface GuestsPort {
  setStage(episodeId: string, guestIds: readonly string[]): void;
  /** Ends the guest's line. */
  drop(episodeId: string, guestId: string): void;
  presence(episodeId: string, guestId: string): GuestPresence;
  hostIsHere(episodeId: string): boolean;
  /** What host and guests have written to each other, the oldest first. */
  lines(episodeId: string): readonly GreenRoomLine[];
  /** @throws Refusal LIVE_UNAVAILABLE */
  say(episodeId: string, line: Omit<GreenRoomLine, 'id'>): void;
}
