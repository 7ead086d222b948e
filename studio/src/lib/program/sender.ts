/** Bits a second. Below the floor letters on the job card can't be read; above the ceiling old phones stall. */
export const SENDER = { start: 1_800_000, floor: 1_000_000, ceiling: 2_500_000, fps: 25 } as const;

const MEASURE_EVERY_MS = 2_000;

export interface SenderFigures {
  /** Bits a second that left this machine. */
  readonly bitrate: number;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  /** What limits the encoder: `none`, `cpu`, `bandwidth` or `other`. */
  readonly limitedBy: string;
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
  static async start(sender: RTCRtpSender, report: (figures: SenderFigures) => void): Promise<SenderWatch> {
    await holdResolution(sender);
    const watch = new SenderWatch(sender, report);
    watch.#timer = setInterval(() => void watch.#measure(), MEASURE_EVERY_MS) as unknown as number;
    return watch;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #measure(): Promise<void> {
    const stats = await this.#sender.getStats();
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
      });
    }
  }
}

/** @throws Error when the browser does not keep what it was told */
export async function holdResolution(sender: RTCRtpSender): Promise<void> {
  const parameters: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
  parameters.degradationPreference = 'maintain-resolution';
  for (const encoding of parameters.encodings) {
    encoding.maxBitrate = SENDER.ceiling;
    encoding.scaleResolutionDownBy = 1;
    encoding.priority = 'high';
  }
  await sender.setParameters(parameters);
  const kept: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
  const [encoding] = kept.encodings;
  if (kept.degradationPreference !== 'maintain-resolution' || encoding?.maxBitrate !== SENDER.ceiling) {
    throw new Error(`The browser keeps ${kept.degradationPreference}, ${encoding?.maxBitrate} bit/s`);
  }
}
