import { jsonClient, SignallingRefused } from '$signage/program/signalling.ts';
import type { LineFound } from './line-verdict.ts';
import { ProgramPublisher, type PublisherSignalling } from './publisher.ts';
import type { SenderFigures, SenderLimits } from './sender.ts';

/** Below the server's limit of a body. */
const UPLOAD_BYTES = 900_000;
/** A fast line is known after few, a slow one after little time. */
const MOST_UPLOADS = 6;
const UPLOADS_WITHIN_MS = 4_000;
const SEND_FOR_MS = 6_000;
const CONNECT_WITHIN_MS = 20_000;
/** A server that is slow is still the only one there is. */
const ANSWER_WITHIN_MS = 20_000;

const BASE = '/api/live/line-checks';

/** Sends what a show sends, for a few seconds, to where nobody sees it. @throws SignallingRefused, TypeError when nobody answers */
export async function checkLine(input: {
  tracks: { video: MediaStreamTrack; audio: MediaStreamTrack };
  limits: SenderLimits;
  headers: () => Record<string, string>;
}): Promise<LineFound> {
  const uploadBits = await upload(input.headers);
  const { lost, sent, rttMs } = await send(input);
  return { uploadBits, loss: Math.max(0, lost) / Math.max(1, sent), rttMs };
}

async function upload(headers: () => Record<string, string>): Promise<number> {
  const body = crypto.getRandomValues(new Uint8Array(65_536));
  // Random, so that nothing on the way makes it smaller.
  const blob = new Blob(Array.from({ length: Math.ceil(UPLOAD_BYTES / body.length) }, () => body)).slice(0, UPLOAD_BYTES);
  const began = performance.now();
  let uploads = 0;
  while (uploads < MOST_UPLOADS && performance.now() - began < UPLOADS_WITHIN_MS) {
    const response = await fetch(`${BASE}/upload`, {
      method: 'POST',
      body: blob,
      headers: { ...headers(), 'content-type': 'application/octet-stream' },
    });
    if (!response.ok) throw new SignallingRefused(response.status === 429 ? 'TOO_MANY_REQUESTS' : 'INTERNAL', response.status, '');
    uploads += 1;
  }
  return (uploads * UPLOAD_BYTES * 8 * 1000) / (performance.now() - began);
}

async function send({ tracks, limits, headers }: Parameters<typeof checkLine>[0]): Promise<NonNullable<SenderFigures['way']>> {
  let resolve = (_way: NonNullable<SenderFigures['way']>) => {};
  let reject = (_error: Error) => {};
  const promise = new Promise<NonNullable<SenderFigures['way']>>((found, failed) => {
    resolve = found;
    reject = failed;
  });
  let connectedAt: number | undefined;
  const publisher = new ProgramPublisher({
    ...tracks,
    limits,
    signalling: rehearsal(headers),
    events: {
      state: (state) => {
        if (state === 'on-air') connectedAt ??= performance.now();
      },
      figures: ({ way }) => {
        if (way && connectedAt !== undefined && performance.now() - connectedAt >= SEND_FOR_MS) resolve(way);
      },
      refused: (code, words) => reject(new SignallingRefused(code, 409, words ?? '')),
    },
  });
  // A port that lets nothing through refuses nothing either.
  const giveUp = setTimeout(() => reject(new SignallingRefused('LIVE_UNAVAILABLE', 503, '')), CONNECT_WITHIN_MS + SEND_FOR_MS);
  publisher.start();
  try {
    return await promise;
  } finally {
    clearTimeout(giveUp);
    publisher.stop();
  }
}

function rehearsal(headers: () => Record<string, string>): PublisherSignalling {
  const { post, leave } = jsonClient(BASE, { headers, answerWithinMs: ANSWER_WITHIN_MS });
  return {
    open: () => post('/publishers'),
    connect: (id, dtlsParameters) => post(`/publishers/${id}/connect`, { dtlsParameters }),
    produce: (id, kind, rtpParameters) => post(`/publishers/${id}/produce`, { kind, rtpParameters }),
    // Nothing goes on air, and what breaks within these seconds is part of the answer.
    onAir: async () => {},
    alive: async () => {},
    restartIce: () => Promise.reject(new SignallingRefused('LIVE_SESSION_GONE', 410, '')),
    close: (id) => leave(`/publishers/${id}`),
  };
}
