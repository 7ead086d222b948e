import { and, eq, exists, gt, isNotNull, lt, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Temporal } from 'temporal-polyfill';
import { session, verification } from '../../db/schema/auth.ts';
import { oneTimeCodes, seekerSessions } from '../../db/schema/grabs.ts';
import { links, scans } from '../../db/schema/links.ts';
import { callBacks } from '../../db/schema/postings.ts';
import { manifests, pairings } from '../../db/schema/screens.ts';
import { keepDays } from '../../domain/retention/rules.ts';
import { sealReportNotes } from '../callbacks/seal-report-notes.ts';
import type { Context } from '../context.ts';
import { dropOldFigures, forgetChats, forgetReportNotes, letGoOfChatCalls } from './forget-chats.ts';
import { forgetFleet } from './forget-fleet.ts';
import { forgetGuests } from './forget-guests.ts';
import { forgetIntakes } from './forget-intakes.ts';
import { forgetFigureHours, forgetPlays } from './forget-plays.ts';
import { forgetSeekers } from './forget-seekers.ts';
import { forgetStreamKeys, forgetWords } from './forget-shows.ts';

/** Deletes what the rules no longer allow to be kept. Safe to run at any time and twice. */
export async function applyRetention(ctx: Context): Promise<{ seekersForgotten: number }> {
  const { db, clock } = ctx;
  const before = (days: number) => clock.now().subtract({ hours: days * 24 });
  const spent = before(keepDays.spent);
  // better-auth's tables keep Date.
  const spentDate = new Date(spent.epochMilliseconds);

  await db.delete(oneTimeCodes).where(lt(oneTimeCodes.expiresAt, spent));
  await db.delete(seekerSessions).where(or(lt(seekerSessions.expiresAt, spent), lt(seekerSessions.endedAt, spent)));
  await db.delete(pairings).where(lt(pairings.expiresAt, spent));
  await db.delete(session).where(lt(session.expiresAt, spentDate));
  await db.delete(verification).where(lt(verification.expiresAt, spentDate));
  await db
    .update(callBacks)
    .set({ phoneSealed: null })
    .where(and(isNotNull(callBacks.phoneSealed), lt(callBacks.doneAt, before(keepDays.callBackPhone))));
  await letGoOfChatCalls(ctx, before(keepDays.chatCall));
  await forgetChats(ctx, before(keepDays.chat));
  await sealReportNotes(ctx);
  await forgetReportNotes(ctx, before(keepDays.chat));
  await forgetGuests(ctx, before(keepDays.guest));
  await dropOldFigures(ctx, before(keepDays.scan));
  await forgetStreamKeys(ctx, { ended: spent, notHeld: before(keepDays.streamKeyNotHeld) });
  await forgetWords(ctx, before(keepDays.showWords));
  await forgetIntakes(ctx, before(keepDays.intake));
  await dropReplacedManifests(ctx, before(keepDays.manifest));
  await forgetFleet(ctx, { history: before(keepDays.fleetHistory), pictures: before(keepDays.screenshot) });
  await forgetPlays(ctx, { batches: before(keepDays.playBatch), days: before(keepDays.playDay), manifests: before(keepDays.keptManifest) });
  await forgetFigureHours(ctx, before(keepDays.figureHour));
  await db.delete(scans).where(lt(scans.at, before(keepDays.scan)));
  await db.delete(links).where(lt(links.expiresAt, before(keepDays.link)));
  return { seekersForgotten: await forgetSeekers(ctx, before(keepDays.seekerPhone)) };
}

/** The newest of each screen stays, however old: it is what the screen should show. */
async function dropReplacedManifests({ db }: Context, before: Temporal.Instant): Promise<void> {
  const newer = alias(manifests, 'newer');
  const replaced = db
    .select({ version: newer.version })
    .from(newer)
    .where(and(eq(newer.screenId, manifests.screenId), gt(newer.version, manifests.version)));
  await db.delete(manifests).where(and(lt(manifests.issuedAt, before), exists(replaced)));
}
