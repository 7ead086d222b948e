import pino, { type Logger } from 'pino';
import type { Config } from '../config.ts';
import { prettyLine } from './log-pretty.ts';

export type Log = Logger;

/** Structured lines with ids, never phone numbers, message texts or secrets: named fields are dropped, numbers met anywhere else masked. */
export function openLog(config: Config['log'], out: { write(line: string): unknown } = process.stdout): Log {
  return pino(
    {
      level: config.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: forbidden.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      hooks: { streamWrite: maskPhones },
    },
    { write: (line) => out.write(config.pretty ? prettyLine(line) : line) },
  );
}

const forbidden = ['phone', 'phones', 'mobile', 'original', 'otp', 'password', 'token', 'secret', 'authorization', 'cookie'];

/**
 * `138****0009` for every mainland mobile number in a text, with or without country code and separators. A number inside a longer one (an epoch
 * in ms, a card) and the digits of a UUID are left alone.
 */
export function maskPhones(text: string): string {
  return text.replaceAll(together, '$1****$2').replaceAll(apart, '$1****$2');
}

const together = /(?<!\d|-[0-9a-f]{4}-[0-9a-f]?)((?:86)?1[3-9]\d)\d{4}(\d{4})(?!\d)/g;
/** 138-0000-0009 could end one group of a UUID and begin the next: a hex digit in front says so. */
const apart = /(?<![0-9a-f])((?:86[- ]?)?1[3-9]\d)[- ]\d{4}[- ]?(\d{4})(?![0-9a-f])/g;
