import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { lanAddress } from './lan-address.ts';
import {
  addressList,
  count,
  endpoint,
  folder,
  hostAddress,
  key32,
  oneOf,
  origin,
  port,
  throughUs,
  turnUrls,
  url,
  whyNoCertificate,
  wordsOf,
} from './setting-kinds.ts';
import { StartRefused } from './start-refused.ts';

/**
 * The environment, parsed once into a typed value. Nothing else reads `process.env`: a setting that is wrong is refused here, at
 * the start, with what to do about it in Chinese and English.
 */

export interface Config {
  /** `standard` as soon as `DATABASE_URL` is set. */
  mode: 'embedded' | 'standard';
  version: string;
  http: {
    port: number;
    /** `undefined`: no HTTPS (`HTTPS_PORT=0`). */
    httpsPort: number | undefined;
    /** What other devices open, without a trailing slash. */
    publicUrl: string;
    /** `false`: guessed from this machine's LAN address. */
    publicUrlDeclared: boolean;
    tls: { certFile: string; keyFile: string } | undefined;
    /** Addresses or CIDR ranges whose `X-Forwarded-*` headers are believed; empty: nobody's. */
    trustedProxies: string[];
  };
  dataDir: string;
  database: { kind: 'pglite'; dir: string; snapshotDir: string } | { kind: 'postgres'; url: string; poolSize: number };
  redis: { url: string } | undefined;
  media: {
    dir: string;
    /** The address in ICE candidates. */
    announcedAddress: string;
    /** First port of the SFU, TCP and UDP; each worker takes the next one. */
    port: number;
    workers: number;
    /** A mediasoup worker built elsewhere. */
    workerBin: string | undefined;
    /** Where finished recordings go; absent: they stay in `dir`. */
    s3: { endpoint: string; region: string; bucket: string; accessKeyId: string; secretAccessKey: string } | undefined;
    /** TURN servers for networks that let nothing through; the secret makes credentials that lapse (coturn's `use-auth-secret`). */
    turn: { urls: string[]; turnSecret: string } | undefined;
    /** Shows go out with 360 lines beside the program's own picture. */
    smallPicture: boolean;
    /** Shows may be sent on to addresses inside this network. */
    restreamPrivate: boolean;
  };
  sms: SmsConfig;
  /** Absent: nobody is told anything by e-mail. */
  mail: MailConfig | undefined;
  /** Webhooks may go to addresses inside this network. */
  alertsPrivate: boolean;
  /** Where the vault's keys come from: the environment, or files in `dir`, made at the first start. */
  keys: { dir: string; vaultKey: string | undefined; signingKey: string | undefined };
  log: { level: LogLevel; pretty: boolean };
}

export type SmsConfig =
  | { driver: 'console' }
  | { driver: 'off' }
  | {
      driver: 'aliyun';
      accessKeyId: string;
      accessKeySecret: string;
      signName: string;
      templateCode: string;
      /** Absent: people are not texted about that. */
      grabTemplates: { promoted: string | undefined; confirmed: string | undefined };
      showTemplates: { 'show-starting': string | undefined; 'show-cancelled': string | undefined };
      /** For whoever looks after the screens. */
      alertTemplate: string | undefined;
      endpoint: string;
    };

export interface MailConfig {
  host: string;
  port: number;
  /** `tls`: from the first byte; `starttls`: insisted upon; `none`: a relay on this machine or in this network. */
  security: 'tls' | 'starttls' | 'none';
  login: { user: string; mailPassword: string } | undefined;
  from: string;
}

/** What a show needs for itself on a machine that carries everything: a smaller picture is made where there is more. */
const CORES_OF_A_SHOW = 2;

