import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { aliyunSms, signRequest } from './aliyun.ts';

const config = {
  driver: 'aliyun',
  accessKeyId: 'an-id',
  accessKeySecret: 'a-secret',
  signName: '星工驿站',
  templateCode: 'SMS_1',
  grabTemplates: { promoted: 'SMS_2', confirmed: undefined },
  showTemplates: { 'show-starting': 'SMS_4', 'show-cancelled': undefined },
  alertTemplate: 'SMS_5',
  endpoint: '',
} as const;
const message = { phone: '13900000001', template: 'one-time-code', code: '204816', minutes: 10 } as const;

describe('the Aliyun signature', () => {
  it('is the one that the example of the documentation ends with', () => {
    // 阿里云 OpenAPI V3 版本请求体&签名机制, "固定参数示例"
    const { headers } = signRequest({
      method: 'POST',
      host: 'ecs.cn-shanghai.aliyuncs.com',
      action: 'RunInstances',
      version: '2014-05-26',
      query: { ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd', RegionId: 'cn-shanghai' },
      accessKeyId: 'YourAccessKeyId',
      accessKeySecret: 'YourAccessKeySecret',
      date: '2023-10-26T10:22:32Z',
      nonce: '3156853299f313e23d1673dc12e1703d',
    });
    expect(headers.authorization).toBe(
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
  });
});

describe('the Aliyun driver', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  /** A server that speaks as the carrier does. */
  async function carrier(body: string, status = 200) {
    const heard: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      heard.push(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { heard, sms: aliyunSms({ ...config, endpoint }) };
  }

  it('sends the template with the code to the number, signed', async () => {
    const { heard, sms } = await carrier('{"Code":"OK","RequestId":"1"}');
    await sms.send(message);
    const query = new URL(heard[0]?.url ?? '', 'http://x').searchParams;
    expect(Object.fromEntries(query)).toEqual({
      PhoneNumbers: '13900000001',
      SignName: '星工驿站',
      TemplateCode: 'SMS_1',
      TemplateParam: '{"code":"204816","minutes":"10"}',
    });
    expect(heard[0]?.headers.authorization).toMatch(/^ACS3-HMAC-SHA256 Credential=an-id,.*Signature=[0-9a-f]{64}$/);
    expect(heard[0]?.headers['x-acs-action']).toBe('SendSms');
  });

  it('tells of a grab by the template that was registered for it, and of nothing else', async () => {
    const { heard, sms } = await carrier('{"Code":"OK","RequestId":"1"}');
    expect([sms.tells('promoted'), sms.tells('confirmed')]).toEqual([true, false]);
    const job = { number: 17, trade: '搬运工', stationPhone: '0571-87001234' };
    await sms.send({ phone: '13900000001', template: 'grab', text: { fact: 'promoted', ...job } });
    const query = new URL(heard[0]?.url ?? '', 'http://x').searchParams;
    expect(query.get('TemplateCode')).toBe('SMS_2');
    expect(JSON.parse(query.get('TemplateParam') ?? '')).toEqual({ number: '17', trade: '搬运工', phone: '0571-87001234' });
    const failure = await sms.send({ phone: '13900000001', template: 'grab', text: { fact: 'confirmed', ...job } }).catch((error) => error);
    expect(failure).toMatchObject({ reason: 'no-template', unsent: true });
    expect(heard).toHaveLength(1);
  });

  it('knows whether a failure can have sent something', async () => {
    const refused = await carrier('{"Code":"isv.BUSINESS_LIMIT_CONTROL"}');
    await expect(refused.sms.send(message)).rejects.toMatchObject({ unsent: true });
    const nonsense = await carrier('<html>', 502);
    await expect(nonsense.sms.send(message)).rejects.toMatchObject({ unsent: false });
    // Nobody listens where somebody has just left.
    const gone = await carrier('');
    for (const close of closers.splice(0)) close();
    await expect(gone.sms.send(message)).rejects.toMatchObject({ reason: 'unreachable', unsent: true });
  });

  it('fails with the reason that the carrier gave, without number or code', async () => {
    const { sms } = await carrier('{"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":"13900000001"}');
    const failure = await sms.send(message).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'SmsFailure', reason: 'isv.BUSINESS_LIMIT_CONTROL' });
    expect(String(failure)).not.toMatch(/13900000001|204816/);
  });

  it('fails when the carrier answers nonsense or not at all', async () => {
    const { sms } = await carrier('<html>', 502);
    await expect(sms.send(message)).rejects.toMatchObject({ reason: 'http-502' });
    await expect(aliyunSms({ ...config, endpoint: 'http://127.0.0.1:9' }).send(message)).rejects.toMatchObject({ reason: 'unreachable' });
  });
});
