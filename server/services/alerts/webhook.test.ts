import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { robotRefusal, robotUrl } from './robot-body.ts';
import { callWebhook } from './webhook.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function receiver(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  closing.push(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}
const call = (url: string) => ({ url, body: '{"a":1}', secret: 'sixteen letters!', id: 'm1', at: new Date('2026-03-04T01:02:03Z') });

describe('a webhook', () => {
  it('is signed over time and body', async () => {
    let heard: IncomingMessage | undefined;
    const url = await receiver((request, response) => {
      heard = request;
      response.end('ok');
    });
    expect(await callWebhook(call(url), { allowPrivate: true })).toBe('ok');
    const mac = createHmac('sha256', 'sixteen letters!').update('1772586123.{"a":1}').digest('hex');
    expect(heard?.headers['x-gangbo-signature']).toBe(`t=1772586123,v1=${mac}`);
    expect(heard?.headers['x-gangbo-delivery']).toBe('m1');
  });

  it.each([
    ['a refusal', 'http-500', (_: IncomingMessage, response: Parameters<RequestListener>[1]) => response.writeHead(500).end()],
    [
      'a redirect, which is not followed',
      'http-302',
      (_: IncomingMessage, response: Parameters<RequestListener>[1]) => response.writeHead(302, { location: '/elsewhere' }).end(),
    ],
  ])('fails with a code on %s', async (_, reason, answer) => {
    await expect(callWebhook(call(await receiver(answer)), { allowPrivate: true })).rejects.toMatchObject({ reason });
  });

  it.each(['http://127.0.0.1:9/', 'http://[::1]:9/', 'http://169.254.169.254/latest', 'http://localhost:9/'])(
    'never reaches the machines beside the server: %s',
    async (url) => {
      await expect(callWebhook(call(url), { allowPrivate: false })).rejects.toMatchObject({ reason: 'private-address' });
    },
  );
});

describe('a group’s robot', () => {
  it('says no in a body that came with 200', () => {
    expect(robotRefusal('{"errcode":0,"errmsg":"ok"}')).toBeUndefined();
    expect(robotRefusal('{"errcode":310000,"errmsg":"keywords not in content"}')).toBe(310000);
    expect(robotRefusal('{"code":19021,"msg":"sign match fail"}')).toBe(19021);
    expect(robotRefusal('<html>')).toBe(-1);
  });

  it('of 钉钉 is signed in its address', () => {
    const url = robotUrl('dingtalk', { url: 'https://oapi.dingtalk.com/robot/send?access_token=x', secret: 'SEC1', at: new Date(1_000) });
    expect(new URL(url).searchParams.get('timestamp')).toBe('1000');
    expect(new URL(url).searchParams.get('sign')).toBe(createHmac('sha256', 'SEC1').update('1000\nSEC1').digest('base64'));
  });
});