/** One core stays the server's: it packages what the workers carry. Each worker more is a port more to let through, and 250 more WebRTC viewers. */
const MOST_WORKERS_BY_THEMSELVES = 8;
export const workersFor = (cores: number): number => Math.min(Math.max(cores - 1, 1), MOST_WORKERS_BY_THEMSELVES);

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Every setting that is wrong, at once: nobody should mend one only to meet the next. */
export class ConfigError extends StartRefused {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`环境设置有误，请改正后重新启动 · settings to mend before starting:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Server and workers as processes of their own need a database and a bus that both reach. @throws ConfigError */
export function assertSeparable(config: Config): void {
  if (config.redis) return;
  throw new ConfigError([
    'REDIS_URL: server 与 workers 分开运行需要 DATABASE_URL 和 REDIS_URL；否则请用 npm start · server and workers as separate processes need DATABASE_URL and REDIS_URL; use npm start otherwise',
  ]);
}

type Env = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError naming every wrong setting */
export function readConfig(env: Env = process.env): Config {
  const parsed = Settings.safeParse(withoutBlanks(env));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  return nest(parsed.data);
}

const Settings = z
  .object({
    PORT: port(3000),
    HTTPS_PORT: port(3443),
    PUBLIC_URL: origin.optional(),
    TLS_CERT: z.string().optional(),
    TLS_KEY: z.string().optional(),
    TRUSTED_PROXY: addressList.default([]),
    DATA_DIR: folder.default('./data'),
    DATABASE_URL: url(/^postgres(ql)?$/, {
      zh: '应为 postgres:// 地址',
      en: 'must be a postgres:// address',
      example: 'postgres://gangbo@db/gangbo',
    }).optional(),
    DATABASE_POOL: count(12, 200),
    REDIS_URL: url(/^rediss?$/, { zh: '应为 redis:// 地址', en: 'must be a redis:// address', example: 'redis://redis:6379' }).optional(),
    MEDIA_DIR: folder.optional(),
    MEDIA_ANNOUNCED_ADDRESS: hostAddress.optional(),
    MEDIA_PORT: port(40_000),
    MEDIA_WORKERS: count(workersFor(availableParallelism()), 64),
    MEDIASOUP_WORKER_BIN: z.string().optional(),
    MEDIA_TURN_URLS: turnUrls.optional(),
    MEDIA_TURN_SECRET: z.string().optional(),
    MEDIA_360P: oneOf(['auto', 'on', 'off']).default('auto'),
    MEDIA_RESTREAM_PRIVATE: oneOf(['0', '1']).default('0'),
    SMS_DRIVER: oneOf(['console', 'off', 'aliyun']).default('console'),
    SMS_ALIYUN_ACCESS_KEY_ID: z.string().optional(),
    SMS_ALIYUN_ACCESS_KEY_SECRET: z.string().optional(),
    SMS_ALIYUN_SIGN_NAME: z.string().optional(),
    SMS_ALIYUN_TEMPLATE_CODE: z.string().optional(),
    SMS_ALIYUN_TEMPLATE_PROMOTED: z.string().optional(),
    SMS_ALIYUN_TEMPLATE_CONFIRMED: z.string().optional(),
    SMS_ALIYUN_TEMPLATE_SHOW_STARTING: z.string().optional(),
    SMS_ALIYUN_TEMPLATE_SHOW_CANCELLED: z.string().optional(),
    SMS_ALIYUN_TEMPLATE_ALERT: z.string().optional(),
    SMS_ALIYUN_ENDPOINT: endpoint.default('dysmsapi.aliyuncs.com'),
    MAIL_HOST: hostAddress.optional(),
    MAIL_PORT: port(465),
    MAIL_SECURITY: oneOf(['tls', 'starttls', 'none']).default('tls'),
    MAIL_USER: z.string().optional(),
    MAIL_PASSWORD: z.string().optional(),
    MAIL_FROM: z.email('应为发件邮箱，如 gangbo@example.cn · must be a mailbox, such as gangbo@example.cn').optional(),
    ALERTS_PRIVATE: oneOf(['0', '1']).default('0'),
    S3_ENDPOINT: url(/^https?$/, {
      zh: '应为 http(s):// 地址，不带桶名',
      en: 'must be an http(s):// address, without the bucket',
      example: 'https://s3.example.cn',
    }).optional(),
    S3_REGION: z.string().default('auto'),
    S3_BUCKET: z.string().optional(),
    S3_ACCESS_KEY_ID: z.string().optional(),
    S3_SECRET_ACCESS_KEY: z.string().optional(),
    S3_PUBLIC_URL: throughUs,
    VAULT_KEY: key32.optional(),
    SIGNING_KEY: key32.optional(),
    LOG_LEVEL: oneOf(logLevels).default('info'),
    LOG_PRETTY: oneOf(['0', '1']).optional(),
  })
  .check((check) => {
    const set = check.value;
    const refuse = (name: keyof typeof set, message: string) =>
      check.issues.push({ code: 'custom', input: undefined, path: [name], message });

    const missing = (['TLS_CERT', 'TLS_KEY'] as const).filter((name) => set[name] === undefined);
    if (missing.length === 1)
      for (const name of missing)
        refuse(name, wordsOf({ zh: '证书与私钥须同时设置', en: 'certificate and key go together', example: '/etc/gangbo/tls.key' }));
    const wrong = set.TLS_CERT && set.TLS_KEY ? whyNoCertificate({ cert: set.TLS_CERT, key: set.TLS_KEY }) : undefined;
    if (wrong) refuse(wrong.setting, wrong.why);

    if (set.PORT !== 0 && set.PORT === set.HTTPS_PORT)
      refuse('HTTPS_PORT', wordsOf({ zh: '不能与 PORT 相同（0 为关闭）', en: 'must differ from PORT (0 turns HTTPS off)', example: 3443 }));
    if (set.MEDIA_PORT + set.MEDIA_WORKERS - 1 > 65_535)
      refuse(
        'MEDIA_PORT',
        wordsOf({ zh: '每个直播进程占一个端口，超出了 65535', en: 'each media worker takes a port, up to 65535', example: 40_000 }),
      );
    if ((set.MEDIA_TURN_URLS === undefined) !== (set.MEDIA_TURN_SECRET === undefined))
      refuse(
        set.MEDIA_TURN_URLS === undefined ? 'MEDIA_TURN_URLS' : 'MEDIA_TURN_SECRET',
        'MEDIA_TURN_URLS 与 MEDIA_TURN_SECRET 须同时设置 · MEDIA_TURN_URLS and MEDIA_TURN_SECRET go together',
      );
    if (set.SMS_DRIVER === 'aliyun')
      for (const name of aliyunNames)
        if (set[name] === undefined) refuse(name, 'SMS_DRIVER=aliyun 时必填 · required with SMS_DRIVER=aliyun');
    if ((set.MAIL_HOST === undefined) !== (set.MAIL_FROM === undefined))
      refuse(
        set.MAIL_HOST === undefined ? 'MAIL_HOST' : 'MAIL_FROM',
        'MAIL_HOST 与 MAIL_FROM 须同时设置 · MAIL_HOST and MAIL_FROM go together',
      );
    if ((set.MAIL_USER === undefined) !== (set.MAIL_PASSWORD === undefined))
      refuse(
        set.MAIL_USER === undefined ? 'MAIL_USER' : 'MAIL_PASSWORD',
        'MAIL_USER 与 MAIL_PASSWORD 须同时设置 · MAIL_USER and MAIL_PASSWORD go together',
      );
    const given = s3Names.filter((name) => set[name] !== undefined);
    if (given.length > 0)
      for (const name of s3Names)
        if (set[name] === undefined) refuse(name, `与 ${given.join('、')} 一起必填 · required with ${given.join(', ')}`);
    if (set.REDIS_URL !== undefined && set.DATABASE_URL === undefined)
      refuse(
        'REDIS_URL',
        '内嵌数据库只属于一个进程，用 Redis 请同时设置 DATABASE_URL · Redis needs DATABASE_URL too: the embedded database is one process’s',
      );
  });

const aliyunNames = [
  'SMS_ALIYUN_ACCESS_KEY_ID',
  'SMS_ALIYUN_ACCESS_KEY_SECRET',
  'SMS_ALIYUN_SIGN_NAME',
  'SMS_ALIYUN_TEMPLATE_CODE',
] as const;

const s3Names = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

function nest(set: z.output<typeof Settings>): Config {
  const dataDir = resolve(set.DATA_DIR);
  const lan = lanAddress();
  return {
    mode: set.DATABASE_URL === undefined ? 'embedded' : 'standard',
    version: packageVersion(),
    http: {
      port: set.PORT,
      httpsPort: set.HTTPS_PORT === 0 ? undefined : set.HTTPS_PORT,
      publicUrl: (set.PUBLIC_URL ?? `http://${lan}:${set.PORT}`).replace(/\/+$/, ''),
      publicUrlDeclared: set.PUBLIC_URL !== undefined,
      tls: set.TLS_CERT && set.TLS_KEY ? { certFile: resolve(set.TLS_CERT), keyFile: resolve(set.TLS_KEY) } : undefined,
      trustedProxies: set.TRUSTED_PROXY,
    },
    dataDir,
    database:
      set.DATABASE_URL === undefined
        ? { kind: 'pglite', dir: resolve(dataDir, 'db'), snapshotDir: resolve(dataDir, 'snapshots') }
        : { kind: 'postgres', url: set.DATABASE_URL, poolSize: set.DATABASE_POOL },
    redis: set.REDIS_URL === undefined ? undefined : { url: set.REDIS_URL },
    media: {
      dir: set.MEDIA_DIR === undefined ? resolve(dataDir, 'media') : resolve(set.MEDIA_DIR),
      announcedAddress: set.MEDIA_ANNOUNCED_ADDRESS ?? lan,
      port: set.MEDIA_PORT,
      workers: set.MEDIA_WORKERS,
      workerBin: set.MEDIASOUP_WORKER_BIN,
      s3: s3Of(set),
      turn: set.MEDIA_TURN_URLS && set.MEDIA_TURN_SECRET ? { urls: set.MEDIA_TURN_URLS, turnSecret: set.MEDIA_TURN_SECRET } : undefined,
      smallPicture: set.MEDIA_360P === 'on' || (set.MEDIA_360P === 'auto' && availableParallelism() > CORES_OF_A_SHOW),
      restreamPrivate: set.MEDIA_RESTREAM_PRIVATE === '1',
    },
    sms: smsOf(set),
    mail: mailOf(set),
    alertsPrivate: set.ALERTS_PRIVATE === '1',
    keys: { dir: resolve(dataDir, 'keys'), vaultKey: set.VAULT_KEY, signingKey: set.SIGNING_KEY },
    log: { level: set.LOG_LEVEL, pretty: set.LOG_PRETTY === undefined ? process.stdout.isTTY === true : set.LOG_PRETTY === '1' },
  };
}

