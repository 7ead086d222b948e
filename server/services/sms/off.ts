import { SmsFailure, type SmsPort } from './port.ts';

/** `SMS_DRIVER=off`: places are held 15 minutes and a clerk rings. */
export const noSms: SmsPort = {
  available: false,
  tells: () => false,
  async send() {
    throw new SmsFailure('off', { unsent: true });
  },
};
