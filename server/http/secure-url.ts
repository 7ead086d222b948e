import type { Config } from '../config.ts';

/** Where staff, screens and guests come in: HTTPS wherever there is any (camera, service worker and passwords ask for it). */
export function secureUrl({ http }: Pick<Config, 'http'>): string {
  const url = new URL(http.publicUrl);
  if (url.protocol === 'https:' || http.httpsPort === undefined) return http.publicUrl;
  url.protocol = 'https:';
  url.port = String(http.httpsPort);
  return url.origin;
}