function s3Of(set: z.output<typeof Settings>): Config['media']['s3'] {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = set;
  if (!endpoint || !bucket || !accessKeyId || !secretAccessKey) return undefined;
  return { endpoint: endpoint.replace(/\/+$/, ''), region: set.S3_REGION, bucket, accessKeyId, secretAccessKey };
}

function mailOf(set: z.output<typeof Settings>): MailConfig | undefined {
  const { MAIL_HOST: host, MAIL_FROM: from, MAIL_USER: user, MAIL_PASSWORD: mailPassword } = set;
  if (!host || !from) return undefined;
  return { host, from, port: set.MAIL_PORT, security: set.MAIL_SECURITY, login: user && mailPassword ? { user, mailPassword } : undefined };
}

function smsOf(set: z.output<typeof Settings>): SmsConfig {
  if (set.SMS_DRIVER !== 'aliyun') return { driver: set.SMS_DRIVER };
  return {
    driver: 'aliyun',
    // The check above refused any that is missing.
    accessKeyId: set.SMS_ALIYUN_ACCESS_KEY_ID ?? '',
    accessKeySecret: set.SMS_ALIYUN_ACCESS_KEY_SECRET ?? '',
    signName: set.SMS_ALIYUN_SIGN_NAME ?? '',
    templateCode: set.SMS_ALIYUN_TEMPLATE_CODE ?? '',
    grabTemplates: { promoted: set.SMS_ALIYUN_TEMPLATE_PROMOTED, confirmed: set.SMS_ALIYUN_TEMPLATE_CONFIRMED },
    showTemplates: {
      'show-starting': set.SMS_ALIYUN_TEMPLATE_SHOW_STARTING,
      'show-cancelled': set.SMS_ALIYUN_TEMPLATE_SHOW_CANCELLED,
    },
    alertTemplate: set.SMS_ALIYUN_TEMPLATE_ALERT,
    endpoint: set.SMS_ALIYUN_ENDPOINT,
  };
}

/** `PORT=` in a compose file means unset, not zero. */
function withoutBlanks(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
}

function packageVersion(): string {
  const packageJson: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return z.object({ version: z.string() }).parse(packageJson).version;
}
