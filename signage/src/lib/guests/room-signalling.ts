import type { types } from 'mediasoup-client';
import type { RoomSession, RoomTracks } from '../../../../server/contract/guests.ts';
import { jsonClient } from '../program/signalling.ts';

export type Way = 'send' | 'receive';

/** One end's side of the green room's signalling. */
export interface RoomSignalling {
  enter(): Promise<RoomSession>;
  connect(sessionId: string, way: Way, dtlsParameters: types.DtlsParameters): Promise<void>;
  restartIce(sessionId: string, way: Way): Promise<types.IceParameters>;
  produce(sessionId: string, kind: types.MediaKind, rtpParameters: types.RtpParameters): Promise<{ producerId: string }>;
  stop(sessionId: string, kind: types.MediaKind): Promise<void>;
  tracks(sessionId: string, rtpCapabilities: types.RtpCapabilities): Promise<RoomTracks>;
  resume(sessionId: string): Promise<void>;
  /** Rejects with LIVE_SESSION_GONE when the room no longer knows this end. */
  alive(sessionId: string): Promise<void>;
  /** Never rejects: whoever leaves does not wait. */
  leave(sessionId: string): void;
}

/** A server that is slow is still the only one there is. */
const ANSWER_WITHIN_MS = 10_000;

/** @param base `/api/guests/me/room`, or the host's own */
export function roomSignalling(base: string, headers?: () => Record<string, string>): RoomSignalling {
  const { get, post, leave } = jsonClient(base, { answerWithinMs: ANSWER_WITHIN_MS, ...(headers ? { headers } : {}) });
  return {
    enter: () => post(''),
    connect: (id, way, dtlsParameters) => post(`/${id}/connect`, { way, dtlsParameters }),
    restartIce: (id, way) => post(`/${id}/restart-ice`, { way }),
    produce: (id, kind, rtpParameters) => post(`/${id}/produce`, { kind, rtpParameters }),
    stop: (id, kind) => post(`/${id}/stop`, { kind }),
    tracks: (id, rtpCapabilities) => post(`/${id}/tracks`, { rtpCapabilities }),
    resume: (id) => post(`/${id}/resume`),
    alive: (id) => get(`/${id}`),
    leave: (id) => leave(`/${id}`),
  };
}
