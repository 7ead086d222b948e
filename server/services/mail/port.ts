export interface Letter {
  to: string;
  subject: string;
  /** Plain text: it is read on a phone at night. */
  text: string;
  /** The same for the same letter: a mailbox that gets it twice shows it once. */
  id: string;
}

export interface MailPort {
  /** False: the installation has no mail server. */
  readonly available: boolean;
  /** Resolves when the mail server has taken the letter. @throws MailFailure */
  send(letter: Letter): Promise<void>;
}

/** The mail server refused or could not be reached. `reason` is its code, never an address. */
export class MailFailure extends Error {
  readonly reason: string;

  constructor(reason: string, options: ErrorOptions = {}) {
    super(`e-mail not sent: ${reason}`, options);
    this.name = 'MailFailure';
    this.reason = reason;
  }
}
