/** A recording lies on the host's machine for a week, and no longer: it shows people. */
export const LAPSES_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

/** The name says when it began, so that nothing else must be kept beside it. */
export const recordingName = (beganMs: number): string => `${beganMs}.webm`;

/** ms since the Unix epoch; undefined for a file that is none of ours. */
export function recordingBegan(name: string): number | undefined {
  const [, digits] = /^(\d{13})\.webm$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Hours of program that a space holds, at what a recorder writes. */
export const hoursOf = (bytes: number): number => bytes / ((1_500_000 + 96_000) / 8) / 3_600;
