import type { Handle, HandleFetch } from '@sveltejs/kit/hooks';
import { withChineseFirst } from '$kit/chinese-first.ts';
import { withoutIdleScript } from '$kit/without-idle-script.ts';
import { paraglideMiddleware } from '$lib/paraglide/server.js';

export const handle: Handle = ({ event, resolve }) =>
  paraglideMiddleware(withChineseFirst(event), ({ locale }) =>
    resolve(event, { transformPageChunk: ({ html }) => withoutIdleScript(html.replace('%lang%', locale)) }),
  );

/** Server-side loads reach the API inside the process; where there is none (vite dev), over the network as a browser would. */
export const handleFetch: HandleFetch = ({ event, request, fetch }) => {
  const url = new URL(request.url);
  const api = event.platform?.req.api;
  if (api && url.origin === event.url.origin && url.pathname.startsWith('/api/')) return Promise.resolve(api(request));
  return fetch(request);
};
