import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import type { Readable } from 'node:stream';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { limits, tooLarge } from './read/limits.ts';

/** What is kept of a file: where it lies below DATA_DIR/evidence, and what it was. */
export interface KeptFile {
  evidencePath: string;
  sha256: string;
  bytes: number;
}

const mb = 1024 * 1024;
/** Kept as evidence up to here; a table up to what the reader takes, so that nothing is kept that could only be refused. */
export const mostBytes = { table: limits.fileBytes, photo: 20 * mb, voice: 50 * mb } as const;
/** Enough for every signature that is looked at. */
const headBytes = 4_096;

export const evidenceDir = (ctx: Pick<Context, 'config'>): string => join(ctx.config.dataDir, 'evidence');

/**
 * Streams a file to disk while it is hashed: never more than a chunk in memory. It gets its name only when it is whole, so a torn upload
 * leaves nothing that looks like evidence.
 * @throws Refusal INTAKE_TOO_LARGE, TOO_LARGE, INTAKE_EMPTY
 */
export async function keepFile(
  ctx: Context,
  name: string,
  body: AsyncIterable<Uint8Array>,
  kind: keyof typeof mostBytes,
): Promise<KeptFile> {
  const most = mostBytes[kind];
  const month = ctx.clock.now().toString().slice(0, 7);
  const evidencePath = join(month, name);
  const path = join(evidenceDir(ctx), evidencePath);
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      for await (const chunk of body) {
        bytes += chunk.byteLength;
        if (bytes > most) throw kind === 'table' ? tooLarge() : new Refusal('TOO_LARGE', { limit: `${most / mb} MB` });
        hash.update(chunk);
        await file.write(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (bytes === 0) throw new Refusal('INTAKE_EMPTY');
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return { evidencePath, sha256: hash.digest('hex'), bytes };
}

/** Where a kept file lies. Paths come from our own table, and still never lead out of the folder. */
export function pathOfEvidence(ctx: Pick<Context, 'config'>, evidencePath: string): string {
  const dir = evidenceDir(ctx);
  const path = normalize(join(dir, evidencePath));
  if (!path.startsWith(normalize(dir) + sep)) throw new Error('evidence lies outside its folder');
  return path;
}

export async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A stretch of the file, both ends included, as RFC 9110 §14 counts them. @throws Refusal BAD_INPUT where it lies behind the end */
export async function streamEvidence(path: string, range?: { start: number; end: number }): Promise<{ stream: Readable; bytes: number }> {
  const { size } = await stat(path);
  if (range && range.start >= size) throw new Refusal('BAD_INPUT', { field: 'range' });
  return { stream: createReadStream(path, range), bytes: size };
}
