import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { z } from 'zod';
import { wallView } from '../contract/figures.ts';
import { playBatch, playsTaken } from '../contract/proofs.ts';
import {
  pairingOffer,
  pairingRequest,
  pairingState as pairingStateShape,
  playerHealth,
  presentedReport,
  screenSessionRequest,
  screenshotQuery,
} from '../contract/screens.ts';
import type { BeatKeeper } from '../realtime/beat-keeper.ts';
import type { Hub } from '../realtime/hub.ts';
import { ownTopic, topicsOfScreen, wasClonedLately } from '../realtime/screen-news.ts';
import { watchWall } from '../realtime/wall-news.ts';
import { isNewest } from '../services/boards/is-newest.ts';
import { readManifest } from '../services/boards/read-manifest.ts';
import { screenScope } from '../services/figures/scope.ts';
import { takePlays } from '../services/proofs/take-plays.ts';
import { Refusal } from '../services/refusal.ts';
import { keepEchoes } from '../services/screens/keep-echoes.ts';
import { offerPairing, pairingState } from '../services/screens/offer-pairing.ts';
import { reportPresented } from '../services/screens/player-reports.ts';
import { makeChallenge, openScreenSession } from '../services/screens/screen-session.ts';
import { keepScreenshot } from '../services/screens/screenshots.ts';
import { consume } from '../services/seekers/limits.ts';
import { recordAnswers } from '../services/takeovers/record-answers.ts';
import { deskDocs } from './desk-docs.ts';
import { allow, input, openUnasked, routes } from './env.ts';
import { giveScreenSession, screenIdOf } from './screen-cookie.ts';
import { openScreenStream } from './screen-streams.ts';

const docs = deskDocs('screen');
const whyOpen = 'a device that has no session yet';

/** The device's side: what a player on a wall asks for. */
export const screenRoutes = ({ hub, beats, mostStreams: most }: { hub: Hub; beats: BeatKeeper; mostStreams: number }) =>
  routes()
    .post(
      '/pairing',
      openUnasked(whyOpen),
      input('json', pairingRequest),
      docs('Ask for a pairing code', { schema: pairingOffer }),
      async (c) => {
        await consume(c.var.context, { 'pairing-address': c.var.clientAddress });
        return c.json(await offerPairing(c.var.context, c.req.valid('json')), 201);
      },
    )
    .get(
      '/pairing/:deviceId',
      openUnasked(whyOpen),
      input('param', z.object({ deviceId: z.uuid() })),
      docs('Has a clerk typed the code?', { schema: pairingStateShape }),
      async (c) => {
        c.header('Cache-Control', 'no-store');
        return c.json(await pairingState(c.var.context, c.req.valid('param').deviceId));
      },
    )
    .get('/challenge', openUnasked(whyOpen), docs('A nonce to sign'), async (c) => {
      await consume(c.var.context, { 'session-address': c.var.clientAddress });
      c.header('Cache-Control', 'no-store');
      return c.json(makeChallenge(c.var.context));
    })
    .post(
      '/session',
      openUnasked(whyOpen),
      input('json', screenSessionRequest),
      docs('Prove the device’s key, get a session cookie'),
      async (c) => {
        const proof = c.req.valid('json');
        await consume(c.var.context, {
          'session-address': c.var.clientAddress,
          'session-screen': `${proof.screenId} ${c.var.clientAddress}`,
        });
        const { token, ...session } = await openScreenSession(c.var.context, proof);
        giveScreenSession(c, session.screenId, token);
        return c.json(session);
      },
    )
    .get('/manifest', allow('screen'), docs('The signed manifest; 304 for the ETag that is held'), async (c) => {
      const { context } = c.var;
      const screenId = screenIdOf(c);
      const headers = (hash: string) => ({
        etag: `"${hash}"`,
        'cache-control': 'no-cache',
        'x-server-time': context.clock.now().toString(),
      });
      const held = /^"([\da-f]{64})"$/.exec(c.req.header('if-none-match') ?? '')?.[1];
      if (held !== undefined && (await isNewest(context, screenId, held))) return c.body(null, 304, headers(held));
      const manifest = await readManifest(context, screenId);
      if (manifest === undefined) throw new Refusal('NOT_FOUND');
      // Composed just now, it may come out as the very one that is held.
      if (manifest.hash === held) return c.body(null, 304, headers(held));
      return c.body(manifest.body, 200, { ...headers(manifest.hash), 'content-type': 'application/json; charset=utf-8' });
    })
    .get('/wall', allow('screen'), docs('The data wall of the screen’s region', { schema: wallView }), async (c) => {
      const { context } = c.var;
      c.header('Cache-Control', 'no-store');
      return c.json(await watchWall(context, hub, await screenScope(context.db, screenIdOf(c))).view);
    })
    .get('/wall/events', allow('screen'), docs('The data wall as it changes (server-sent events)'), async (c) => {
      const { context } = c.var;
      const screenId = screenIdOf(c);
      const { topic, view } = watchWall(context, hub, await screenScope(context.db, screenId));
      openScreenStream(c, hub, { screenId, topics: [topic, ownTopic(screenId)], hello: { type: 'wall', data: await view }, most });
      return RESPONSE_ALREADY_SENT;
    })
    .get('/events', allow('screen'), docs('Newer manifests, counts, takeovers, commands (server-sent events)'), async (c) => {
      const screenId = screenIdOf(c);
      const topics = await topicsOfScreen(c.var.context, screenId);
      const serverTime = c.var.context.clock.now().toString();
      const hello = { type: 'tick', data: { type: 'tick', serverTime } };
      const stream = openScreenStream(c, hub, { screenId, topics, hello, most });
      if (wasClonedLately(hub, screenId)) stream.send('cloned', { type: 'cloned' });
      return RESPONSE_ALREADY_SENT;
    })
    .post('/presented', allow('screen'), input('json', presentedReport), docs('The frame is on glass'), async (c) => {
      await consume(c.var.context, { 'presented-screen': screenIdOf(c) });
      await reportPresented(c.var.context, screenIdOf(c), c.req.valid('json'));
      return c.body(null, 204);
    })
    .post('/health', allow('screen'), input('json', playerHealth), docs('How the player fares'), async (c) => {
      const health = c.req.valid('json');
      await consume(c.var.context, { 'beat-screen': screenIdOf(c) });
      beats.beat(screenIdOf(c), health);
      await keepEchoes(c.var.context, screenIdOf(c), health.echoes ?? []);
      if (health.stood) await recordAnswers(c.var.context, screenIdOf(c), health.stood);
      // Each beat reads the clock: walls of a station turn together by it.
      c.header('x-server-time', c.var.context.clock.now().toString());
      return c.body(null, 204);
    })
    .post(
      '/screenshot',
      allow('screen'),
      input('query', screenshotQuery),
      docs('The picture that was asked for, as the body'),
      async (c) => {
        await consume(c.var.context, { 'screenshot-screen': screenIdOf(c) });
        const picture = new Uint8Array(await c.req.arrayBuffer());
        await keepScreenshot(c.var.context, screenIdOf(c), { ...c.req.valid('query'), picture });
        return c.body(null, 204);
      },
    )
    .post(
      '/plays',
      allow('screen'),
      input('json', playBatch),
      docs('Proof of play; each number of a journal counts once', { schema: playsTaken }),
      async (c) => {
        await consume(c.var.context, { 'plays-screen': screenIdOf(c) });
        return c.json(await takePlays(c.var.context, screenIdOf(c), c.req.valid('json')));
      },
    );
