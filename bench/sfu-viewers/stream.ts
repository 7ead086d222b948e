/** What one program is on the wire: 1 Mbit/s of H.264 at 25 pictures a second, and Opus at 50 packets a second. */
export const SSRC = { video: 0x67_61_6e_67, audio: 0x62_6f_00_01 } as const;
export const TYPE = { video: 102, audio: 100 } as const;

export const PICTURE_MS = 40;
/** 4 × 1,200 bytes and one of 200, 25 times a second: 1.0 Mbit/s. */
export const PICTURE_PACKETS = [1_200, 1_200, 1_200, 1_200, 200] as const;
export const SOUND_BYTES = 120;
const KEYFRAME_EVERY = 50;

/** RFC 3550 §5.1 */
export function rtp(given: { type: number; ssrc: number; sequence: number; timestamp: number; marker: boolean; bytes: number }): Buffer {
  const packet = Buffer.alloc(12 + given.bytes, 0x5a);
  packet[0] = 0x80;
  packet[1] = (given.marker ? 0x80 : 0) | given.type;
  packet.writeUInt16BE(given.sequence & 0xffff, 2);
  packet.writeUInt32BE(given.timestamp >>> 0, 4);
  packet.writeUInt32BE(given.ssrc, 8);
  return packet;
}

/** The packets of picture number `count`; an SPS first where it is a keyframe, for an SFU lets nobody in before one. */
export function picture(count: number, firstSequence: number): Buffer[] {
  return PICTURE_PACKETS.map((bytes, at) => {
    const marker = at === PICTURE_PACKETS.length - 1;
    const packet = rtp({
      type: TYPE.video,
      ssrc: SSRC.video,
      sequence: firstSequence + at,
      timestamp: count * 90 * PICTURE_MS,
      marker,
      bytes,
    });
    const isKeyframe = count % KEYFRAME_EVERY === 0;
    // RFC 6184: an SPS by itself, or a fragment (FU-A) of an IDR or of another slice.
    if (isKeyframe && at === 0) packet[12] = 0x67;
    else packet.set([0x7c, isKeyframe ? 0x05 : 0x01], 12);
    return packet;
  });
}
