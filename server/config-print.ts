import type { Config } from './config.ts';

const secretNames = new Set(['accessKeyId', 'accessKeySecret', 'secretAccessKey', 'vaultKey', 'signingKey', 'turnSecret', 'mailPassword']);

/** The configuration in force, secrets masked: what `gangbo config` prints and the log may show. */
export function maskedConfig(config: Config): Record<string, unknown> {
  return mask(config) as Record<string, unknown>;
}

function mask(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return secretNames.has(name) ? '••••••' : maskUrl(value);
  if (Array.isArray(value)) return value.map((item) => mask(item));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mask(inner, key)]));
  return value ?? null;
}

/** A database address may carry its password, in the authority or among the parameters. */
function maskUrl(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.password) url.password = '••••••';
  for (const key of url.searchParams.keys()) if (/pass|secret|token|key/i.test(key)) url.searchParams.set(key, '••••••');
  return decodeURI(url.toString()).replace(/\/$/, '');
}
