import type { AccessUnit } from './depacketizer.ts';
import { NAL_IDR, NAL_PPS, NAL_SLICE, NAL_SPS, nalType } from './nal.ts';

/** NAL units of a byte stream (ITU-T H.264 annex B). */
export function splitAnnexB(stream: Buffer): Buffer[] {
  const starts: { code: number; nal: number }[] = [];
  for (let i = 0; i + 3 <= stream.length; i += 1) {
    if (stream[i] !== 0 || stream[i + 1] !== 0 || stream[i + 2] !== 1) continue;
    // A fourth zero before the start code belongs to it, not to the unit before.
    starts.push({ code: i > 0 && stream[i - 1] === 0 ? i - 1 : i, nal: i + 3 });
    i += 2;
  }
  return starts.map(({ nal }, index) => stream.subarray(nal, starts[index + 1]?.code ?? stream.length));
}

/** A short loop of pictures, one slice each, as the encoder wrote it. Timestamps are left to whoever plays it. */
export function readPictures(stream: Buffer): AccessUnit[] {
  let sps: Buffer | undefined;
  let pps: Buffer | undefined;
  const pictures: AccessUnit[] = [];
  for (const nal of splitAnnexB(stream)) {
    const type = nalType(nal);
    if (type === NAL_SPS) sps = nal;
    else if (type === NAL_PPS) pps = nal;
    else if (type === NAL_IDR || type === NAL_SLICE) pictures.push({ timestamp: 0, nals: [nal], isKeyframe: type === NAL_IDR, sps, pps });
  }
  return pictures;
}
