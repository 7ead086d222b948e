import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Env } from '#server/http/env.ts';
import { openUnasked } from '#server/http/env.ts';
import { answerError } from '#server/http/errors.ts';
import { roomSignalling } from '#server/http/room-signalling.ts';
import type { GuestPage } from '#tests/fixtures/live-page/guest.ts';
import { openStage, type Stage, until } from './live-stage.ts';

declare const guest: GuestPage;

/** Host and guests in one green room, with real browsers and the real SFU; who they are is believed here and asked for at the doors elsewhere. */
describe('a green room', () => {
  let stage: Stage;
  let episodeId: string;
  beforeAll(async () => {
    stage = await openStage({
      api: (media) => {
        const app = new Hono<Env>();
        app.onError(answerError);
        app.use(async (c, next) => {
          c.set('locale', 'zh-CN');
          c.set('context', { config: { media: {} } } as unknown as Env['Variables']['context']);
          await next();
        });
        const find = async (c: { req: { param(name: string): string | undefined } }) => ({
          episodeId: c.req.param('episodeId') ?? '',
          who: c.req.param('who') ?? '',
        });
        app.route('/api/room/:episodeId/:who', roomSignalling(media.guests, { access: () => openUnasked('a test'), find }));
        return app;
      },
    });
  });
  afterEach(() => stage.clear());
  afterAll(() => stage?.close());

  const rooms = () => stage.media.guests;
  const comeIn = async (who: string) => {
    const page = await stage.open('guest');
    await page.evaluate((base) => guest.start(base), `/api/room/${episodeId}/${who}`);
    await until(`${who} is in`, () => page.evaluate(() => guest.states.at(-1) === 'here'));
    if (who !== 'host') await until(`${who} sends`, () => rooms().presence(episodeId, who).video === 'flows');
    return page;
  };
  const gets = (page: Page, wanted: string[]) =>
    until(`gets ${wanted.join(', ')}`, async () => {
      await page.evaluate(() => guest.look());
      return JSON.stringify(await page.evaluate(() => guest.coming())) === JSON.stringify([...wanted].sort());
    });

  it('gives the host every guest; a guest the host’s voice and that of others on stage, never their own and no picture', async () => {
    episodeId = randomUUID();
    const host = await comeIn('host');
    const [anna, ben] = [await comeIn('anna'), await comeIn('ben')];
    await gets(host, ['anna:audio', 'anna:video', 'ben:audio', 'ben:video']);
    await gets(anna, ['host:audio']);
    rooms().setStage(episodeId, ['anna', 'ben']);
    await gets(anna, ['host:audio', 'ben:audio']);
    await gets(ben, ['host:audio', 'anna:audio']);
    // Off stage is off at once, whether the page looks or not: the tracks end in the browser.
    rooms().setStage(episodeId, ['anna']);
    await gets(anna, ['host:audio']);
    rooms().drop(episodeId, 'ben');
    await gets(host, ['anna:audio', 'anna:video']);
    rooms().end(episodeId);
  });

  it('knows a guest’s newest page alone; the older one is told, and doesn’t come back', async () => {
    episodeId = randomUUID();
    const first = await comeIn('anna');
    const second = await comeIn('anna');
    await until('the first is told', () => first.evaluate(() => guest.refused.at(-1) === 'GUEST_ELSEWHERE'));
    expect(await first.evaluate(() => guest.states.at(-1))).toBe('stopped');
    expect(await second.evaluate(() => guest.states.at(-1))).toBe('here');
    rooms().end(episodeId);
  });

  it('survives the death of its media worker: host and guests are back by themselves, with pictures', { retry: 1 }, async () => {
    episodeId = randomUUID();
    const host = await comeIn('host');
    const anna = await comeIn('anna');
    await gets(host, ['anna:audio', 'anna:video']);
    await until('pictures', () => host.evaluate(() => guest.frames > 5));
    const [pid] = stage.media.workerPids;
    process.kill(pid ?? 0, 'SIGKILL');
    const killedMs = performance.now();
    await until('both are back', async () => {
      for (const page of [host, anna]) {
        const states = await page.evaluate(() => guest.states);
        if (!states.includes('reconnecting') || states.at(-1) !== 'here') return false;
      }
      return true;
    });
    await gets(host, ['anna:audio', 'anna:video']);
    const since = await host.evaluate(() => guest.frames);
    await until('new pictures', () => host.evaluate((from) => guest.frames > from + 5, since));
    expect(performance.now() - killedMs).toBeLessThan(5_000);
    rooms().end(episodeId);
  });

  it('takes one picture and one sound from each: a further one takes the place of the one before', async () => {
    episodeId = randomUUID();
    const anna = await comeIn('anna');
    const peer = rooms().require(episodeId).peerOf('anna');
    const pictures = () => peer?.producers.filter(({ kind }) => kind === 'video') ?? [];
    const [before] = pictures();
    if (!before) throw new Error('no picture');
    const { id } = before;
    await peer?.produce('video', before.rtpParameters);
    expect(pictures()).toHaveLength(1);
    expect(pictures()[0]?.id).not.toBe(id);
    expect(before.closed).toBe(true);
    await anna.evaluate(() => guest.stop());
    await until('gone', () => !rooms().presence(episodeId, 'anna').isPresent);
    rooms().end(episodeId);
  });
});
