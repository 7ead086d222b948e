import { and, eq } from 'drizzle-orm';
import { pinyin } from 'pinyin-pro';
import type { KioskDesk, KioskList, KioskQuery } from '../../contract/kiosk.ts';
import { postings } from '../../db/schema/postings.ts';
import { chooseJobs, type KioskJob } from '../../domain/kiosk/choose.ts';
import type { KeyboardWord } from '../../domain/kiosk/keyboard.ts';
import { matching, publishedAt } from '../browse/browse-jobs.ts';
import { whyNot } from '../browse/job-page.ts';
import { offeredNow, type PublicPosting, publicPostings } from '../browse/public-postings.ts';
import { zoneNow } from '../browse/zone-now.ts';
import type { Context } from '../context.ts';
import { guidanceFor } from '../guidance/guidance.ts';
import { type KioskScreen, kioskScreen } from './kiosk-screen.ts';

/** Of one station; more than anybody leafs through. */
const mostJobs = 1_000;
const mostWords = 400;

/** What is on offer at the kiosk's station, by trade, distance, words (Chinese, pinyin, initials, number) and whether it starts today. */
export async function listKioskJobs(ctx: Context, screenId: string, query: KioskQuery): Promise<KioskList> {
  const kiosk = await kioskScreen(ctx, screenId);
  return chooseJobs(await jobsAt(ctx, kiosk, query.q), query);
}

/** @throws Refusal POSTING_NOT_FOUND, POSTING_CLOSED, POSTING_EXPIRED */
export async function openKioskJob(ctx: Context, screenId: string, postingId: string): Promise<KioskJob> {
  const { station } = await kioskScreen(ctx, screenId);
  const [job] = await publicPostings(ctx.db, { where: and(offeredNow(ctx), eq(postings.id, postingId)), limit: 1, from: station });
  if (!job) throw await whyNot(ctx, postingId);
  return kioskJobOf(job, zoneNow(ctx, station.timeZone).today);
}

/** What the device keeps for the time without the server. */
export async function kioskDeskOf(ctx: Context, screenId: string): Promise<KioskDesk> {
  const kiosk = await kioskScreen(ctx, screenId);
  return {
    guidance: await guidanceFor(ctx, kiosk.station.regionCode),
    words: wordsOf(await jobsAt(ctx, kiosk, undefined)),
    smsAvailable: ctx.sms.available,
  };
}

async function jobsAt(ctx: Context, { station }: KioskScreen, typed: string | undefined): Promise<KioskJob[]> {
  const { today } = zoneNow(ctx, station.timeZone);
  const where = and(offeredNow(ctx), publishedAt(ctx, station), matching(typed));
  return (await publicPostings(ctx.db, { where, limit: mostJobs, from: station })).map((job) => kioskJobOf(job, today));
}

function kioskJobOf({ id, number, status, facts, ...job }: PublicPosting, today: string): KioskJob {
  return {
    id,
    number,
    trade: facts.trade,
    title: facts.title,
    employer: facts.employer,
    employerChecked: job.employerChecked,
    pay: facts.pay,
    shift: facts.shift,
    place: facts.place,
    distanceM: job.distanceM,
    requirements: facts.requirements,
    benefits: facts.benefits,
    description: facts.description,
    placesLeft: job.placesLeft,
    placesTotal: job.placesTotal,
    filled: status === 'filled',
    startsToday: facts.shift.startsOn === today,
    confirmedAt: job.confirmedAt,
    expiresAt: job.expiresAt,
  };
}

/** Trades first: they are looked for most. */
function wordsOf(jobs: readonly KioskJob[]): KeyboardWord[] {
  const texts = new Set<string>();
  for (const pick of [(job: KioskJob) => job.trade, (job: KioskJob) => job.place, (job: KioskJob) => job.employer])
    for (const job of jobs) {
      const text = pick(job);
      if (text && /\p{Script=Han}/u.test(text) && text.length <= 20) texts.add(text);
    }
  return [...texts].slice(0, mostWords).map((text) => {
    const syllables = pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'removed' });
    return { text, pinyin: syllables.join(''), initials: syllables.map((syllable) => syllable.charAt(0)).join('') };
  });
}
