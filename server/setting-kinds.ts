import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { z } from 'zod';

/** Kinds of settings, each with what is said of a wrong one: what it should be, and an example, in Chinese and English. */

interface Words {
  zh: string;
  en: string;
  example: string | number;
}

export const wordsOf = ({ zh, en, example }: Words): string => `${zh}，例如 ${example} · ${en}, e.g. ${example}`;
const says = (words: Words) => ({ error: wordsOf(words) });

export const port = (fallback: number) =>
  z.coerce
    .number(says({ zh: '应为 0–65535 的端口号', en: 'must be a port, 0–65535', example: fallback }))
    .int()
    .min(0)
    .max(65_535)
    .default(fallback);

export const count = (fallback: number, most: number) =>
  z.coerce
    .number(says({ zh: `应为 1–${most} 的整数`, en: `must be a whole number, 1–${most}`, example: fallback }))
    .int()
    .min(1)
    .max(most)
    .default(fallback);

export const url = (protocol: RegExp, words: Words) => z.url({ protocol, ...says(words) });

/** RFC 7064/7065, as RTCIceServer takes them. */
export const turnUrls = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((each) => each !== ''))
  .refine(
    (urls) =>
      urls.length > 0 && urls.length <= 8 && urls.every((each) => /^(turns?|stuns?):[\w.:[\]-]+(\?transport=(udp|tcp))?$/.test(each)),
    says({
      zh: '应为 turn: 或 turns: 地址，用逗号分开',
      en: 'must be turn: or turns: addresses, comma separated',
      example: 'turn:turn.example.cn:3478?transport=udp',
    }),
  );

export const oneOf = <const Choices extends readonly [string, ...string[]]>(choices: Choices) =>
  z.enum(choices, { error: `应为 ${choices.join('、')} 之一 · must be one of ${choices.join(', ')}` });

/** Everything hangs below the root of its address: codes on walls, the screens' service worker, cookies. */
export const origin = z.string().refine(
  (value) => {
    if (!/^https?:\/\//.test(value) || !URL.canParse(value)) return false;
    const { pathname, search, hash, username } = new URL(value);
    return pathname === '/' && search === '' && hash === '' && username === '';
  },
  says({
    zh: '应以 http:// 或 https:// 开头，不带路径',
    en: 'must start with http:// or https://, without a path',
    example: 'https://gigs.example.cn',
  }),
);

/** 32 bytes: the length of an AES-256 key and of an Ed25519 seed. */
export const key32 = z
  .string()
  .refine(
    (value) => /^[\w+/-]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length === 32,
    says({ zh: '应为 32 字节的 base64', en: 'must be 32 bytes in base64', example: '$(openssl rand -base64 32)' }),
  );

/** Addresses or CIDR ranges between commas. */
export const addressList = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine(
    (list) => list.every(isRange),
    says({
      zh: '应为 IP 地址或网段，用逗号隔开',
      en: 'must be IP addresses or CIDR ranges between commas',
      example: '127.0.0.1,10.0.0.0/8',
    }),
  );

function isRange(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32));
}

/** What other machines find this one by: neither protocol nor port. */
export const hostAddress = z
  .string()
  .refine(
    (value) => isIP(value) !== 0 || /^(?=.{1,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i.test(value),
    says({ zh: '应为 IP 地址或主机名', en: 'must be an IP address or a host name', example: '203.0.113.10' }),
  );

/** A host of the carrier's, or a whole address where it is reached through something else. */
export const endpoint = z
  .string()
  .refine(
    (value) => URL.canParse(value.includes('://') ? value : `https://${value}`) && !/\s/.test(value),
    says({ zh: '应为主机名', en: 'must be a host name', example: 'dysmsapi.aliyuncs.com' }),
  );

/** A folder that is there and can be written, or can be made. */
export const folder = z
  .string()
  .refine(canHold, says({ zh: '应为能写入的文件夹', en: 'must be a folder that this user may write to', example: '/var/lib/gangbo' }));

function canHold(path: string): boolean {
  const wanted = resolve(path);
  if (!existsSync(wanted)) return dirname(wanted) !== wanted && canHold(dirname(wanted));
  return statSync(wanted).isDirectory() && isAccessible(wanted, constants.W_OK | constants.X_OK);
}

function isAccessible(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** A setting that would do nothing is refused: whoever sets it believes that viewers fetch from there. */
export const throughUs = z
  .never({
    error:
      '录像由本服务转发（可在前面加 CDN），没有直接地址，请去掉这项设置 · recordings are served through this server (a CDN may stand before it); unset this',
  })
  .optional();

/** Why this certificate and key can't serve HTTPS together; `undefined` when they can. */
export function whyNoCertificate({
  cert,
  key,
}: {
  cert: string;
  key: string;
}): { setting: 'TLS_CERT' | 'TLS_KEY'; why: string } | undefined {
  for (const [setting, path] of [
    ['TLS_CERT', cert],
    ['TLS_KEY', key],
  ] as const)
    if (!existsSync(path) || !statSync(path).isFile() || !isAccessible(path, constants.R_OK))
      return { setting, why: wordsOf({ zh: `读不到文件 ${path}`, en: `cannot read ${path}`, example: '/etc/gangbo/tls.pem' }) };
  try {
    createSecureContext({ cert: readFileSync(cert), key: readFileSync(key) });
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return {
      setting: 'TLS_CERT',
      why: `与 TLS_KEY 不是一对 PEM 证书和私钥 · is no PEM certificate that goes with TLS_KEY (${said})`,
    };
  }
}
