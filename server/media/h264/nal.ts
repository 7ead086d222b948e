/** H.264 NAL unit types (ITU-T H.264 table 7-1) and the two RTP structures of RFC 6184 that share their numbers. */
export const NAL_SLICE = 1;
export const NAL_IDR = 5;
export const NAL_SPS = 7;
export const NAL_PPS = 8;
export const NAL_AUD = 9;
export const NAL_STAP_A = 24;
export const NAL_FU_A = 28;

export function nalType(nal: Buffer): number {
  return nal.readUInt8(0) & 0x1f;
}
