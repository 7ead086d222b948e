import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { eq } from 'drizzle-orm';
import type { types } from 'mediasoup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { screens } from '#server/db/schema/screens.ts';
import { LiveMedia } from '#server/media/live-media.ts';
import { pairScreen } from '#server/services/screens/pair-screen.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { httpApp } from '#tests/support/http-app.ts';
import { workerBinary } from '#tests/support/live-server.ts';
import { quietLog } from '#tests/support/quiet-log.ts';
import { ScreenDevice } from '#tests/support/screen-device.ts';
import { signedIn } from '#tests/support/staff.ts';
import { shangcheng } from '../desk-world.ts';
import { type PhoneWorld, phoneWorld } from '../phone-world.ts';

/** Two shows on one worker with three seats for phones and one for a screen, and no browser: who watches is what the server says. */
describe('the seats of a media worker', () => {
  let house: House;
  let world: PhoneWorld;
  let media: LiveMedia;
  let http: ReturnType<typeof httpApp>;
  let server: Server;
  let base: string;

  beforeAll(async () => {
    house = await openHouse('embedded', {
      env: { MEDIA_TURN_URLS: 'turn:turn.example.cn:3478?transport=udp', MEDIA_TURN_SECRET: 'north' },
    });
    world = await phoneWorld(house);
    media = new LiveMedia({ log: quietLog, maxViewers: 3, maxScreens: 1 });
    await media.start({ workers: 1, firstPort: 0, listenIp: '127.0.0.1', announcedAddress: '127.0.0.1', workerBin: await workerBinary() });
    expect(media.status).toEqual({ ready: true });
    http = httpApp(house, media);
    server = createServer(getRequestListener(http.app.fetch));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    http?.close();
    server?.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await media?.close();
    await house?.close();
  });

  /** On air as far as the SFU is concerned: nothing is ever sent. */
  async function openShow(): Promise<string> {
    const episodeId = randomUUID();
    const program = media.open(episodeId);
    const publisher = await program.room.openPublisher();
    await publisher.produce('video', picture);
    await program.goOnAir(publisher.id);
    return episodeId;
  }

  const canReceive = async (episodeId: string) => (await media.require(episodeId).room.capabilities()) as types.RtpCapabilities;

  async function watch(episodeId: string, address = '198.51.100.5') {
    const answer = await http.app.request(`http://gangbo.test/api/live/${episodeId}/viewers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-gangbo-client': address },
      body: JSON.stringify({ rtpCapabilities: await canReceive(episodeId) }),
    });
    return { status: answer.status, body: await answer.json() };
  }

  async function pairedWall(): Promise<ScreenDevice> {
    const [wall] = await house.ctx.db.select().from(screens).where(eq(screens.stationId, world.stationId));
    if (!wall) throw new Error('the station has no screen');
    const device = new ScreenDevice(base);
    const { code } = await device.askForCode();
    await pairScreen(house.ctx, world.desk.li, { code, stationId: wall.stationId, screenId: wall.id });
    expect((await device.openSession(wall.id)).status).toBe(200);
    return device;
  }

  it('are shared by all its shows, and phones leave the screens theirs', async () => {
    const [one, other] = [await openShow(), await openShow()];
    const [first] = [await watch(one), await watch(other), await watch(other)];
    expect(first.status).toBe(201);
    expect(await watch(one)).toMatchObject({ status: 503, body: { code: 'LIVE_VIEWERS_FULL' } });

    const wall = await pairedWall();
    const rtpCapabilities = await canReceive(one);
    const shown = await wall.post(`live/${one}/viewers`, { rtpCapabilities });
    expect(shown.status).toBe(201);
    const offer = JSON.parse(shown.text);
    expect(offer.tracks).toMatchObject([{ kind: 'video' }]);
    // From here on it is a viewer as all are.
    const gone = await http.app.request(`http://gangbo.test/api/live/${one}/viewers/${offer.viewerId}`, { method: 'DELETE' });
    expect(gone.status).toBe(204);
    expect((await wall.post(`live/${one}/viewers`, { rtpCapabilities })).status).toBe(201);
    const seen = { path: 'webrtc', watchedMs: 10_000, stalls: 0, stalledMs: 0, latencyMs: 90 };
    expect((await wall.post(`live/${one}/seen`, seen)).status).toBe(204);
    expect(media.takeViewing().find(({ episodeId }) => episodeId === one)?.counts).toContainEqual({
      path: 'screen-webrtc',
      measure: 'latency',
      step: 300,
      count: 1,
    });
    expect(media.viewers(one)).toBe(0);
    // Nobody takes a screen's seat by asking where screens ask.
    const stranger = await fetch(`${base}/api/screen/live/${one}/viewers`, { method: 'POST' });
    expect(stranger.status).toBe(401);

    await http.app.request(`http://gangbo.test/api/live/${one}/viewers/${first.body.viewerId}`, { method: 'DELETE' });
    expect((await watch(other)).status).toBe(201);
    wall.close();
    for (const episodeId of [one, other]) media.end(episodeId);
  });

  it('lead a host who tries the line around a closed network too', async () => {
    const host = await signedIn(house, http.app, 'host', shangcheng);
    const { status, body } = await host.call('POST', '/api/live/line-checks/publishers');
    expect(status).toBe(201);
    expect(body.transport).toMatchObject({ iceServers: [{ urls: ['turn:turn.example.cn:3478?transport=udp'] }] });
    expect((await host.call('DELETE', `/api/live/line-checks/publishers/${body.publisherId}`)).status).toBe(204);
  });
});

const picture: types.RtpParameters = {
  mid: '0',
  codecs: [
    {
      mimeType: 'video/H264',
      payloadType: 102,
      clockRate: 90_000,
      parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
    },
  ],
  headerExtensions: [],
  encodings: [{ ssrc: 22_222_222 }],
  rtcp: { cname: 'host' },
};
