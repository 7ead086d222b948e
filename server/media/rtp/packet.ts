/** The parts of an RTP packet (RFC 3550 §5.1) that a receiver of one stream needs. */
export interface RtpPacket {
  readonly payloadType: number;
  readonly marker: boolean;
  /** 16 bits, wraps. */
  readonly sequenceNumber: number;
  /** 32 bits, wraps (after 13 hours at 90 kHz). */
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Buffer;
}

/** Parses one packet; undefined when it is not RTP version 2 or is cut short. */
export function parseRtpPacket(data: Buffer): RtpPacket | undefined {
  if (data.length < 12) return undefined;
  const first = data.readUInt8(0);
  if (first >> 6 !== 2) return undefined;
  const hasPadding = (first & 0x20) !== 0;
  const hasExtension = (first & 0x10) !== 0;
  let offset = 12 + (first & 0x0f) * 4;
  if (hasExtension) {
    if (data.length < offset + 4) return undefined;
    offset += 4 + data.readUInt16BE(offset + 2) * 4;
  }
  let end = data.length;
  if (hasPadding) end -= data.readUInt8(data.length - 1);
  if (offset > end) return undefined;
  const second = data.readUInt8(1);
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequenceNumber: data.readUInt16BE(2),
    timestamp: data.readUInt32BE(4),
    ssrc: data.readUInt32BE(8),
    payload: data.subarray(offset, end),
  };
}
