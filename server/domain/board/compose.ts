import type { BoardRow, Glass, JobsSlide, Slide } from './manifest.ts';
import { type Page, pageRows } from './page.ts';
import { chooseLayout, planBoard } from './plan.ts';
import { splitRows } from './plan-wall.ts';
import { isLead, otherHalf } from './wall.ts';

/** Codes of slides are random, so an address has one length on one installation; this is what a plan is made with. */
export const addressBytes = (anyLink: string) => new TextEncoder().encode(anyLink).length;

export type GlassFacts = Omit<Glass, 'layout'>;

export const glassOf = (facts: GlassFacts): Glass => ({ ...facts, layout: chooseLayout(facts) });

interface PagedAt {
  addressBytes: number;
  /** Words the shifts whose length decides the dwell. YYYY-MM-DD */
  today: string;
  /** Which of the jobs that don't all find room: see `turnAt`. */
  turn: number;
}

/** Pages of ordered rows as this glass can show them. */
export function pagesFor(glass: GlassFacts, rows: readonly BoardRow[], at: PagedAt): Page[] {
  const arrangement = glass.look?.arrangement;
  // Of two devices, this one has the show and notices.
  if (arrangement?.kind === 'double' && arrangement.side === 'show') return [];
  const plan = planBoard(glass, at.addressBytes);
  const wording = { locale: 'zh-CN', today: at.today, hidePlaces: false } as const;
  if (arrangement?.kind !== 'wall') return pageRows(rows, plan, { wording, turn: at.turn });
  const other = planBoard(otherHalf(glass, arrangement), at.addressBytes);
  const [lead, end] = isLead(arrangement.half) ? [plan, other] : [other, plan];
  const share = { lead: lead.rows, end: end.rows };
  return pageRows(rows, { ...lead, rows: lead.rows + end.rows }, { wording, turn: at.turn }).map((page) => {
    const all = page.rows;
    // One job alone stands on both: an empty half would fall back to the station's own slide.
    if (end.rows === 0 || all.length < 2) return { ...page, all };
    const cut = splitRows(all.length, share);
    return { ...page, all, rows: isLead(arrangement.half) ? all.slice(0, cut) : all.slice(cut) };
  });
}

/** What tells two glasses' pagings apart: screens alike at one station share the work. */
export const glassKey = (glass: GlassFacts) =>
  [
    ...[glass.kind, glass.touch, glass.widthPx, glass.heightPx, glass.widthMm, glass.heightMm, glass.viewingDistanceM, glass.mountHeightM],
    ...(glass.look === undefined ? [] : [JSON.stringify(glass.look)]),
  ].join(' ');

type LinkOnGlass = { code: string; url: string };

/** How long the station's own slide stands when it stands among nothing else. */
const stationDwellMs = 15_000;

export function jobsSlides(pages: readonly Page[], linkOf: (page: Page) => LinkOnGlass): JobsSlide[] {
  return pages.map((page) => {
    const link = linkOf(page);
    return { kind: 'jobs', id: link.code, page: page.page, pages: page.pages, rows: page.rows, link, dwellMs: page.dwellMs };
  });
}

export function slidesOf(pages: readonly Page[], links: { of: (page: Page) => LinkOnGlass; own: LinkOnGlass }): Slide[] {
  return [...jobsSlides(pages, links.of), { kind: 'station', id: links.own.code, link: links.own, dwellMs: stationDwellMs }];
}

/** 核实于 for a whole slide: the oldest of its rows' confirmations, and nothing where one has none. */
export function confirmedAtOf(rows: readonly BoardRow[]): string | undefined {
  const known = rows.map((row) => row.confirmedAt).filter((at) => at !== null);
  return known.length < rows.length ? undefined : known.sort()[0];
}
