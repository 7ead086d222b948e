import type { Handle } from '@sveltejs/kit/hooks';
import { withChineseFirst } from '$kit/chinese-first.ts';
import { paraglideMiddleware as studioWording } from '$lib/paraglide/server.js';
import { paraglideMiddleware as publicWording } from '$signage/paraglide/server.js';

/** Both wordings take their locale from the same cookie: the previews are the public's own components. */
export const handle: Handle = ({ event, resolve }) =>
  studioWording(withChineseFirst(event), ({ request, locale }) =>
    publicWording(request, () => resolve(event, { transformPageChunk: ({ html }) => html.replace('%lang%', locale) })),
  );
