import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ConfigError, readConfig, workersFor } from './config.ts';
import { maskedConfig } from './config-print.ts';
import { lanAddress } from './lan-address.ts';

test('an empty environment is the embedded mode on port 3000, with the database in ./data', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ mode: 'embedded', http: { port: 3000, httpsPort: 3443 }, redis: undefined, sms: { driver: 'console' } });
  expect(config.database).toMatchObject({ kind: 'pglite' });
  expect(config.dataDir).toMatch(/\/data$/);
  expect(config.http.publicUrl).toBe(`http://${lanAddress()}:3000`);
  expect(config.http.publicUrlDeclared).toBe(false);
});

test('DATABASE_URL and REDIS_URL switch to the standard mode', () => {
  const config = readConfig({
    DATABASE_URL: 'postgres://u:p@db/gangbo',
    REDIS_URL: 'redis://cache:6379',
    PUBLIC_URL: 'https://gigs.example.cn/',
  });
  expect(config.mode).toBe('standard');
  expect(config.database).toMatchObject({ kind: 'postgres', url: 'postgres://u:p@db/gangbo' });
  expect(config.http.publicUrl).toBe('https://gigs.example.cn');
});

test('blank settings count as unset', () => {
  expect(readConfig({ PORT: ' ', DATABASE_URL: '' })).toMatchObject({ mode: 'embedded', http: { port: 3000 } });
});

test('media workers leave the server a core, and grow no further by themselves than ports can be counted on', () => {
  expect([1, 2, 4, 8, 64].map(workersFor)).toEqual([1, 1, 3, 7, 8]);
  expect(readConfig({ MEDIA_WORKERS: '12' }).media.workers).toBe(12);
});

test('every wrong setting is named at once, in Chinese and English', () => {
  const wrong = { PORT: 'eighty', DATABASE_URL: 'mysql://db/x', TLS_CERT: '/cert.pem', SMS_DRIVER: 'pigeon', VAULT_KEY: 'short' };
  const error = refusal(() => readConfig(wrong));
  expect(error.problems).toHaveLength(4);
  for (const name of ['PORT', 'DATABASE_URL', 'SMS_DRIVER', 'VAULT_KEY'])
    expect(error.message).toMatch(new RegExp(`${name}: .*[\\u4e00-\\u9fff].* · [a-z0-9]`, 'i'));
});

