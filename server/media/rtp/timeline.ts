import { Unwrapper } from './unwrap.ts';

/** Where a sender report (RFC 3550 §6.4.1) puts one RTP timestamp on the sender's own wall clock. */
export interface SenderReport {
  /** NTP time as milliseconds of the sender's wall clock. */
  readonly ntpMs: number;
  readonly rtpTimestamp: number;
}

/** Seconds between the NTP era (1900) and the Unix epoch. */
const NTP_TO_UNIX_SECONDS = 2_208_988_800;

export function ntpToUnixMs(seconds: number, fraction: number): number {
  return (seconds - NTP_TO_UNIX_SECONDS) * 1000 + (fraction * 1000) / 2 ** 32;
}

/**
 * RTP time of one stream. Streams of one sender share its wall clock, so the difference of two `wallMsOf` is the true offset between
 * picture and sound. Before the first report only the unwrapped timestamp is known.
 */
export class RtpTimeline {
  readonly #rate: number;
  readonly #unwrapper = new Unwrapper(32);
  #anchor: { ntpMs: number; timestamp: number } | undefined;

  /** @param rate ticks a second: 90000 for video, 48000 for Opus. */
  constructor(rate: number) {
    this.#rate = rate;
  }

  /** Ticks that don't wrap. Call it in the order of arrival. */
  unwrap(timestamp: number): number {
    return this.#unwrapper.unwrap(timestamp);
  }

  report(report: SenderReport): void {
    this.#anchor = { ntpMs: report.ntpMs, timestamp: this.#unwrapper.unwrap(report.rtpTimestamp) };
  }

  get isAnchored(): boolean {
    return this.#anchor !== undefined;
  }

  /** The sender's wall clock at these unwrapped ticks, in ms; undefined before the first report. */
  wallMsOf(ticks: number): number | undefined {
    if (!this.#anchor) return undefined;
    return this.#anchor.ntpMs + ((ticks - this.#anchor.timestamp) * 1000) / this.#rate;
  }
}
