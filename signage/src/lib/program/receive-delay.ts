/** What a browser's statistics say of the way from the server to the glass: running totals, s. */
export interface Received {
  /** All that pictures have waited in the receiver's buffer, and how many came out of it. */
  readonly waitedS: number;
  readonly pictures: number;
  readonly roundTripS: number;
}

interface Stat {
  readonly type: string;
  readonly kind?: string;
  readonly id?: string;
  readonly jitterBufferDelay?: number;
  readonly jitterBufferEmittedCount?: number;
  readonly selectedCandidatePairId?: string;
  readonly nominated?: boolean;
  readonly state?: string;
  readonly currentRoundTripTime?: number;
}

/** @returns undefined where the browser doesn't say all of it (webrtc-stats leaves every one of these open) */
export function readReceived(report: { forEach(each: (stat: Stat) => void): void }): Received | undefined {
  const stats: Stat[] = [];
  report.forEach((stat) => {
    stats.push(stat);
  });
  const picture = stats.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
  const chosen = stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  const pairs = stats.filter(({ type }) => type === 'candidate-pair');
  const pair = pairs.find(({ id }) => id === chosen) ?? pairs.find(({ nominated, state }) => nominated && state === 'succeeded');
  const { jitterBufferDelay: waitedS, jitterBufferEmittedCount: pictures } = picture ?? {};
  const roundTripS = pair?.currentRoundTripTime;
  if (waitedS === undefined || pictures === undefined || roundTripS === undefined) return undefined;
  return { waitedS, pictures, roundTripS };
}

/**
 * How far the glass is behind the server, s: half the round trip and the wait in the receiver's buffer, over the pictures since `before`. Left out
 * are the host's camera, encoder and line to the server, decoding, and the glass itself: as HLS's own latency leaves them out.
 */
export function behindServer(before: Received | undefined, now: Received): number | undefined {
  const pictures = now.pictures - (before?.pictures ?? 0);
  if (pictures <= 0) return undefined;
  return (now.waitedS - (before?.waitedS ?? 0)) / pictures + now.roundTripS / 2;
}

/** A phone whose clock is this far off says nothing of the line. */
const BELIEVED_S = 30;

/** The browser's own HLS player: the server's date of what is shown, by this device's clock. @returns s */
export function behindDate(dateMs: number | undefined, nowMs: number): number | undefined {
  if (dateMs === undefined) return undefined;
  const behind = (nowMs - dateMs) / 1000;
  return behind >= 0 && behind <= BELIEVED_S ? behind : undefined;
}
