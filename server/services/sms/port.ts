import type { AlertText } from '../../domain/alerts/alert-text.ts';
import type { GrabText } from '../../domain/seeker/grab-text.ts';
import type { ShowText } from '../../domain/seeker/show-text.ts';

/** What is said by text message. Templates are registered with the carrier: free text can't be sent. */
export type SmsMessage = {
  /** Mainland mobile, 11 digits. */
  phone: string;
} & (OneTimeCode | { template: 'grab'; text: GrabText } | { template: 'show'; text: ShowText } | { template: 'alert'; text: AlertText });

interface OneTimeCode {
  template: 'one-time-code';
  /** Six digits. */
  code: string;
  /** How long the code is good for. */
  minutes: number;
}

export interface SmsPort {
  /** False: the installation has no text messages, and places are held for a call instead. */
  readonly available: boolean;
  /** Whether the carrier has a template to tell people of this. */
  tells(fact: GrabText['fact'] | ShowText['fact'] | 'alert'): boolean;
  /** Resolves when the carrier has taken the message. @throws SmsFailure */
  send(message: SmsMessage): Promise<void>;
}

/** The carrier refused or could not be reached. `reason` is the carrier's code, never the number or the text. */
export class SmsFailure extends Error {
  readonly reason: string;
  /** Certainly nobody was texted, so trying again can't text twice; false where an answer got lost on the way. */
  readonly unsent: boolean;

  constructor(reason: string, { unsent = false, ...options }: ErrorOptions & { unsent?: boolean } = {}) {
    super(`text message not sent: ${reason}`, options);
    this.name = 'SmsFailure';
    this.reason = reason;
    this.unsent = unsent;
  }
}
