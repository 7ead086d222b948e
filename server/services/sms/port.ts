/** What is said by text message. Templates are registered with the carrier: free text can't be sent. */
export interface SmsMessage {
  /** Mainland mobile, 11 digits. */
  phone: string;
  template: 'one-time-code';
  /** Six digits. */
  code: string;
  /** How long the code is good for. */
  minutes: number;
}

export interface SmsPort {
  /** False: the installation has no text messages, and places are held for a call instead. */
  readonly available: boolean;
  /** Resolves when the carrier has taken the message. @throws SmsFailure */
  send(message: SmsMessage): Promise<void>;
}

/** The carrier refused or could not be reached. `reason` is the carrier's code, never the number or the text. */
export class SmsFailure extends Error {
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`text message not sent: ${reason}`, options);
    this.name = 'SmsFailure';
    this.reason = reason;
  }
}
