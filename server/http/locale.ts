import type { Locale } from '../contract/problems.ts';

/** The cookie that the language switch sets, else the browser's first wish; Chinese unless English is asked for. */
export function localeOf(headers: Headers): Locale {
  const chosen = /(?:^|;\s*)gangbo_locale=(zh-CN|en)\b/.exec(headers.get('cookie') ?? '')?.[1];
  if (chosen === 'en' || chosen === 'zh-CN') return chosen;
  return /^\s*en\b/i.test(headers.get('accept-language') ?? '') ? 'en' : 'zh-CN';
}
