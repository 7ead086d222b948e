import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { WebhookFormat } from '../../domain/alerts/kinds.ts';

/** What the group robots of the three office messengers take: their own JSON, one text. */
export function robotBody(format: Exclude<WebhookFormat, 'json'>, text: string): string {
  return format === 'feishu'
    ? JSON.stringify({ msg_type: 'text', content: { text } })
    : JSON.stringify({ msgtype: 'text', text: { content: text } });
}

/** 钉钉 signs in the address: 自定义机器人安全设置, 加签. The others know their robot by its address alone. */
export function robotUrl(format: WebhookFormat, { url, secret, at }: { url: string; secret: string | undefined; at: Date }): string {
  if (format !== 'dingtalk' || secret === undefined) return url;
  const signed = new URL(url);
  const timestamp = String(at.getTime());
  signed.searchParams.set('timestamp', timestamp);
  signed.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
  return signed.toString();
}

const robotAnswer = z.union([z.object({ errcode: z.int() }), z.object({ code: z.int() }), z.object({ StatusCode: z.int() })]);

/** They answer 200 to everything, with a code of their own. @returns the code where it is a refusal */
export function robotRefusal(answer: string): number | undefined {
  let said: unknown;
  try {
    said = JSON.parse(answer);
  } catch {
    return -1;
  }
  const parsed = robotAnswer.safeParse(said);
  if (!parsed.success) return -1;
  const [code] = Object.values(parsed.data);
  return code === 0 ? undefined : code;
}
