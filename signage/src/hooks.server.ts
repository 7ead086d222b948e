import type { Handle, HandleFetch } from '@sveltejs/kit/hooks';
import { frameAncestors } from '#server/domain/outside/address.ts';
import { withChineseFirst } from '$kit/chinese-first.ts';
import { withoutIdleScript } from '$kit/without-idle-script.ts';
import { paraglideMiddleware } from '$lib/paraglide/server.js';

export const handle: Handle = ({ event, resolve }) =>
  paraglideMiddleware(withChineseFirst(event), async ({ locale }) => {
    const response = await resolve(event, { transformPageChunk: ({ html }) => withoutIdleScript(html.replace('%lang%', locale)) });
    return letFrame(response, event.locals.frameOrigins);
  });

/** 外部展示: a page whose token names who may put it into a frame says so in its own policy, and no other page does. */
function letFrame(response: Response, origins: readonly string[] | undefined): Response {
  const policy = response.headers.get('content-security-policy');
  if (!origins || origins.length === 0 || policy === null) return response;
  response.headers.set('content-security-policy', policy.replace(/frame-ancestors [^;]*/u, `frame-ancestors ${frameAncestors(origins)}`));
  return response;
}

/** Server-side loads reach the API inside the process; where there is none (vite dev), over the network as a browser would. */
export const handleFetch: HandleFetch = ({ event, request, fetch }) => {
  const url = new URL(request.url);
  const api = event.platform?.req.api;
  if (api && url.origin === event.url.origin && url.pathname.startsWith('/api/')) return Promise.resolve(api(request));
  return fetch(request);
};
