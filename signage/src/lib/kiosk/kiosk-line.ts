import type { KioskCode, KioskDesk, KioskGrabbed, KioskList, KioskUses } from '#server/contract/kiosk.ts';
import type { BoardRow, Slide } from '#server/domain/board/manifest.ts';
import { type Choice, chooseJobs, jobOfRow, type KioskJob, matchesTyped } from '#server/domain/kiosk/choose.ts';
import { isOfTheNetwork } from '$signage/player/quietly.ts';
import { Answered, type ScreenApi } from '$signage/player/screen-api.ts';
import { isRecord, readKept, shelf } from '$signage/player/shelf.ts';

export type JobQuery = Choice & { q?: string | undefined };

/** What the player behind the kiosk knows. */
export interface Behind {
  readonly line: Pick<ScreenApi, 'kiosk'> | undefined;
  readonly connected: boolean;
  readonly manifest: { readonly slides: readonly Slide[] } | undefined;
  jobsHeld(): BoardRow[];
}

const deskKey = (screenId: string) => `gangbo-kiosk-desk-${screenId}`;
const noDesk: KioskDesk = { guidance: [], words: [], smsAvailable: false };

const isDesk = (kept: unknown): kept is KioskDesk => isRecord(kept) && Array.isArray(kept.guidance) && Array.isArray(kept.words);

/** Asks the server where it can be reached, and else looks into the manifest that the player holds. */
export class KioskLine {
  readonly #behind: Behind;
  readonly #deskKey: string;

  constructor(behind: Behind, screenId: string) {
    this.#behind = behind;
    this.#deskKey = deskKey(screenId);
  }

  async list(query: JobQuery): Promise<{ list: KioskList; fresh: boolean }> {
    const fresh = await this.#ask<KioskList>(`jobs?${textOf(query)}`);
    if (fresh) return { list: fresh, fresh: true };
    const typed = query.q?.trim();
    const held = this.#behind.jobsHeld().map(jobOfRow);
    return { list: chooseJobs(typed ? held.filter((job) => matchesTyped(job, typed)) : held, query), fresh: false };
  }

  /** @throws Answered when the server says that the job is gone */
  async job(id: string): Promise<{ job: KioskJob | undefined; fresh: boolean }> {
    const fresh = await this.#ask<KioskJob>(`jobs/${id}`);
    if (fresh) return { job: fresh, fresh: true };
    const row = this.#behind.jobsHeld().find(({ postingId }) => postingId === id);
    return { job: row && jobOfRow(row), fresh: false };
  }

  /** The job's own code; without the server, that of the page of the board on which the job stands. */
  async code(id: string): Promise<KioskCode | undefined> {
    const own = await this.#ask<KioskCode>(`jobs/${id}/code`, {});
    if (own) return own;
    for (const slide of this.#behind.manifest?.slides ?? [])
      if (slide.kind === 'jobs' && slide.rows.some(({ postingId }) => postingId === id)) return slide.link;
    return undefined;
  }

  /** Kept for the time without the server: telephones and texts must be there then, too. */
  async desk(): Promise<KioskDesk> {
    const fresh = await this.#ask<KioskDesk>('desk');
    if (fresh) shelf.setItem(this.#deskKey, JSON.stringify(fresh));
    if (fresh) return fresh;
    return { ...(readKept(shelf, this.#deskKey, isDesk) ?? noDesk), smsAvailable: false };
  }

  async requestCode(postingId: string, phone: string): Promise<{ minutes: number }> {
    return this.#must('codes', { postingId, phone });
  }

  async grab(given: { postingId: string; phone: string; code?: string }): Promise<KioskGrabbed> {
    return this.#must('grabs', given);
  }

  async uses(uses: KioskUses): Promise<void> {
    const { line } = this.#behind;
    // Not paired yet, or a rehearsal: what was not sent must not be let go.
    if (line === undefined) throw new TypeError('no line');
    await line.kiosk('uses', uses);
  }

  /** @returns undefined where the server can't be reached. @throws Answered when it says no */
  async #ask<T>(path: string, body?: unknown): Promise<T | undefined> {
    const { line, connected } = this.#behind;
    if (line === undefined || !connected) return undefined;
    try {
      return await line.kiosk<T>(path, body);
    } catch (error) {
      if (error instanceof Answered && error.status < 500) throw error;
      if (isOfTheNetwork(error)) return undefined;
      throw error;
    }
  }

  /** @throws Answered, or TypeError where the server can't be reached */
  async #must<T>(path: string, body: unknown): Promise<T> {
    const answer = await this.#behind.line?.kiosk<T>(path, body);
    if (answer === undefined) throw new TypeError('no line');
    return answer;
  }
}

function textOf({ q, trade, today, within, sort, page, per }: JobQuery): string {
  const text = new URLSearchParams({ sort, page: String(page), per: String(per) });
  if (q) text.set('q', q);
  if (trade) text.set('trade', trade);
  if (today) text.set('today', '1');
  if (within !== undefined) text.set('within', String(within));
  return text.toString();
}
