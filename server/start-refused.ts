/**
 * The process can't start, and a person can mend why: the message says what to do, in Chinese and English, and needs no stack trace.
 */
export class StartRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What to print when the start failed: words for what a person can mend, the whole trace for what only a programmer can. */
export function whyNotStarted(error: unknown): string {
  if (error instanceof StartRefused) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
