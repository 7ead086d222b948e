import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
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

test('every wrong setting is named at once, in Chinese and English', () => {
  const wrong = { PORT: 'eighty', DATABASE_URL: 'mysql://db/x', TLS_CERT: '/cert.pem', SMS_DRIVER: 'pigeon', VAULT_KEY: 'short' };
  const error = refusal(() => readConfig(wrong));
  expect(error.problems).toHaveLength(4);
  for (const name of ['PORT', 'DATABASE_URL', 'SMS_DRIVER', 'VAULT_KEY'])
    expect(error.message).toMatch(new RegExp(`${name}: .*[\\u4e00-\\u9fff].* · [a-z0-9]`, 'i'));
});

test('settings that belong together are asked for together', () => {
  expect(refusal(() => readConfig({ TLS_CERT: '/c.pem' })).message).toContain('TLS_KEY');
  expect(refusal(() => readConfig({ SMS_DRIVER: 'aliyun' })).problems).toHaveLength(4);
  expect(refusal(() => readConfig({ REDIS_URL: 'redis://cache' })).message).toContain('DATABASE_URL');
});

test('object storage, which nothing uses yet, is refused instead of ignored', () => {
  const { problems } = refusal(() => readConfig({ S3_ENDPOINT: 'https://s3.example.cn', S3_BUCKET: 'gangbo' }));
  expect(problems).toHaveLength(2);
  for (const problem of problems) expect(problem).toMatch(/^S3_[A-Z]+: 媒体目前只存在本机磁盘.* · media is kept on disk for now/);
  expect(readConfig({ S3_BUCKET: '' })).toMatchObject({ mode: 'embedded' });
});

test('what is printed shows no secret', () => {
  const config = readConfig({
    DATABASE_URL: 'postgres://gangbo:hunter2@db:5432/gangbo?sslpassword=hunter3',
    REDIS_URL: 'redis://:hunter4@cache:6379/2',
    VAULT_KEY: Buffer.alloc(32, 7).toString('base64'),
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
