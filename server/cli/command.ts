/** One word after `npm run gangbo --`: a file in `commands/` of that name. */
export interface Command {
  /** One line for the list of commands: what it does, Chinese first. */
  summary: string;
  /** How it is called, without `npm run gangbo --`. */
  usage: string;
  /**
   * Answers go to stdout, everything else to stderr.
   * @returns the exit code
   */
  run(args: string[]): Promise<number>;
}
