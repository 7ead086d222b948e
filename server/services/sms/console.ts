import { alertText } from '../../domain/alerts/alert-text.ts';
import { grabText } from '../../domain/seeker/grab-text.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import { showText } from '../../domain/seeker/show-text.ts';
import type { SmsPort } from './port.ts';

/**
 * The default where no carrier is configured: whoever runs the server reads the code off its terminal. The structured log never gets
 * it, and the number is masked even here.
 */
export function consoleSms(print: (line: string) => void = (line) => process.stderr.write(`${line}\n`)): SmsPort {
  return {
    available: true,
    tells: () => true,
    async send(message) {
      const to = `短信 SMS → ${maskPhone(message.phone)}`;
      if (message.template === 'grab') print(`${to}  ${grabText(message.text)}`);
      else if (message.template === 'show') print(`${to}  ${showText(message.text)}`);
      else if (message.template === 'alert') print(`${to}  ${alertText(message.text)}`);
      else print(`${to}  验证码 code ${message.code}  (${message.minutes} 分钟内有效 min)`);
    },
  };
}
