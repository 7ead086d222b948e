import { m } from '$lib/paraglide/messages.js';
import { locale } from './words.ts';

/** 你扫的是「出站口大屏」第 2 页: a sticker over the code shows. */
export function whereWords(scanned: { origin?: string; screenName: string | null; page: number | null }): string | undefined {
  if (scanned.screenName !== null) {
    const page = scanned.page === null ? '' : `${m.phone_scanned_page({ page: scanned.page })}`;
    return [m.phone_scanned_at({ screen: scanned.screenName }), page].filter(Boolean).join(locale() === 'en' ? ', ' : '');
  }
  switch (scanned.origin) {
    case 'show':
      return m.phone_from_show();
    case 'print':
    case 'poster':
      return m.phone_from_print();
    case 'chat':
      return m.phone_from_chat();
    default:
      return undefined;
  }
}
