/** Long enough for an even rate, short enough to see a change. */
const WINDOW_MS = 2_000;

interface Heard {
  readonly atMs: number;
  readonly bytes: number;
  readonly endsPicture: boolean;
}

/** How much comes in, measured over the last two seconds. */
export class IncomingMeter {
  #heard: Heard[] = [];

  rtp(kind: 'audio' | 'video', packet: Buffer, atMs: number): void {
    // RFC 6184 §5.1: the marker ends an access unit.
    const endsPicture = kind === 'video' && packet.length > 1 && (packet.readUInt8(1) & 0x80) !== 0;
    this.#heard.push({ atMs, bytes: packet.length, endsPicture });
    if (this.#heard.length > 4_096) this.#forget(atMs);
  }

  /** Pictures a second, and bits a second of picture and sound. */
  figures(nowMs: number): { fps: number; bitrate: number } {
    this.#forget(nowMs);
    const [first] = this.#heard;
    if (!first) return { fps: 0, bitrate: 0 };
    const seconds = Math.max(nowMs - first.atMs, 200) / 1000;
    const bytes = this.#heard.reduce((sum, each) => sum + each.bytes, 0);
    const pictures = this.#heard.filter((each) => each.endsPicture).length;
    return { fps: pictures / seconds, bitrate: (bytes * 8) / seconds };
  }

  clear(): void {
    this.#heard = [];
  }

  #forget(nowMs: number): void {
    const first = this.#heard.findIndex(({ atMs }) => nowMs - atMs <= WINDOW_MS);
    this.#heard = first < 0 ? [] : this.#heard.slice(first);
  }
}
