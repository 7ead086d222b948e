import { alertText } from '../../domain/alerts/alert-text.ts';
import { grabText } from '../../domain/seeker/grab-text.ts';
import { showText } from '../../domain/seeker/show-text.ts';
import type { SmsMessage, SmsPort } from './port.ts';

export interface SmsSink extends SmsPort {
  readonly sent: readonly SmsMessage[];
  /** The newest code sent to the number. */
  codeFor(phone: string): string | undefined;
  /** What was said to the number, codes aside, in words. */
  textsTo(phone: string): string[];
}

/** Gives tests the codes that a phone would receive. */
export function smsSink(): SmsSink {
  const sent: SmsMessage[] = [];
  return {
    available: true,
    tells: () => true,
    sent,
    async send(message) {
      sent.push(message);
    },
    codeFor: (phone) =>
      sent.flatMap((message) => (message.phone === phone && message.template === 'one-time-code' ? [message.code] : [])).at(-1),
    textsTo: (phone) => sent.flatMap((message) => (message.phone === phone ? wordsOf(message) : [])),
  };
}

function wordsOf(message: SmsMessage): string[] {
  if (message.template === 'grab') return [grabText(message.text)];
  if (message.template === 'alert') return [alertText(message.text)];
  return message.template === 'show' ? [showText(message.text)] : [];
}
