import { createApp } from '#server/http/app.ts';
import { identifier } from '#server/http/identify.ts';
import { ContentShelf } from '#server/media/content/content-shelf.ts';
import { LiveMedia } from '#server/media/live-media.ts';
import { RecordingShelf } from '#server/media/recording/shelf.ts';
import { Restreams } from '#server/media/restream/restreams.ts';
import { BeatKeeper } from '#server/realtime/beat-keeper.ts';
import { createHub } from '#server/realtime/hub.ts';
import { createStaffAuth } from '#server/services/staff/auth.ts';
import type { House } from './house.ts';

/** The API of a house, without sockets: what main wires, less the media workers, unless they are given. */
export function httpApp({ ctx, infrastructure }: House, media = new LiveMedia({ log: ctx.log, maxViewers: 10 })) {
  const auth = createStaffAuth({ db: ctx.db, secret: ctx.vault.fingerprint('staff sessions'), trustedOrigins: [] });
  const hub = createHub({ tick: () => ({ type: 'tick', data: {} }) });
  const beats = new BeatKeeper(ctx);
  const restreams = new Restreams({
    media,
    allowPrivate: ctx.config.media.restreamPrivate,
    now: () => performance.now(),
    log: ctx.log,
  });
  const app = createApp({
    context: ctx,
    auth,
    hub,
    beats,
    media,
    recordings: new RecordingShelf({ dir: ctx.config.media.dir, log: ctx.log, spareBytes: 0 }),
    contents: new ContentShelf({ dir: ctx.config.media.dir }),
    restreams,
    identify: identifier({ context: ctx, auth, demoTabs: undefined }),
    probes: infrastructure.probes,
    trust: { httpsPort: undefined, anchor: () => undefined },
    demo: undefined,
  });
  const close = () => {
    hub.close();
    void beats.close();
  };
  return { app, auth, hub, beats, restreams, close };
}

/** An app in this process, or a server that runs in another. */
export interface Answers {
  request(url: string, init: RequestInit): Response | Promise<Response>;
}

/** One visitor: keeps cookies between calls, as a browser does. */
export function visitor(app: Answers, origin = 'http://gangbo.test') {
  const jar = new Map<string, string>();
  const send = async (method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit): Promise<Response> => {
    const response = await app.request(`${origin}${path}`, {
      method,
      headers: {
        host: new URL(origin).host,
        origin,
        ...(jar.size ? { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const cut = pair.indexOf('=');
      jar.set(pair.slice(0, cut), pair.slice(cut + 1));
    }
    return response;
  };
  return {
    send,
    async call(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<{ status: number; body: Record<string, unknown> }> {
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
      const response = await send(method, path, { ...type, ...headers }, body === undefined ? undefined : JSON.stringify(body));
      const text = await response.text();
      return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : { text } };
    },
  };
}
