import { type CanvasFormat, PROGRAM_FPS } from './canvas.ts';

/** Bits a second. Below the floor letters on the job card can't be read; above the ceiling old phones stall. */
export interface SenderLimits {
  readonly start: number;
  readonly floor: number;
  readonly ceiling: number;
  readonly fps: number;
}
export const SENDER: SenderLimits = { start: 1_800_000, floor: 1_000_000, ceiling: 2_500_000, fps: PROGRAM_FPS };
const SMALL_SENDER: SenderLimits = { start: 900_000, floor: 500_000, ceiling: 1_300_000, fps: PROGRAM_FPS };
export const senderLimits = (format: CanvasFormat): SenderLimits => (format === 'small' ? SMALL_SENDER : SENDER);

const MEASURE_EVERY_MS = 2_000;

export interface SenderFigures {
  /** Bits a second that left this machine. */
  readonly bitrate: number;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  /** What limits the encoder: `none`, `cpu`, `bandwidth` or `other`. */
  readonly limitedBy: string;
  /** What the far end says of the way there; undefined until it has said something. */
  readonly way: { readonly lost: number; readonly sent: number; readonly rttMs: number } | undefined;
}

/**
 * Holds the sender to a constant resolution within its bitrates, reads back whether it does, and measures it. Chromium would otherwise scale the
 * picture down under load, and each new size is a new SPS that players stumble over.
 */
export class SenderWatch {
  readonly #sender: RTCRtpSender;
  readonly #report: (figures: SenderFigures) => void;
  #timer: number | undefined;
  #last: { bytes: number; frames: number; atMs: number } | undefined;

  private constructor(sender: RTCRtpSender, report: (figures: SenderFigures) => void) {
    this.#sender = sender;
    this.#report = report;
  }

  /** @throws Error when the browser does not keep what it was told */
  static async start(sender: RTCRtpSender, limits: SenderLimits, report: (figures: SenderFigures) => void): Promise<SenderWatch> {
    await holdResolution(sender, limits);
    const watch = new SenderWatch(sender, report);
    watch.#timer = setInterval(() => void watch.#measure(), MEASURE_EVERY_MS) as unknown as number;
    return watch;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #measure(): Promise<void> {
    const stats = await this.#sender.getStats();
    const way = wayOf(stats);
    for (const entry of stats.values()) {
      if (entry.type !== 'outbound-rtp' || entry.kind !== 'video') continue;
      const now = { bytes: entry.bytesSent as number, frames: (entry.framesEncoded as number) ?? 0, atMs: entry.timestamp as number };
      const last = this.#last;
      this.#last = now;
      if (!last || now.atMs <= last.atMs || now.bytes < last.bytes) return;
      const seconds = (now.atMs - last.atMs) / 1000;
      this.#report({
        bitrate: ((now.bytes - last.bytes) * 8) / seconds,
        fps: (now.frames - last.frames) / seconds,
        width: (entry.frameWidth as number) ?? 0,
        height: (entry.frameHeight as number) ?? 0,
        limitedBy: (entry.qualityLimitationReason as string) ?? 'none',
        way,
      });
    }
  }
}

/** RTCRemoteInboundRtpStreamStats: the receiver's own count, from its RTCP reports. */
function wayOf(stats: RTCStatsReport): SenderFigures['way'] {
  let sent: number | undefined;
  let heard: { lost: number; rttMs: number } | undefined;
  for (const entry of stats.values()) {
    if (entry.kind !== 'video') continue;
    if (entry.type === 'outbound-rtp') sent = entry.packetsSent as number;
    if (entry.type === 'remote-inbound-rtp')
      heard = { lost: (entry.packetsLost as number) ?? 0, rttMs: ((entry.roundTripTime as number) ?? 0) * 1000 };
  }
  return heard && sent ? { ...heard, sent } : undefined;
}

/** @throws Error when the browser does not keep what it was told */
export async function holdResolution(sender: RTCRtpSender, { ceiling }: Pick<SenderLimits, 'ceiling'>): Promise<void> {
  const parameters: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
  parameters.degradationPreference = 'maintain-resolution';
  for (const encoding of parameters.encodings) {
    encoding.maxBitrate = ceiling;
    encoding.scaleResolutionDownBy = 1;
    encoding.priority = 'high';
  }
  await sender.setParameters(parameters);
  const kept: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
  const [encoding] = kept.encodings;
  if (kept.degradationPreference !== 'maintain-resolution' || encoding?.maxBitrate !== ceiling) {
    throw new Error(`The browser keeps ${kept.degradationPreference}, ${encoding?.maxBitrate} bit/s`);
  }
}
