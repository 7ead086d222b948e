import { m } from '$lib/paraglide/messages.js';

/** 3 小时 12 分, 4 分 05 秒: how long something stood. */
export function durationOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return m.duration_seconds({ seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return m.duration_minutes({ minutes, seconds: String(seconds % 60).padStart(2, '0') });
  return m.duration_hours({ hours: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, '0') });
}

const others: Record<string, () => string> = {
  content: m.plays_content,
  station: m.plays_station_slide,
  show: m.plays_show,
  takeover: m.plays_takeover,
};
/** What stood there besides jobs. */
export const otherOf = (kind: string): string => others[kind]?.() ?? kind;
