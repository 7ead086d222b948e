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

/** A short line that a person typed: trimmed, without control or bidi characters (domain/intake/text/clean-text.ts cleans; this refuses). */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
    .regex(/^[^\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069\u200e\u200f]*$/u);

/** Several lines that a person typed: as `line`, with tabs and line ends. */
export const paragraph = (most: number) =>
  z
    .string()
    .max(most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\u200e\u200f]*$/u);

/** Mainland mobile number, digits only (GB/T 15513-like 11 digits). */
export const mobile = z.string().regex(/^1\d{10}$/);
