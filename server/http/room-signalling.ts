import type { types } from 'mediasoup';
import { z } from 'zod';
import { connectRoom, produceInRoom, roomSession, roomTracks, stopInRoom, syncRoom } from '../contract/guests.ts';
import { producedTrack } from '../contract/live.ts';
import type { GuestRooms } from '../media/guest-rooms.ts';
import type { RoomPeer } from '../media/sfu/room-peer.ts';
import { Refusal } from '../services/refusal.ts';
import { deskDocs } from './desk-docs.ts';
import { type allow, input, type RouteContext, routes } from './env.ts';
import { signalled } from './live-signalling.ts';
import { turn } from './turn.ts';

const docs = deskDocs('guests');
const ofSession = z.object({ sessionId: z.uuid() });
const restart = z.object({ way: z.enum(['send', 'receive']) });

export interface RoomSide {
  /** Of the host's routes, or of the guest's. */
  access: () => ReturnType<typeof allow>;
  /** Whose room, and as whom. @throws Refusal unless they may be in it */
  find(c: RouteContext): Promise<{ episodeId: string; who: string }>;
  /** Somebody is about to come in. */
  entering?(c: RouteContext, episodeId: string): Promise<void>;
}

/** The green room's signalling: the same for both sides, each from its own address. Plain JSON over HTTP, one step a route. */
export function roomSignalling(rooms: GuestRooms, { access, find, entering }: RoomSide) {
  const peerOf = async (c: RouteContext, sessionId: string): Promise<RoomPeer> => {
    const { episodeId, who } = await find(c);
    const peer = rooms.require(episodeId).require(who, sessionId);
    peer.beat();
    return peer;
  };

  return routes()
    .post('/', access(), docs('Come in: a transport each way', { schema: roomSession, status: 201 }), async (c) => {
      const { episodeId, who } = await find(c);
      const room = rooms.enter(episodeId);
      await entering?.(c, episodeId);
      const peer = await fresh(() => room.enter(who));
      const { send, receive } = peer.offers;
      const way = turn(c);
      return c.json(
        { sessionId: peer.id, send: { ...send, ...way }, receive: { ...receive, ...way }, rtpCapabilities: await room.capabilities() },
        201,
      );
    })
    .get('/:sessionId', access(), input('param', ofSession), docs('Still here; does the room know me?'), async (c) => {
      await peerOf(c, c.req.valid('param').sessionId);
      return c.body(null, 204);
    })
    .post(
      '/:sessionId/connect',
      access(),
      input('param', ofSession),
      input('json', connectRoom),
      docs('Finish DTLS of one way'),
      async (c) => {
        const peer = await peerOf(c, c.req.valid('param').sessionId);
        const { way, dtlsParameters } = c.req.valid('json');
        await signalled(() => peer.connect(way, dtlsParameters as types.DtlsParameters));
        return c.body(null, 204);
      },
    )
    .post(
      '/:sessionId/restart-ice',
      access(),
      input('param', ofSession),
      input('json', restart),
      docs('New ICE credentials after a change of network', { schema: z.looseObject({}) }),
      async (c) => {
        const peer = await peerOf(c, c.req.valid('param').sessionId);
        return c.json(await signalled(() => peer.restartIce(c.req.valid('json').way)));
      },
    )
    .post(
      '/:sessionId/produce',
      access(),
      input('param', ofSession),
      input('json', produceInRoom),
      docs('Send my picture or my sound: one of each', { schema: producedTrack, status: 201 }),
      async (c) => {
        const peer = await peerOf(c, c.req.valid('param').sessionId);
        const { kind, rtpParameters } = c.req.valid('json');
        const producerId = await signalled(() => peer.produce(kind, rtpParameters as unknown as types.RtpParameters));
        return c.json({ producerId }, 201);
      },
    )
    .post('/:sessionId/stop', access(), input('param', ofSession), input('json', stopInRoom), docs('Send it no more'), async (c) => {
      const peer = await peerOf(c, c.req.valid('param').sessionId);
      peer.stopProducing(c.req.valid('json').kind);
      return c.body(null, 204);
    })
    .post(
      '/:sessionId/tracks',
      access(),
      input('param', ofSession),
      input('json', syncRoom),
      docs('All that I may see and hear now', { schema: roomTracks }),
      async (c) => {
        const peer = await peerOf(c, c.req.valid('param').sessionId);
        const { episodeId } = await find(c);
        const rtpCapabilities = c.req.valid('json').rtpCapabilities as types.RtpCapabilities;
        return c.json({ tracks: await signalled(() => rooms.require(episodeId).sync(peer, rtpCapabilities)) });
      },
    )
    .post('/:sessionId/resume', access(), input('param', ofSession), docs('The tracks are ready: let them flow'), async (c) => {
      const peer = await peerOf(c, c.req.valid('param').sessionId);
      await signalled(() => peer.resume());
      return c.body(null, 204);
    })
    .delete('/:sessionId', access(), input('param', ofSession), docs('Hang up; I may come back'), async (c) => {
      (await peerOf(c, c.req.valid('param').sessionId)).close();
      return c.body(null, 204);
    });
}

/** A worker that died under the request is replaced within the second: the page asks again. */
async function fresh(enter: () => Promise<RoomPeer>): Promise<RoomPeer> {
  try {
    return await enter();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof Error && error.name === 'InvalidStateError') throw new Refusal('LIVE_SESSION_GONE');
    throw error;
  }
}