test.each([
  ['TRUSTED_PROXY', 'nginx'],
  ['TRUSTED_PROXY', '10.0.0.0/33'],
  ['TRUSTED_PROXY', '10.0.0.1, 10.0.0.0/8/8'],
  ['TRUSTED_PROXY', 'fe80::/129'],
  ['PORT', '70000'],
  ['PORT', '80.5'],
  ['HTTPS_PORT', '3000'],
  ['PUBLIC_URL', 'gigs.example.cn'],
  ['PUBLIC_URL', 'https://gigs.example.cn/gangbo'],
  ['PUBLIC_URL', 'https://me:secret@gigs.example.cn'],
  ['DATA_DIR', '/etc/hostname/data'],
  ['MEDIA_DIR', '/etc/hostname'],
  ['DATABASE_POOL', '0'],
  ['DATABASE_URL', 'db:5432/gangbo'],
  ['MEDIA_ANNOUNCED_ADDRESS', 'http://203.0.113.10'],
  ['MEDIA_ANNOUNCED_ADDRESS', '203.0.113.10:40000'],
  ['MEDIA_PORT', '65535'],
  ['SMS_ALIYUN_ENDPOINT', 'dysms api'],
  ['LOG_LEVEL', 'loud'],
  ['VAULT_KEY', '不是密钥'],
])('%s=%s is refused by name, with an example or the choices', (name, value) => {
  const { problems } = refusal(() => readConfig({ [name]: value, MEDIA_WORKERS: '2' }));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name}: .*(例如|之一).* · .*(e\\.g\\.|one of) `));
});

test('addresses and ranges of both families are believed as proxies', () => {
  expect(readConfig({ TRUSTED_PROXY: '127.0.0.1, 10.0.0.0/8,::1,fd00::/8' }).http.trustedProxies).toEqual([
    '127.0.0.1',
    '10.0.0.0/8',
    '::1',
    'fd00::/8',
  ]);
  expect(readConfig({}).http.trustedProxies).toEqual([]);
});

test('a certificate that is not there, or none, is said before anything is opened', () => {
  const { problems: absent } = refusal(() => readConfig({ TLS_CERT: '/nowhere/cert.pem', TLS_KEY: '/nowhere/key.pem' }));
  expect(absent).toEqual([expect.stringMatching(/^TLS_CERT: 读不到文件 \/nowhere\/cert\.pem.* · cannot read/)]);
  const file = fileURLToPath(import.meta.url);
  const { problems: none } = refusal(() => readConfig({ TLS_CERT: file, TLS_KEY: file }));
  expect(none).toEqual([expect.stringMatching(/^TLS_CERT: .*PEM.* · is no PEM certificate/)]);
});

test('settings that belong together are asked for together', () => {
  expect(refusal(() => readConfig({ TLS_CERT: '/c.pem' })).message).toContain('TLS_KEY');
  expect(refusal(() => readConfig({ SMS_DRIVER: 'aliyun' })).problems).toHaveLength(4);
  expect(refusal(() => readConfig({ REDIS_URL: 'redis://cache' })).message).toContain('DATABASE_URL');
});

test('object storage is given whole or not at all, and what nothing uses is refused instead of ignored', () => {
  const s3 = { S3_ENDPOINT: 'https://s3.example.cn/', S3_BUCKET: 'gangbo', S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'hunter5' };
  expect(readConfig(s3).media.s3).toEqual({
    endpoint: 'https://s3.example.cn',
    region: 'auto',
    bucket: 'gangbo',
    accessKeyId: 'id',
    secretAccessKey: 'hunter5',
  });
  const { problems } = refusal(() => readConfig({ S3_ENDPOINT: s3.S3_ENDPOINT, S3_BUCKET: s3.S3_BUCKET }));
  expect(problems.map((problem) => problem.split(':')[0])).toEqual(['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']);
  expect(refusal(() => readConfig({ S3_PUBLIC_URL: 'https://cdn.example.cn' })).message).toContain('CDN');
  expect(readConfig({ S3_BUCKET: '' })).toMatchObject({ mode: 'embedded', media: { s3: undefined } });
  expect(JSON.stringify(maskedConfig(readConfig(s3)))).not.toMatch(/hunter/);
});

test('TURN servers come with their secret, and are addresses of such', () => {
  const urls = 'turn:turn.example.cn:3478?transport=udp, turns:turn.example.cn:443?transport=tcp';
  expect(readConfig({ MEDIA_TURN_URLS: urls, MEDIA_TURN_SECRET: 'north' }).media.turn).toEqual({
    urls: ['turn:turn.example.cn:3478?transport=udp', 'turns:turn.example.cn:443?transport=tcp'],
    turnSecret: 'north',
  });
  expect(readConfig({}).media).toMatchObject({ turn: undefined, restreamPrivate: false });
  expect(refusal(() => readConfig({ MEDIA_TURN_URLS: urls })).problems).toEqual([expect.stringMatching(/^MEDIA_TURN_SECRET: /)]);
  expect(refusal(() => readConfig({ MEDIA_TURN_SECRET: 'north' })).problems).toEqual([expect.stringMatching(/^MEDIA_TURN_URLS: /)]);
  const wrong = { MEDIA_TURN_URLS: 'https://turn.example.cn', MEDIA_TURN_SECRET: 'north' };
  expect(refusal(() => readConfig(wrong)).problems).toEqual([expect.stringMatching(/^MEDIA_TURN_URLS: 应为 turn:/)]);
});

test('what is printed shows no secret', () => {
  const config = readConfig({
    DATABASE_URL: 'postgres://gangbo:hunter2@db:5432/gangbo?sslpassword=hunter3',
    REDIS_URL: 'redis://:hunter4@cache:6379/2',
    VAULT_KEY: Buffer.alloc(32, 7).toString('base64'),
    MEDIA_TURN_URLS: 'turn:turn.example.cn:3478?transport=udp',
    MEDIA_TURN_SECRET: 'hunter5',
  });
  const printed = JSON.stringify(maskedConfig(config));
  expect(printed).not.toMatch(/hunter\d|BwcHBwcH/);
  expect(printed).toContain('@db:5432/gangbo');
});

test('the LAN address prefers a private wired or wireless network to bridges and link-local addresses', () => {
  const ipv4 = (address: string, internal = false) => [{ address, family: 'IPv4', internal }];
  expect(
    lanAddress({ lo: ipv4('127.0.0.1', true), docker0: ipv4('172.17.0.1'), eth1: ipv4('169.254.1.1'), wlan0: ipv4('192.168.3.20') }),
  ).toBe('192.168.3.20');
  expect(lanAddress({ docker0: ipv4('172.17.0.1') })).toBe('172.17.0.1');
  expect(lanAddress({ lo: ipv4('127.0.0.1', true) })).toBe('127.0.0.1');
});

function refusal(act: () => unknown): ConfigError {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('was not refused');
}
