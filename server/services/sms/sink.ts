import type { SmsMessage, SmsPort } from './port.ts';

export interface SmsSink extends SmsPort {
  readonly sent: readonly SmsMessage[];
  /** The newest code sent to the number. */
  codeFor(phone: string): string | undefined;
}

/** Gives tests the codes that a phone would receive. */
export function smsSink(): SmsSink {
  const sent: SmsMessage[] = [];
  return {
    available: true,
    sent,
    async send(message) {
      sent.push(message);
    },
    codeFor: (phone) => sent.findLast((message) => message.phone === phone)?.code,
  };
}
