import type { types } from 'mediasoup';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import { connectTransport, openViewer, produceTrack, type programInfo, type viewerOffer } from '../contract/live.ts';
import type { LiveMedia } from '../media/live-media.ts';
import type { LiveProgram } from '../media/live-program.ts';
import type { Viewer } from '../media/sfu/viewer.ts';
import { Refusal } from '../services/refusal.ts';
import { allow, describe, input, openUnasked, type RouteContext, routes } from './env.ts';
import { hlsUrl } from './live-hls.ts';
import { turn } from './turn.ts';
import { viewerSeats } from './viewer-seats.ts';

const ofEpisode = z.object({ episodeId: z.uuid() });
const ofPublisher = ofEpisode.extend({ publisherId: z.uuid() });
const ofViewer = ofEpisode.extend({ viewerId: z.uuid() });
const anyone = () => openUnasked('viewers are phones that nobody knows; their session id is a secret of their own');
const tags = ['live'];

/** New viewers a minute from one address: a whole hall may stand behind one. */
const VIEWERS_A_MINUTE = 600;
/** And how many of them watch over WebRTC at a time: a quarter of what one media worker carries. Screens are not among them (screen-live.ts). */
const SEATS_OF_AN_ADDRESS = 60;

/** Each throws a Refusal unless the person may. */
export interface SignallingGuards {
  /** Hosts this episode, on or not: whoever was cut off may still hang up. */
  mayHost(c: RouteContext, episodeId: string): Promise<unknown>;
  /** Hosts this episode, and it is on. @returns when it began, ms since the Unix epoch */
  mayPublish(c: RouteContext, episodeId: string): Promise<number | undefined>;
}

