import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { StartRefused } from '../start-refused.ts';
import { openVault, type Vault } from './vault.ts';

export class KeyFileBroken extends StartRefused {
  constructor(file: string) {
    super(`密钥文件 ${file} 已损坏，请从备份恢复；没有它，已加密的手机号无法读出 · key file is damaged: restore it from a backup`);
  }
}

/** The vault with keys from the environment, or from files made at the first start. */
export async function vaultFromConfig(config: Config['keys']): Promise<Vault> {
  const [vaultKey, signingSeed] = await Promise.all([
    config.vaultKey === undefined ? keyFile(config.dir, 'vault.key') : Buffer.from(config.vaultKey, 'base64'),
    config.signingKey === undefined ? keyFile(config.dir, 'signing.key') : Buffer.from(config.signingKey, 'base64'),
  ]);
  return openVault({ vaultKey, signingSeed });
}

async function keyFile(dir: string, name: string): Promise<Uint8Array> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, name);
  const known = await readKey(file);
  if (known) return known;
  await createOnce(dir, file, `${randomBytes(32).toString('base64')}\n`);
  const made = await readKey(file);
  if (!made) throw new KeyFileBroken(file);
  return made;
}

async function readKey(file: string): Promise<Uint8Array | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const key = Buffer.from(text, 'base64');
  if (key.length !== 32) throw new KeyFileBroken(file);
  // Copied about or unpacked from a backup, it may have become readable to others.
  await chmod(file, 0o600);
  return key;
}

/** Server and workers may start together on one folder: whole or not at all, and the first one wins. */
async function createOnce(dir: string, file: string, text: string): Promise<void> {
  const aside = join(dir, `.${randomBytes(6).toString('hex')}.part`);
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(aside, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(aside);
  const folder = await open(dir, 'r');
  await folder.sync().finally(() => folder.close());
}
