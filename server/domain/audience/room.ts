import type { ListedWord } from './word-matcher.ts';

export interface ChatRoom {
  isOn: boolean;
  holdsAll: boolean;
  /** Between two messages of one viewer, s. */
  slowSeconds: number;
}

/** As it stands until the host sets it otherwise. */
export const usualRoom: ChatRoom = { isOn: true, holdsAll: false, slowSeconds: 5 };

/** Characters of one message: what a phone shows in two or three lines. */
export const LONGEST_MESSAGE = 120;
/** What somebody sees who has just come. */
export const WINDOW = 50;
/** Open questions that a phone is shown, those with most votes first. */
export const TOP_QUESTIONS = 20;

export type Judgement =
  | { kind: 'shown' }
  /** Waits for the host's eye. */
  | { kind: 'held' }
  | { kind: 'refused'; code: 'CHAT_OFF' | 'CHAT_CLOSED' | 'CHAT_MUTED' | 'CHAT_WORD_REFUSED' };

export interface Said {
  isRunning: boolean;
  room: ChatRoom;
  isMuted: boolean;
  words: readonly ListedWord[];
}

/** Whether a viewer's words go out. */
export function judge({ isRunning, room, isMuted, words }: Said): Judgement {
  if (!isRunning) return { kind: 'refused', code: 'CHAT_CLOSED' };
  if (!room.isOn) return { kind: 'refused', code: 'CHAT_OFF' };
  if (isMuted) return { kind: 'refused', code: 'CHAT_MUTED' };
  if (words.some(({ action }) => action === 'refuse')) return { kind: 'refused', code: 'CHAT_WORD_REFUSED' };
  return room.holdsAll || words.length > 0 ? { kind: 'held' } : { kind: 'shown' };
}

/** 求职者·1234: four digits out of a viewer's hash, the same for one browser in one episode. */
export function viewerNumber(viewerHash: string): number {
  let sum = 0;
  for (const letter of viewerHash) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_000;
  return sum + 1_000;
}
