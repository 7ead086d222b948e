import type { SmsConfig } from '../../config.ts';
import { aliyunSms } from './aliyun.ts';
import { consoleSms } from './console.ts';
import { noSms } from './off.ts';
import type { SmsPort } from './port.ts';

export function smsFromConfig(config: SmsConfig): SmsPort {
  switch (config.driver) {
    case 'console':
      return consoleSms();
    case 'aliyun':
      return aliyunSms(config);
    case 'off':
      return noSms;
  }
}
