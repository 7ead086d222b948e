import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { h264, offer, opus, vp8 } from '#server/media/whip/testing/offers.ts';
import { watchRestreams } from '#server/realtime/restream-watch.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import type { EncoderPage } from '#tests/fixtures/live-page/encoder.ts';
import type { ViewerPage } from '#tests/fixtures/live-page/viewer.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { httpApp } from '#tests/support/http-app.ts';
import { type RtmpServer, startRtmp } from '#tests/support/rtmp-server.ts';
import { signedIn } from '#tests/support/staff.ts';
import { person, shangcheng } from '../desk-world.ts';
import { type PhoneWorld, phoneWorld } from '../phone-world.ts';
import { openStage, type Stage, until } from './live-stage.ts';

declare const encoder: EncoderPage;
declare const viewer: ViewerPage;

/** OBS and its like, played by a WHIP client that isn't ours. */
describe('an encoder by WHIP', () => {
  let house: House;
  let http: ReturnType<typeof httpApp>;
  let stage: Stage;
  let platform: RtmpServer;
  let unwatch: () => Promise<void>;
  let world: PhoneWorld;
  let host: Awaited<ReturnType<typeof signedIn>>;

  beforeAll(async () => {
    house = await openHouse('embedded', {
      env: {
        MEDIA_TURN_URLS: 'turn:turn.example.cn:3478?transport=udp, turns:turn.example.cn:5349',
        MEDIA_TURN_SECRET: 'north',
        MEDIA_RESTREAM_PRIVATE: '1',
      },
    });
    platform = await startRtmp();
    world = await phoneWorld(house);
    stage = await openStage({
      api: (media) => {
        http = httpApp(house, media);
        return http.app;
      },
    });
    unwatch = await watchRestreams(house.ctx, http.restreams, () => stage.media.openEpisodes());
    host = await signedIn(house, http.app, 'host', shangcheng);
  });
  afterAll(async () => {
    await unwatch?.();
    await platform?.stop();
    await stage?.close();
    http?.close();
    await house?.close();
  });

  async function plan(): Promise<{ episodeId: string; token: string; url: string }> {
    const owner = await person(world.ctx, '主播', 'host', world.desk.li.grants[0]?.regionPath ?? null);
    const words = { title: '第一期', regionCode: shangcheng, hostName: '小赵', organiser: '城站', plannedAt: '2026-12-01T06:30:00Z' };
    const postingIds = [await world.post(2), await world.post(3)];
    const { episodeId } = await createEpisode(world.ctx, owner, { ...words, postingIds });
    const made = await host.call('POST', `/api/live/episodes/${episodeId}/whip-token`);
    expect(made.status).toBe(201);
    expect(String(made.body.url)).toMatch(new RegExp(`/whip/${episodeId}$`));
    return { episodeId, token: String(made.body.token), url: `${stage.origin}/whip/${episodeId}` };
  }
  async function planLive() {
    const planned = await plan();
    expect((await host.call('POST', `/api/live/episodes/${planned.episodeId}/start`)).status).toBe(200);
    return planned;
  }
  const feeds = async (episodeId: string) => (await host.call('GET', `/api/live/episodes/${episodeId}/feeds`)).body;

  async function send(url: string, init: { method?: string; token?: string; type?: string; body?: string; ifMatch?: string }) {
    const { method = 'POST', token, type = 'application/sdp', body, ifMatch } = init;
    const answer = await fetch(url, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': type }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(ifMatch ? { 'if-match': ifMatch } : {}),
      },
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  it('is refused with a reason that a person can read', async () => {
    const early = await plan();
    expect(await send(early.url, { token: early.token, body: offer([opus, h264()]) })).toMatchObject({
      status: 409,
      text: expect.stringContaining('Go live'),
    });

    const { url, token } = await planLive();
    const good = offer([opus, h264()]);
    const refusals: [string, Parameters<typeof send>[1], number, string][] = [
      ['no token', { body: good }, 401, 'bearer token'],
      ['a wrong token', { token: 'x'.repeat(43), body: good }, 401, 'bearer token'],
      ['another episode’s token', { token: early.token, body: good }, 401, 'bearer token'],
      ['JSON', { token, body: '{}', type: 'application/json' }, 415, 'application/sdp'],
      ['garbage', { token, body: 'v=0\r\nm=\r\n🙂' }, 400, 'SDP'],
      ['VP8', { token, body: offer([opus, vp8]) }, 422, 'Offered: VP8'],
      ['a book', { token, body: `v=0\r\n${'a=x\r\n'.repeat(20_000)}` }, 413, '64 KB'],
      ['another method', { method: 'GET', token }, 405, 'WHIP'],
    ];
    for (const [what, init, status, words] of refusals) {
      const refused = await send(url, init);
      expect([what, refused.status], refused.text).toEqual([what, status]);
      expect(refused.headers.get('content-type'), what).toContain('text/plain');
      expect(refused.text, what).toContain(words);
    }
    expect((await send(url, { body: good })).headers.get('www-authenticate')).toMatch(/^Bearer/);
    const nowhere = `${stage.origin}/whip/${house.ctx.random.id()}`;
    expect((await send(nowhere, { token, body: good })).status).toBe(401);
    const asked = await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://encoder.example' } });
    expect([asked.status, asked.headers.get('accept-post'), asked.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'application/sdp',
      '*',
    ]);
    expect(asked.headers.get('access-control-allow-headers')).toContain('If-Match');
  });

  it('sends the show in the studio’s place, restarts ICE, and ends', { timeout: 120_000 }, async () => {
    const { episodeId, token, url } = await planLive();
    const obs = await stage.open('encoder');
    await obs.evaluate(([to, bearer]) => encoder.start(to, bearer), [url, token] as const);
    await until('on air', () => stage.media.find(episodeId)?.status.isOnAir);
    const phone = await stage.open('viewer');
    await phone.evaluate((id) => viewer.start(id, 'webrtc'), episodeId);
    await until('pictures over WebRTC', () => phone.evaluate(() => viewer.paths.at(-1)?.path === 'webrtc' && viewer.frames > 20));
    const far = await stage.open('viewer');
    await far.evaluate((id) => viewer.start(id, 'hls'), episodeId);
    await until('pictures over HLS', () => far.evaluate(() => viewer.paths.at(-1)?.path === 'hls' && viewer.frames > 20));

    // Nothing of ours is in its picture: players know that they draw who speaks.
    for (const page of [phone, far]) expect(await page.evaluate(() => viewer.source)).toBe('whip');

    // The studio sees what comes in, and nobody's token.
    const seen = await until('the measured picture', async () => {
      const { incoming } = (await feeds(episodeId)) as { incoming: { fps: number; width: number | null } | null };
      return incoming?.width && incoming.fps > 3 && incoming;
    });
    expect(seen).toMatchObject({ from: 'whip', onAir: true, width: 640, height: 360, codecs: expect.stringMatching(/^avc1\./) });
    expect(JSON.stringify(await feeds(episodeId))).not.toContain(token);

    // The next job is tied to the picture as with the studio's own canvas.
    const before = (await host.call('GET', `/api/live/episodes/${episodeId}`)).body;
    const stepped = (await host.call('POST', `/api/live/episodes/${episodeId}/step`, { step: 'next', seenItemId: before.currentItemId }))
      .body;
    const nowMs = stage.media.require(episodeId).status.mediaTimeMs ?? Number.NaN;
    expect(Math.abs(nowMs - Number(stepped.mediaTimeMs))).toBeLessThan(2_000);
    expect(stepped.currentItemId).not.toBe(before.currentItemId);

    // Nobody pushes a picture off the air.
    const second = await send(url, { token, body: offer([opus, h264()]) });
    expect(second).toMatchObject({ status: 409, text: expect.stringContaining('has a picture already') });
    expect(second.headers.get('retry-after')).toBe('5');

    expect(await obs.evaluate(() => encoder.iceServers)).toMatchObject([
      { urls: expect.anything(), username: expect.stringMatching(/^\d+:/), credential: expect.stringMatching(/=$/) },
      { urls: expect.anything() },
    ]);

    // Its picture has nothing of ours in it: a platform gets it as it is, by default.
    const target = { name: '平台', url: platform.url, key: 'a-long-stream-key' };
    const added = await host.call('POST', `/api/live/episodes/${episodeId}/restreams`, target);
    const [{ id: targetId }] = added.body.targets as [{ id: string }];
    const restream = `/api/live/episodes/${episodeId}/restreams/${targetId}`;
    await host.call('POST', `${restream}/switch`, { on: true });
    await until('the platform has it', async () => (await platform.publishing()).includes('a-long-stream-key'));
    const sent = await until('the studio sees that', async () => {
      const { targets } = (await feeds(episodeId)) as { targets: { state: { is: string } }[] };
      return targets[0]?.state.is === 'sending' && targets[0];
    });
    expect(sent).toMatchObject({ picture: 'numbers', keyHint: '••••key', wanted: true });

    const session = await obs.evaluate(() => encoder.session);
    const ufrag = await obs.evaluate(() => encoder.remoteUfrag);
    const patch = (ifMatch?: string) =>
      send(session, {
        method: 'PATCH',
        token,
        type: 'application/trickle-ice-sdpfrag',
        body: 'a=ice-ufrag:none\r\na=ice-pwd:of-this-session-at-all-24\r\n',
        ...(ifMatch ? { ifMatch } : {}),
      });
    expect((await patch()).status).toBe(428);
    expect((await patch('"of-long-ago"')).status).toBe(412);
    expect(
      (await send(session, { method: 'PATCH', token: 'x', type: 'application/trickle-ice-sdpfrag', body: '', ifMatch: '*' })).status,
    ).toBe(401);
    await obs.evaluate(() => encoder.restart());
    expect(await obs.evaluate(() => encoder.remoteUfrag)).not.toBe(ufrag);
    const shown = await phone.evaluate(() => viewer.frames);
    await until('pictures after the restart', () => phone.evaluate((from) => viewer.frames > from + 40, shown));
    expect(await phone.evaluate(() => viewer.paths.map(({ path }) => path))).toEqual(['webrtc']);

    // Another size in the middle, as when OBS’s canvas is changed: a new SPS, which every phone and the platform take as it comes.
    await obs.evaluate(() => encoder.resize(480, 270));
    for (const page of [phone, far]) await until('the new size on glass', () => page.evaluate(() => viewer.video.videoWidth === 480));
    for (const page of [phone, far]) {
      const from = await page.evaluate(() => viewer.frames);
      await until('pictures of the new size', () => page.evaluate((before) => viewer.frames > before + 20, from));
    }
    expect(await phone.evaluate(() => viewer.paths.map(({ path }) => path))).toEqual(['webrtc']);
    expect(await far.evaluate(() => viewer.paths.map(({ path }) => path))).toEqual(['hls']);
    expect(await feeds(episodeId)).toMatchObject({
      incoming: { onAir: true, width: 480, height: 270 },
      targets: [{ state: { is: 'sending' } }],
    });

    // Off in the middle of the show.
    await host.call('POST', `${restream}/switch`, { on: false });
    await until('the platform has it no more', async () => (await platform.publishing()).length === 0);

    await obs.evaluate(() => encoder.stop());
    await until('the host is gone', () => stage.media.require(episodeId).status.isOnAir === false);
    expect((await send(session, { method: 'DELETE', token })).status).toBe(404);
    expect((await feeds(episodeId)).incoming).toBeNull();

    // And comes back into the same show.
    await obs.evaluate(([to, bearer]) => encoder.start(to, bearer), [url, token] as const);
    await until('on air again', () => stage.media.require(episodeId).status.isOnAir);
    await stage.clear();
  });

  it('gives way to the studio’s own button, and to a token that is made anew', { timeout: 90_000 }, async () => {
    const { episodeId, token, url } = await planLive();
    const obs = await stage.open('encoder');
    const start = (page: Page, bearer: string) => page.evaluate(([to, held]) => encoder.start(to, held), [url, bearer] as const);
    await start(obs, token);
    await until('on air', () => stage.media.find(episodeId)?.status.isOnAir);

    const made = (await host.call('POST', `/api/live/episodes/${episodeId}/whip-token`)).body;
    await until('hung up', () => !stage.media.require(episodeId).status.isOnAir);
    await expect(start(obs, token)).rejects.toThrow('401');
    await start(obs, String(made.token));
    await until('on air with the new token', () => stage.media.require(episodeId).status.isOnAir);

    const session = await obs.evaluate(() => encoder.session);
    expect((await host.call('POST', `/api/live/${episodeId}/publishers`)).status).toBe(201);
    expect((await send(session, { method: 'DELETE', token: String(made.token) })).status).toBe(404);
    expect((await host.call('DELETE', `/api/live/episodes/${episodeId}/whip-token`)).status).toBe(204);
    expect((await send(url, { token: String(made.token), body: offer([opus, h264()]) })).status).toBe(401);
    expect(await feeds(episodeId)).toMatchObject({ whip: { tokenMadeAt: null } });
    await stage.clear();
  });
});
