import type { types } from 'mediasoup';

/** What a browser needs to create its end of a transport. */
export interface TransportOffer {
  readonly id: string;
  readonly iceParameters: types.IceParameters;
  readonly iceCandidates: types.IceCandidate[];
  readonly dtlsParameters: types.DtlsParameters;
}

export function offerOf(transport: types.WebRtcTransport): TransportOffer {
  const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
  return { id, iceParameters, iceCandidates, dtlsParameters };
}

/** A transport that was asked for and never used is given back after this. */
const UNUSED_MS = 30_000;
/** One whose network went away may come back (ICE restart) for this long. */
const DISCONNECTED_MS = 10_000;

export async function createTransport(router: types.Router, server: types.WebRtcServer): Promise<types.WebRtcTransport> {
  return router.createWebRtcTransport({
    webRtcServer: server,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    // The program is one stream of about 2 Mbit/s: starting lower would show a bad picture first.
    initialAvailableOutgoingBitrate: 2_500_000,
  });
}

/** Calls `gone` once when the other end is not coming (back), or has closed. */
export function watchTransport(transport: types.WebRtcTransport, gone: () => void): void {
  let timer: NodeJS.Timeout | undefined = setTimeout(gone, UNUSED_MS);
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  transport.on('icestatechange', (state) => {
    stop();
    if (state === 'disconnected') timer = setTimeout(gone, DISCONNECTED_MS);
  });
  transport.on('dtlsstatechange', (state) => {
    if (state === 'failed' || state === 'closed') gone();
  });
  transport.observer.once('close', stop);
}
