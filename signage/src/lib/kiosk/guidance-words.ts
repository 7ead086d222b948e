import type { GuidanceForPublic } from '#server/contract/guidance.ts';
import type { GlassLocale } from '#server/domain/board/format.ts';
import { m } from '$signage/paraglide/messages.js';

export const titleOf = ({ title, titleEn }: GuidanceForPublic, locale: GlassLocale) => (locale === 'en' ? (titleEn ?? title) : title);
export const bodyOf = ({ body, bodyEn }: GuidanceForPublic, locale: GlassLocale) => (locale === 'en' ? (bodyEn ?? body) : body);

/** Where it comes from, since when, and who has looked since. */
export function sourceOf({ source, sourceDate, checkedOn }: GuidanceForPublic): string {
  return [
    m.kiosk_source({ source }),
    sourceDate === null ? undefined : m.kiosk_source_date({ date: sourceDate }),
    checkedOn === null ? m.kiosk_not_checked() : m.kiosk_checked_on({ date: checkedOn }),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
