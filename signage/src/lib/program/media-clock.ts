import type { ProgramClockOnWire } from '../../../../server/contract/live.ts';

/** RTP runs at 90 kHz for pictures. */
const TICKS_PER_MS = 90;

/**
 * Media time (ms since the episode's first frame) of a picture that came over WebRTC. The difference is taken as signed 32 bits, so it is right
 * for 6.6 hours on both sides of the clock's own timestamp, over any wrap.
 */
export function mediaTimeOfRtp(clock: ProgramClockOnWire, rtpTimestamp: number): number {
  return clock.rtp.mediaTimeMs + ((rtpTimestamp - clock.rtp.timestamp) | 0) / TICKS_PER_MS;
}

/** Media time of a picture that came over HLS, from its PROGRAM-DATE-TIME. */
export function mediaTimeOfDate(clock: ProgramClockOnWire, dateMs: number): number {
  return dateMs - clock.epochMs;
}
