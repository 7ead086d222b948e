import type { BoardRow } from '../board/manifest.ts';
import type { Pay, Shift } from '../posting/facts.ts';

/** One job on a kiosk: from the server with all facts, or from the manifest with those that a board has. */
export interface KioskJob {
  id: string;
  number: number;
  trade: string;
  title?: string | undefined;
  employer?: string | undefined;
  employerChecked: boolean | null;
  pay: Pay;
  shift: Shift;
  place?: string | undefined;
  distanceM: number | null;
  requirements: string[] | null;
  benefits: string[];
  description?: string | undefined;
  placesLeft: number;
  placesTotal: number | null;
  filled: boolean;
  startsToday: boolean;
  confirmedAt: string | null;
  expiresAt: string | null;
}

export const kioskSorts = ['near', 'pay', 'today'] as const;
export type KioskSort = (typeof kioskSorts)[number];

/** Metres: a walk, a bus stop or two, a ride. */
export const withinChoices = [1_000, 3_000, 10_000] as const;

export interface Choice {
  trade?: string | undefined;
  /** Only work that begins today. */
  today?: boolean | undefined;
  /** Metres from the station; a job whose place nobody has pinned is not within any. */
  within?: number | undefined;
  sort: KioskSort;
  page: number;
  per: number;
}

interface Chosen {
  jobs: KioskJob[];
  total: number;
  page: number;
  pages: number;
  /** Counted before a trade is chosen, most jobs first. */
  trades: { trade: string; count: number }[];
}

/** What a kiosk lists, the same on the server and, without it, on the device. Full ones go last. */
export function chooseJobs(jobs: readonly KioskJob[], choice: Choice): Chosen {
  const inReach = jobs.filter(
    (job) =>
      (!choice.today || job.startsToday) && (choice.within === undefined || (job.distanceM !== null && job.distanceM <= choice.within)),
  );
  const wanted = choice.trade === undefined ? inReach : inReach.filter((job) => job.trade === choice.trade);
  const sorted = [...wanted].sort((a, b) => Number(a.filled) - Number(b.filled) || orders[choice.sort](a, b) || a.number - b.number);
  const pages = Math.max(1, Math.ceil(sorted.length / choice.per));
  const page = Math.min(Math.max(1, choice.page), pages);
  return { jobs: sorted.slice((page - 1) * choice.per, page * choice.per), total: sorted.length, page, pages, trades: tradesOf(inReach) };
}

const orders: Record<KioskSort, (a: KioskJob, b: KioskJob) => number> = {
  near: (a, b) => (a.distanceM ?? unknownM) - (b.distanceM ?? unknownM),
  pay: (a, b) => dayPay(b.pay) - dayPay(a.pay),
  // 一键找活: this morning's work first, and of that the nearest.
  today: (a, b) => Number(b.startsToday) - Number(a.startsToday) || orders.near(a, b),
};

const unknownM = 1e9;

/** A day of eight hours, a month of 21.75 days (人社部发〔2008〕3号): only for the order; what is shown is what was said. */
function dayPay({ min, max, unit }: Pay): number {
  const sum = max ?? min;
  if (sum === undefined || unit === undefined) return -1;
  return sum * { hour: 8, day: 1, month: 1 / 21.75, piece: Number.NaN, order: Number.NaN }[unit] || -1;
}

function tradesOf(jobs: readonly KioskJob[]): Chosen['trades'] {
  const counts = new Map<string, number>();
  for (const { trade } of jobs) counts.set(trade, (counts.get(trade) ?? 0) + 1);
  return [...counts].map(([trade, count]) => ({ trade, count })).sort((a, b) => b.count - a.count || (a.trade < b.trade ? -1 : 1));
}

/** A row of the board, for the time without the server. */
export function jobOfRow(row: BoardRow): KioskJob {
  const { postingId, dayJob: _, ...facts } = row;
  return { ...facts, id: postingId, employerChecked: null, requirements: null, placesTotal: null };
}

/** 101, 搬运, 城站路: what the device can find by itself. Pinyin is found by way of the keyboard's words. */
export function matchesTyped(job: KioskJob, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  if (/^\d{1,5}$/.test(wanted)) return job.number === Number(wanted);
  return [job.trade, job.title, job.employer, job.place, ...job.benefits].some((text) => text?.toLowerCase().includes(wanted));
}
