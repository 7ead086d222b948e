import type { GlassLocale } from '#server/domain/board/format.ts';
import { countdown } from '$signage/board/countdown.ts';
import { m } from '$signage/paraglide/messages.js';

/** 还有 2 天 3 小时, 还有 5 小时 10 分, 还有 12:07. */
export function leftWords(leftMs: number, locale: GlassLocale): string {
  if (leftMs <= 0) return m.wall_left_now({}, { locale });
  const minutes = Math.floor(leftMs / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return m.wall_left_days({ days: Math.floor(hours / 24), hours: hours % 24 }, { locale });
  if (hours >= 1) return m.wall_left_hours({ hours, minutes: minutes % 60 }, { locale });
  return m.wall_left_minutes({ time: countdown(leftMs) }, { locale });
}