/** The program's signalling: plain JSON over HTTP, one step a route. */
export function signallingRoutes(media: LiveMedia, { mayHost, mayPublish }: SignallingGuards) {
  const limiter = new RateLimiterMemory({ points: VIEWERS_A_MINUTE, duration: 60 });
  const seat = viewerSeats(SEATS_OF_AN_ADDRESS);
  const hostOf = async (c: RouteContext, episodeId: string): Promise<LiveProgram> => {
    const startedMs = await mayPublish(c, episodeId);
    return media.open(episodeId, startedMs);
  };

  return routes()
    .get('/:episodeId/program', anyone(), input('param', ofEpisode), describe({ summary: 'What a player must know', tags }), async (c) => {
      const { episodeId } = c.req.valid('param');
      return c.json(await infoOf(media.find(episodeId), episodeId));
    })
    .post(
      '/:episodeId/viewers',
      anyone(),
      input('param', ofEpisode),
      input('json', openViewer),
      describe({ summary: 'Watch over WebRTC: the transport and its tracks', tags }),
      async (c) => {
        await limit(limiter, c.var.clientAddress);
        const program = media.require(c.req.valid('param').episodeId);
        const rtpCapabilities = c.req.valid('json').rtpCapabilities as types.RtpCapabilities;
        const viewer = await seat(c.var.clientAddress, () => program.room.openViewer(rtpCapabilities, 'phone'));
        return c.json(viewerOnWire(c, viewer), 201);
      },
    )
    .post(
      '/:episodeId/viewers/:viewerId/connect',
      anyone(),
      input('param', ofViewer),
      input('json', connectTransport),
      describe({ summary: 'Finish DTLS', tags }),
      async (c) => {
        const { episodeId, viewerId } = c.req.valid('param');
        const viewer = media.require(episodeId).room.requireViewer(viewerId);
        await signalled(() => viewer.connect(c.req.valid('json').dtlsParameters as types.DtlsParameters));
        return c.body(null, 204);
      },
    )
    .post(
      '/:episodeId/viewers/:viewerId/resume',
      anyone(),
      input('param', ofViewer),
      describe({ summary: 'The tracks are ready: let them flow', tags }),
      async (c) => {
        const { episodeId, viewerId } = c.req.valid('param');
        const viewer = media.require(episodeId).room.requireViewer(viewerId);
        await signalled(() => viewer.resume());
        return c.body(null, 204);
      },
    )
    .post(
      '/:episodeId/viewers/:viewerId/restart-ice',
      anyone(),
      input('param', ofViewer),
      describe({ summary: 'New ICE credentials after a change of network', tags }),
      async (c) => {
        const { episodeId, viewerId } = c.req.valid('param');
        const viewer = media.require(episodeId).room.requireViewer(viewerId);
        return c.json(await signalled(() => viewer.restartIce()));
      },
    )
    .delete('/:episodeId/viewers/:viewerId', anyone(), input('param', ofViewer), describe({ summary: 'Stop watching', tags }), (c) => {
      const { episodeId, viewerId } = c.req.valid('param');
      media.require(episodeId).room.requireViewer(viewerId).close();
      return c.body(null, 204);
    })
    .post(
      '/:episodeId/publishers',
      allow('host'),
      input('param', ofEpisode),
      describe({ summary: 'Send the program: the transport to send it on', tags }),
      async (c) => {
        const { room } = await hostOf(c, c.req.valid('param').episodeId);
        const publisher = await room.openPublisher();
        return c.json(
          { publisherId: publisher.id, transport: { ...publisher.offer, ...turn(c) }, rtpCapabilities: await room.capabilities() },
          201,
        );
      },
    )
    .get(
      '/:episodeId/publishers/:publisherId',
      allow('host'),
      input('param', ofPublisher),
      describe({ summary: 'Whether the server still knows this publisher', tags }),
      async (c) => {
        const { episodeId, publisherId } = c.req.valid('param');
        await mayHost(c, episodeId);
        const program = media.find(episodeId);
        if (!program) throw new Refusal('LIVE_SESSION_GONE');
        program.room.requirePublisher(publisherId);
        return c.body(null, 204);
      },
    )
    .post(
      '/:episodeId/publishers/:publisherId/connect',
      allow('host'),
      input('param', ofPublisher),
      input('json', connectTransport),
      describe({ summary: 'Finish DTLS', tags }),
      async (c) => {
        const { episodeId, publisherId } = c.req.valid('param');
        const { room } = await hostOf(c, episodeId);
        const publisher = room.requirePublisher(publisherId);
        await signalled(() => publisher.connect(c.req.valid('json').dtlsParameters as types.DtlsParameters));
        return c.body(null, 204);
      },
    )
    .post(
      '/:episodeId/publishers/:publisherId/produce',
      allow('host'),
      input('param', ofPublisher),
      input('json', produceTrack),
      describe({ summary: 'Add picture (H.264) or sound (Opus)', tags }),
      async (c) => {
        const { episodeId, publisherId } = c.req.valid('param');
        const { kind, rtpParameters, cut } = c.req.valid('json');
        const { room } = await hostOf(c, episodeId);
        const producerId = await room.requirePublisher(publisherId).produce(kind, rtpParameters as unknown as types.RtpParameters, cut);
        return c.json({ producerId }, 201);
      },
    )
    .post(
      '/:episodeId/publishers/:publisherId/on-air',
      allow('host'),
      input('param', ofPublisher),
      describe({ summary: 'Both tracks are there: the program runs', tags }),
      async (c) => {
        const { episodeId, publisherId } = c.req.valid('param');
        const program = await hostOf(c, episodeId);
        await program.goOnAir(publisherId);
        return c.body(null, 204);
      },
    )
    .post(
      '/:episodeId/publishers/:publisherId/restart-ice',
      allow('host'),
      input('param', ofPublisher),
      describe({ summary: 'New ICE credentials after a change of network', tags }),
      async (c) => {
        const { episodeId, publisherId } = c.req.valid('param');
        const { room } = await hostOf(c, episodeId);
        const publisher = room.requirePublisher(publisherId);
        return c.json(await signalled(() => publisher.restartIce()));
      },
    )
    .delete(
      '/:episodeId/publishers/:publisherId',
      allow('host'),
      input('param', ofPublisher),
      describe({ summary: 'Stop sending', tags }),
      async (c) => {
        const { episodeId, publisherId } = c.req.valid('param');
        await mayHost(c, episodeId);
        media.require(episodeId).room.requirePublisher(publisherId).close();
        return c.body(null, 204);
      },
    );
}

export const viewerOnWire = (c: RouteContext, { id, offer, tracks }: Viewer): z.input<typeof viewerOffer> => ({
  viewerId: id,
  transport: { ...offer, ...turn(c) },
  tracks,
});

async function infoOf(program: LiveProgram | undefined, episodeId: string): Promise<z.input<typeof programInfo>> {
  const status = program?.status;
  const clock =
    status?.clock && status.epochMs !== undefined
      ? { epochMs: status.epochMs, rtp: { timestamp: status.clock.rtpTimestamp, mediaTimeMs: status.clock.mediaTimeMs } }
      : null;
  const rtpCapabilities = program ? { ...(await program.room.capabilities()) } : {};
  return { onAir: status?.isOnAir ?? false, from: status?.from ?? null, rtpCapabilities, hlsUrl: hlsUrl(episodeId), clock };
}

/** mediasoup refuses wrong parameters and repeated steps with its own errors; a session that died in between is gone. */
export async function signalled<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof TypeError) throw new Refusal('LIVE_BAD_SIGNALLING');
    if (error instanceof Error && error.name === 'InvalidStateError') throw new Refusal('LIVE_SESSION_GONE');
    if (error instanceof Error && /already|invalid|missing|wrong/i.test(error.message)) throw new Refusal('LIVE_BAD_SIGNALLING');
    throw error;
  }
}

async function limit(limiter: RateLimiterMemory, address: string): Promise<void> {
  try {
    await limiter.consume(address);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new Refusal('TOO_MANY_REQUESTS', { seconds: Math.ceil(error.msBeforeNext / 1000) });
  }
}
