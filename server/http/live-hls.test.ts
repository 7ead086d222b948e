import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { LiveMedia } from '../media/live-media.ts';
import { openLog } from '../services/log.ts';
import type { Env } from './env.ts';
import { answerError } from './errors.ts';
import { hlsRoutes } from './live-hls.ts';

test('a viewer’s parts are served without asking who the cookie belongs to', async () => {
  let asked = 0;
  const nobody = async () => {
    asked += 1;
    return undefined;
  };
  const media = new LiveMedia({ log: openLog({ level: 'silent', pretty: false }), maxViewers: 1 });
  const app = new Hono<Env>()
    .use(async (c, next) => {
      c.set('identify', { staff: nobody, seeker: nobody, screen: nobody, guest: nobody, token: nobody });
      await next();
    })
    .onError(answerError)
    .route('/', hlsRoutes(media));
  const episode = '0197a000-0000-7000-8000-000000000001';
  for (const path of ['program.m3u8', 'video.m3u8', 'abc/s1.0.m4s', 'abc/init1.mp4']) {
    const answer = await app.request(`/${episode}/${path}`, { headers: { cookie: `gangbo_seeker=${'a'.repeat(43)}` } });
    expect((await answer.json()).code).toBe('LIVE_NO_PICTURE');
  }
  expect(asked).toBe(0);
});
