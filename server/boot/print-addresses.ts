import type { Config } from '../config.ts';
import { secureUrl } from '../http/secure-url.ts';

export interface Welcome {
  config: Config;
  /** Actual ports; HTTPS may be off. */
  ports: { http: number; https: number | undefined };
  setupToken: string | undefined;
  demo: boolean;
}

/** What somebody who has just typed `npm start` needs to see, and nothing else. */
export function addressLines({ config, ports, setupToken, demo }: Welcome): string[] {
  const lan = config.http.publicUrl;
  const local = `http://localhost:${ports.http}`;
  const secure = secureUrl(config);
  const lines = ['', '  岗播已就绪 · Gangbo is ready', ''];
  if (demo) lines.push(row('演示 · demo', `${local}/demo`));
  lines.push(
    row('工作台 · studio', `${secure}/studio/`),
    row('　本机 · here', `${local}/studio/`),
    row('大屏 · screen', `${secure}/screen/`),
    row('手机 · phones', `${lan}/`),
    row('接口 · API', `${local}/api/docs`),
  );
  if (ports.https !== undefined && !config.http.tls) lines.push(row('安装证书 · certificate', `${lan}/trust`));
  if (setupToken) {
    lines.push(
      '',
      '  第一次使用：打开下面的链接创建管理员（72 小时内有效，只能用一次）',
      '  First start: this link creates the administrator (72 hours, once)',
      `  ${local}/studio/join?token=${setupToken}`,
      // A server in a cupboard has no browser: the same link from a laptop on its network.
      `  ${secure}/studio/join?token=${setupToken}`,
    );
  }
  if (!config.http.publicUrlDeclared) {
    lines.push(
      '',
      `  二维码和屏幕用的是本机局域网地址 ${lan}；不对就设置 PUBLIC_URL`,
      `  Codes and screens use this machine's LAN address; set PUBLIC_URL if that is wrong`,
    );
  }
  return [...lines, ''];
}

const row = (label: string, url: string): string => `  ${label.padEnd(24 - wideCharacters(label))}${url}`;

/** A Chinese character takes two columns of a terminal. */
const wideCharacters = (text: string): number => [...text].filter((character) => character.charCodeAt(0) > 0x2e80).length;
