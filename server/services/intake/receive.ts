import { rm } from 'node:fs/promises';
import { intakes } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { type KeptFile, keepFile, mostBytes, pathOfEvidence, readHead } from './evidence-store.ts';
import { mediaKindOf } from './media-type.ts';

export interface Upload {
  regionCode: string;
  fileName: string;
  body: AsyncIterable<Uint8Array>;
}

/** A table or text file: kept as it came, then read by the `intake` queue. @throws Refusal INTAKE_TOO_LARGE, INTAKE_EMPTY */
export async function receiveFile(ctx: Context, actor: Actor, upload: Upload): Promise<{ id: string }> {
  await requireClerk(ctx, actor, upload.regionCode);
  const id = ctx.random.id();
  const kept = await keepFile(ctx, `${id}.bin`, upload.body, 'table');
  return await enter(ctx, actor, { id, kind: 'table', ...upload, kept });
}

/** Pasted chat text; kept like a file, so that what was said stays what was said. */
export async function receiveText(ctx: Context, actor: Actor, input: { regionCode: string; text: string }): Promise<{ id: string }> {
  await requireClerk(ctx, actor, input.regionCode);
  const id = ctx.random.id();
  const kept = await keepFile(ctx, `${id}.txt`, once(new TextEncoder().encode(input.text)), 'table');
  return await enter(ctx, actor, { id, kind: 'chat', regionCode: input.regionCode, fileName: '', kept });
}

/** A photo or recording that a clerk types from: nothing reads it, people look at it. @throws Refusal EVIDENCE_KIND */
export async function receiveEvidence(ctx: Context, actor: Actor, upload: Upload): Promise<{ id: string }> {
  await requireClerk(ctx, actor, upload.regionCode);
  const id = ctx.random.id();
  const kept = await keepFile(ctx, `${id}.media`, upload.body, 'voice');
  const path = pathOfEvidence(ctx, kept.evidencePath);
  const media = mediaKindOf(await readHead(path));
  if (!media || kept.bytes > mostBytes[media.kind]) {
    await rm(path, { force: true });
    throw media ? new Refusal('TOO_LARGE', { limit: `${mostBytes[media.kind] / 1024 / 1024} MB` }) : new Refusal('EVIDENCE_KIND');
  }
  return await enter(ctx, actor, { id, kind: media.kind, ...upload, kept, mediaType: media.mediaType });
}

interface Entered {
  id: string;
  kind: 'table' | 'chat' | 'photo' | 'voice';
  regionCode: string;
  fileName: string;
  kept: KeptFile;
  mediaType?: string;
}

async function enter(ctx: Context, actor: Actor, { id, kind, regionCode, fileName, kept, mediaType }: Entered): Promise<{ id: string }> {
  const now = ctx.clock.now();
  const read = kind === 'table' || kind === 'chat';
  await ctx.db.transaction(async (tx) => {
    await tx.insert(intakes).values({
      id,
      kind,
      fileName: fileName.slice(0, 255) || null,
      ...kept,
      mediaType,
      state: read ? 'received' : 'saved',
      regionCode,
      authorId: personOf(actor),
      receivedAt: now,
      updatedAt: now,
    });
    await record(tx, ctx, actor, {
      area: 'intake',
      action: 'intake.received',
      subject: id,
      after: { kind, bytes: kept.bytes, sha256: kept.sha256 },
    });
    if (read) await announce(tx, ctx, { type: 'intake.received', intakeId: id });
  });
  return { id };
}

async function requireClerk(ctx: Context, actor: Actor, regionCode: string): Promise<void> {
  requireIn(actor, 'clerk', await regionPath(ctx.db, regionCode));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
