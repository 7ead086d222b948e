import { Refusal } from '../../refusal.ts';

const mb = 1024 * 1024;

/** What a file may be at most. A 50,000-row workbook has 3–6 MB; these leave room and still protect a small server. */
export const limits = {
  fileBytes: 100 * mb,
  /** Text that people paste. */
  chatBytes: 4 * mb,
  zipEntries: 2_000,
  /** All parts together, unpacked. */
  unpackedBytes: 600 * mb,
  /** Office XML packs 10–20 times, repetitive sheets up to 100; beyond this a large part is a bomb. */
  packingRatio: 250,
  packingRatioFromBytes: 16 * mb,
  rows: 200_000,
  columns: 200,
  sheets: 100,
  /** Shared strings of a workbook, in UTF-16 units: what stands in memory at once. */
  sharedText: 48 * mb,
  /** One text node: a cell of 100,000 characters is read, so that it can be refused by name. */
  textNode: 4 * mb,
} as const;

/** What a table or text file that exceeds `fileBytes` is told, while it comes in and when it is read. */
export const tooLarge = (): Refusal => new Refusal('INTAKE_TOO_LARGE', { limit: limits.fileBytes / mb });
