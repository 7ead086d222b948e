import { z } from 'zod';
import { LONGEST_MESSAGE } from '../domain/audience/room.ts';
import { wordActions } from '../domain/audience/word-matcher.ts';
import { cleanLine } from '../domain/intake/text/clean-text.ts';
import { id, isoInstant, line, mobile, regionCode } from './primitives.ts';

/**
 * What somebody types on a phone while a show runs: cleaned rather than refused, because its keyboard puts joiners into emoji. What cannot be seen
 * or would turn the line round goes; one line is left.
 */
const chatText = z
  .string()
  .max(4 * LONGEST_MESSAGE)
  .overwrite(cleanLine)
  .min(1)
  .max(LONGEST_MESSAGE);

export const sendMessage = z.object({ kind: z.enum(['chat', 'question']), text: chatText });
export type SendMessage = z.infer<typeof sendMessage>;
export const hostMessage = z.object({ text: chatText, pin: z.boolean().default(false) });
export type HostMessage = z.infer<typeof hostMessage>;
/** After the viewer has said yes. */
export const callMe = z.object({ phone: mobile });

export const chatMessage = z.object({
  id,
  /** 求职者·<number>; null: the host. */
  number: z.int().nullable(),
  /** Plain text, never markup. */
  text: z.string(),
  at: isoInstant,
});
export type ChatMessage = z.infer<typeof chatMessage>;

export const chatQuestion = chatMessage.extend({ votes: z.int(), answered: z.boolean() });
export type ChatQuestion = z.infer<typeof chatQuestion>;

export const chatRoom = z.object({
  isOn: z.boolean(),
  slowSeconds: z.int(),
  pinned: chatMessage.nullable(),
});
export type ChatRoomOnWire = z.infer<typeof chatRoom>;

/** What somebody sees who has just come. */
export const chatWindow = z.object({
  room: chatRoom,
  /** The oldest first. */
  messages: z.array(chatMessage),
  questions: z.array(chatQuestion),
  /** Whose page it is. */
  me: z.object({ number: z.int(), voted: z.array(id) }),
});
export type ChatWindow = z.infer<typeof chatWindow>;

export const sentMessage = z.object({
  state: z.enum(['shown', 'held']),
  message: chatMessage,
  /** A mobile number stood in the text and was hidden: told to its writer alone, who is asked whether the host may ring it. */
  mobile: z.string().nullable(),
});
export type SentMessage = z.infer<typeof sentMessage>;

/** Several times a second at most, whatever is written (server-sent events of a show, `event: chat`). */
export const chatNews = z.object({
  type: z.literal('chat'),
  added: z.array(chatMessage),
  /** Off every page at once. */
  gone: z.array(id),
  /** New ones, and those whose votes or answer changed. */
  questions: z.array(chatQuestion),
  room: chatRoom.optional(),
  /** Something may have been missed: ask for the window again. */
  again: z.literal(true).optional(),
});
export type ChatNews = z.infer<typeof chatNews>;

// --- the host's side ---

export const setRoom = z.object({
  isOn: z.boolean(),
  holdsAll: z.boolean(),
  slowSeconds: z.union([z.literal(0), z.literal(5), z.literal(15), z.literal(30), z.literal(60)]),
});
export type SetRoom = z.infer<typeof setRoom>;

/** `mute` takes everything away that this viewer has written, too. */
export const moderation = z.object({ act: z.enum(['show', 'remove', 'mute', 'pin', 'unpin', 'answer']) });
export type Moderation = z.infer<typeof moderation>;

export const heldMessage = chatMessage.extend({ kind: z.enum(['chat', 'question']), words: z.array(z.string()) });
export const chatCallBack = z.object({
  id,
  phoneMasked: z.string().nullable(),
  /** What was being pitched when the viewer said yes. */
  number: z.int().nullable(),
  trade: z.string().nullable(),
  createdAt: isoInstant,
});
export type ChatCallBack = z.infer<typeof chatCallBack>;

/** What waits for the host, and how the room stands. */
export const chatDesk = z.object({
  room: chatRoom.extend({ holdsAll: z.boolean() }),
  held: z.array(heldMessage),
  callBacks: z.array(chatCallBack),
  muted: z.int(),
});
export type ChatDesk = z.infer<typeof chatDesk>;

export const addWord = z.object({ regionCode, word: line(20).min(1), action: z.enum(wordActions) });
export type AddWord = z.infer<typeof addWord>;
export const listedWord = z.object({
  id,
  regionCode,
  regionName: z.string(),
  word: z.string(),
  action: z.enum(wordActions),
  mayRemove: z.boolean(),
});
export type ListedWordOnWire = z.infer<typeof listedWord>;
