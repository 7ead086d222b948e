import { maskPhone } from '../../domain/seeker/phone.ts';
import type { SmsPort } from './port.ts';

/**
 * The default where no carrier is configured: whoever runs the server reads the code off its terminal. The structured log never gets
 * it, and the number is masked even here.
 */
export function consoleSms(print: (line: string) => void = (line) => process.stderr.write(`${line}\n`)): SmsPort {
  return {
    available: true,
    async send({ phone, code, minutes }) {
      print(`短信 SMS → ${maskPhone(phone)}  验证码 code ${code}  (${minutes} 分钟内有效 min)`);
    },
  };
}
