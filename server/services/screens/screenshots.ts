import { and, desc, eq, notInArray } from 'drizzle-orm';
import { mostScreenshotBytes } from '../../contract/screens.ts';
import { screenshots } from '../../db/schema/health.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { screenAt } from './held-screen.ts';

const keptAScreen = 5;

/** What these formats begin with: a body is what it is, not what its header says. */
const signatures = [
  { mediaType: 'image/jpeg', begins: [0xff, 0xd8, 0xff] },
  { mediaType: 'image/png', begins: [0x89, 0x50, 0x4e, 0x47] },
  { mediaType: 'image/webp', begins: [0x52, 0x49, 0x46, 0x46] },
] as const;

/** A glass answers the command with its picture; the newest few are kept. @throws Refusal TOO_LARGE, BAD_INPUT */
export async function keepScreenshot(
  ctx: Context,
  screenId: string,
  { commandId, source, picture }: { commandId: string; source: 'page' | 'glass'; picture: Uint8Array },
): Promise<void> {
  if (picture.byteLength > mostScreenshotBytes) throw new Refusal('TOO_LARGE', { limit: `${mostScreenshotBytes / 1024} KB` });
  const kind = signatures.find(({ begins }) => begins.every((byte, at) => picture[at] === byte));
  if (kind === undefined) throw new Refusal('BAD_INPUT', { field: 'body', why: 'JPEG, PNG or WebP' });
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(screenshots)
      .values({ id: commandId, screenId, source, mediaType: kind.mediaType, picture, takenAt: ctx.clock.now() })
      .onConflictDoNothing();
    const newest = tx
      .select({ id: screenshots.id })
      .from(screenshots)
      .where(eq(screenshots.screenId, screenId))
      .orderBy(desc(screenshots.takenAt))
      .limit(keptAScreen);
    await tx.delete(screenshots).where(and(eq(screenshots.screenId, screenId), notInArray(screenshots.id, newest)));
  });
}

/** The newest first. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function listScreenshots(ctx: Context, actor: Actor, screenId: string) {
  await mayLookAt(ctx, actor, screenId);
  const rows = await ctx.db
    .select({ id: screenshots.id, source: screenshots.source, takenAt: screenshots.takenAt })
    .from(screenshots)
    .where(eq(screenshots.screenId, screenId))
    .orderBy(desc(screenshots.takenAt));
  return rows.map(({ takenAt, ...row }) => ({ ...row, takenAt: takenAt.toString() }));
}

/** @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function readScreenshot(ctx: Context, actor: Actor, { screenId, commandId }: { screenId: string; commandId: string }) {
  await mayLookAt(ctx, actor, screenId);
  const [found] = await ctx.db
    .select({ mediaType: screenshots.mediaType, picture: screenshots.picture })
    .from(screenshots)
    .where(and(eq(screenshots.screenId, screenId), eq(screenshots.id, commandId)));
  if (found === undefined) throw new Refusal('NOT_FOUND');
  return found;
}

async function mayLookAt(ctx: Context, actor: Actor, screenId: string): Promise<void> {
  requireIn(actor, 'clerk', (await screenAt(ctx.db, screenId)).path);
}
