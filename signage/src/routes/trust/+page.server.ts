import { trustAnswer } from '#server/contract/trust.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const { httpsPort, fingerprint } = trustAnswer.parse(await (await fetch('/api/trust')).json());
  const secure = url.protocol === 'https:';
  const port = httpsPort === 443 ? '' : `:${httpsPort}`;
  return {
    fingerprint,
    secure,
    /** The same server by HTTPS, under the name this device already used. */
    secureUrl: secure ? url.origin : httpsPort === undefined ? undefined : `https://${url.hostname}${port}`,
    plainOrigin: secure ? undefined : url.origin,
  };
};
