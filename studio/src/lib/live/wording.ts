import type { EpisodeForHost } from '#server/contract/live.ts';
import { type ProblemCode, problemKinds, wordProblem } from '#server/contract/problems.ts';
import type { EffortRung } from '#server/domain/live/effort.ts';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { PublisherState } from '$lib/program/publisher.ts';
import type { DeviceProblem } from '$signage/program/device-problem.ts';

export const stateWords: Record<EpisodeForHost['state'], () => string> = {
  planned: m.live_state_planned,
  live: m.live_state_live,
  away: m.live_state_away,
  ended: m.live_state_ended,
  cancelled: m.live_state_cancelled,
};

export const deviceWords: Record<DeviceProblem, () => string> = {
  DEVICE_INSECURE_PAGE: m.device_insecure_page,
  DEVICE_REFUSED: m.device_refused,
  DEVICE_MISSING: m.device_missing,
  DEVICE_BUSY: m.device_busy,
  DEVICE_VANISHED: m.device_vanished,
  DEVICE_UNUSABLE: m.device_unusable,
  PICTURE_STOPPED: m.device_picture_stopped,
};

export const publisherWords: Record<PublisherState, () => string> = {
  connecting: m.live_publisher_connecting,
  'on-air': m.live_publisher_on_air,
  reconnecting: m.live_publisher_reconnecting,
  stopped: m.live_publisher_stopped,
};

/** What a step of the ladder means, and what helps. */
export const effortWords: Record<Exclude<EffortRung, 'full'>, () => string> = { reduced: m.air_effort_reduced, card: m.air_effort_card };

/** What the studio itself finds wanting, in the server's own words for it. */
export function wordRefusal(code: string): string {
  const known = code in problemKinds ? (code as ProblemCode) : 'INTERNAL';
  return wordProblem({ code: known }, getLocale());
}

/** 1:05, 62:10 */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** 14:30, in the show's zone. */
export const clockIn = (ms: number, timeZone: string): string =>
  new Date(ms).toLocaleTimeString(getLocale(), { timeZone, hour: '2-digit', minute: '2-digit', hour12: false });

/** 12月1日周二 14:30, in the show's zone. */
export const whenIn = (iso: string, timeZone: string): string =>
  new Date(iso).toLocaleString(getLocale(), {
    timeZone,
    ...{ month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hour12: false },
  });
