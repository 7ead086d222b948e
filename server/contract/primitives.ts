import { z } from 'zod';

/** UUID version 7 (RFC 9562), made by the server. */
export const id = z.uuid();
/** ISO 8601 instant in UTC. */
export const isoInstant = z.iso.datetime();
/** YYYY-MM-DD in the station's zone. */
export const plainDate = z.iso.date();
/** HH:MM on a 24-hour clock; 24:00 ends a day. */
export const plainTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
export const regionCode = z.string().min(2).max(64);
/** `/j/<code>`: see domain/link/code.ts. */
export const linkCode = z.string().length(8);
/** WGS 84 degrees. */
export const position = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });

/**
 * What domain/intake/text/clean-text.ts takes out of tables and chats, people's own typing must not hold: control characters, bidi
 * controls, zero-width characters, line and paragraph separators. Variation selectors stay: phones type them behind emoji.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const lineText = /^[^\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]*$/u;
const paragraphText =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]*$/u;
const invisible = { error: '含有看不见的字符，请删掉后重新输入 · holds characters that cannot be seen; type it again' };

/** A short line that a person typed, trimmed. */
export const line = (most: number) => z.string().trim().max(most).regex(lineText, invisible);

/** Several lines that a person typed: as `line`, with tabs and line ends. */
export const paragraph = (most: number) => z.string().max(most).regex(paragraphText, invisible);

/** Mainland mobile number, digits only (GB/T 15513-like 11 digits). */
export const mobile = z.string().regex(/^1\d{10}$/);
