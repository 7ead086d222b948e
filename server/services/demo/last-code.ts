import type { SmsPort } from '../sms/port.ts';

/** Sends as before, and remembers the newest code for the demo's page, so that a visitor needs no text message. */
export function rememberLastCode(port: SmsPort): SmsPort & { lastCode(): string | undefined } {
  let last: string | undefined;
  return {
    get available() {
      return port.available;
    },
    tells: (fact) => port.tells(fact),
    async send(message) {
      await port.send(message);
      if (message.template === 'one-time-code') last = message.code;
    },
    lastCode: () => last,
  };
}
