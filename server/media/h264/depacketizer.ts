import type { RtpPacket } from '../rtp/packet.ts';
import type { Ordered } from '../rtp/reorder-buffer.ts';
import { NAL_AUD, NAL_FU_A, NAL_IDR, NAL_PPS, NAL_SPS, NAL_STAP_A, nalType } from './nal.ts';

/** One picture as it is to be decoded. */
export interface AccessUnit {
  /** RTP timestamp, 32 bits. */
  readonly timestamp: number;
  /** Slices (and SEI); SPS, PPS and delimiters stand apart. */
  readonly nals: readonly Buffer[];
  readonly isKeyframe: boolean;
  /** As last seen, whole NAL units: they come in a STAP-A before each IDR. */
  readonly sps: Buffer | undefined;
  readonly pps: Buffer | undefined;
}

/**
 * RFC 6184 packetization-mode 1 to access units: single NAL units, STAP-A, FU-A. A picture that lost a packet is not handed on, nor is
 * anything after it until the next IDR: a frozen picture is better than a torn one.
 */
export class H264Depacketizer {
  #nals: Buffer[] = [];
  #timestamp: number | undefined;
  #fragments: Buffer[] | undefined;
  #damaged = false;
  #needsKeyframe = true;
  #sps: Buffer | undefined;
  #pps: Buffer | undefined;

  /** True while pictures are held back until an IDR comes: somebody should ask the sender for one. */
  get needsKeyframe(): boolean {
    return this.#needsKeyframe;
  }

  push({ item: packet, afterLoss }: Ordered<RtpPacket>): AccessUnit[] {
    const out: AccessUnit[] = [];
    if (this.#timestamp !== undefined && packet.timestamp !== this.#timestamp) {
      // No marker: either the sender sets none, or it was lost with its packet and the picture's end with it.
      if (afterLoss) this.#markDamaged();
      this.#finish(out);
    }
    this.#timestamp = packet.timestamp;
    if (afterLoss) this.#markDamaged();
    this.#takePayload(packet.payload);
    if (packet.marker) this.#finish(out);
    return out;
  }

  #markDamaged(): void {
    this.#damaged = true;
    this.#fragments = undefined;
  }

  #takePayload(payload: Buffer): void {
    // An empty payload is padding that the sender's bandwidth probing puts in.
    if (payload.length === 0) return;
    switch (nalType(payload)) {
      case NAL_STAP_A:
        this.#takeAggregate(payload);
        return;
      case NAL_FU_A:
        this.#takeFragment(payload);
        return;
      default:
        this.#takeNal(payload);
    }
  }

  #takeAggregate(payload: Buffer): void {
    let offset = 1;
    while (offset + 2 <= payload.length) {
      const size = payload.readUInt16BE(offset);
      offset += 2;
      if (size === 0 || offset + size > payload.length) {
        this.#markDamaged();
        return;
      }
      this.#takeNal(payload.subarray(offset, offset + size));
      offset += size;
    }
  }

  #takeFragment(payload: Buffer): void {
    if (payload.length < 3) {
      this.#markDamaged();
      return;
    }
    const indicator = payload.readUInt8(0);
    const header = payload.readUInt8(1);
    const isStart = (header & 0x80) !== 0;
    const isEnd = (header & 0x40) !== 0;
    if (isStart) {
      this.#fragments = [Buffer.from([(indicator & 0xe0) | (header & 0x1f)])];
    }
    if (!this.#fragments) {
      this.#markDamaged();
      return;
    }
    this.#fragments.push(payload.subarray(2));
    if (isEnd) {
      const nal = Buffer.concat(this.#fragments);
      this.#fragments = undefined;
      this.#takeNal(nal);
    }
  }

  #takeNal(nal: Buffer): void {
    switch (nalType(nal)) {
      case NAL_SPS:
        this.#sps = Buffer.from(nal);
        return;
      case NAL_PPS:
        this.#pps = Buffer.from(nal);
        return;
      case NAL_AUD:
        return;
      default:
        this.#nals.push(nal);
    }
  }

  #finish(out: AccessUnit[]): void {
    const nals = this.#nals;
    const timestamp = this.#timestamp;
    const isWhole = !this.#damaged && this.#fragments === undefined;
    this.#nals = [];
    this.#fragments = undefined;
    this.#damaged = false;
    this.#timestamp = undefined;
    if (!isWhole) {
      this.#needsKeyframe = true;
      return;
    }
    if (nals.length === 0 || timestamp === undefined) return;
    const isKeyframe = nals.some((nal) => nalType(nal) === NAL_IDR);
    if (isKeyframe) this.#needsKeyframe = false;
    if (this.#needsKeyframe) return;
    out.push({ timestamp, nals, isKeyframe, sps: this.#sps, pps: this.#pps });
  }
}
