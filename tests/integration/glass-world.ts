import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { screens } from '#server/db/schema/screens.ts';
import type { JobsSlide, SignedManifest } from '#server/domain/board/manifest.ts';
import type { PostingFacts } from '#server/domain/posting/facts.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import { readManifest } from '#server/services/boards/read-manifest.ts';
import type { Context } from '#server/services/context.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { submitPosting } from '#server/services/postings/submit-posting.ts';
import { takePlays } from '#server/services/proofs/take-plays.ts';
import { listScreens } from '#server/services/screens/list-screens.ts';
import { reportPresented } from '#server/services/screens/player-reports.ts';
import { checkEveryEmployer, type Desk, porter, shangcheng } from './desk-world.ts';

/** The station's wall as somebody has paired it. */
export async function pairedWall(ctx: Context, desk: Desk, station = '城站'): Promise<string> {
  const found = (await listScreens(ctx, desk.admin)).find((screen) => screen.station.name.startsWith(station));
  if (!found) throw new Error(`no screen at ${station}`);
  await ctx.db.update(screens).set({ publicKey: 'a key', pairedAt: ctx.clock.now() }).where(eq(screens.id, found.id));
  return found.id;
}

/** Written by the clerk, approved by a second person, on the boards. */
export async function approvedPosting(ctx: Context, desk: Desk, change: Partial<PostingFacts> = {}): Promise<string> {
  const made = await createPosting(ctx, desk.li, { regionCode: shangcheng, facts: porter(change), submit: false });
  const posting = { postingId: made.id, version: made.version };
  await submitPosting(ctx, desk.li, posting);
  await checkEveryEmployer(ctx, desk.wang);
  await approvePosting(ctx, desk.wang, posting);
  return made.id;
}

/** The screen takes what it should show now, shows each page of jobs for 12 s, and says so. */
export async function plays(ctx: Context, screenId: string, journal: { id: string; next: number }): Promise<SignedManifest> {
  await composeBoards(ctx, [screenId]);
  const served = await readManifest(ctx, screenId);
  if (served === undefined) throw new Error('the screen has a manifest');
  const manifest = JSON.parse(served.body.toString()) as SignedManifest;
  const { version, hash } = manifest;
  const jobs = manifest.slides.filter((slide): slide is JobsSlide => slide.kind === 'jobs');
  const pages = jobs.length > 0 ? jobs : [];
  const endMs = ctx.clock.now().epochMilliseconds;
  const startMs = endMs - pages.length * 12_000;
  const presentedAt = Temporal.Instant.fromEpochMilliseconds(startMs).toString();
  await reportPresented(ctx, screenId, { version, hash, slideId: manifest.slides[0]?.id ?? 'own', presentedAt, echoes: [] });
  if (pages.length === 0) return manifest;
  await takePlays(ctx, screenId, {
    journal: journal.id,
    from: journal.next,
    slides: pages.map(({ id, rows }) => ({ id, kind: 'jobs', version, hash, postingIds: rows.map((row) => row.postingId) })),
    plays: pages.map((_, place) => [place, startMs + place * 12_000, 12_000]),
  });
  journal.next += pages.length;
  return manifest;
}
