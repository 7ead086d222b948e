/** Bodies of FLV's tags (E.4), which are what RTMP carries. H.264 and AAC, as the program has them: nothing is encoded anew. */

export const AUDIO_TAG = 8;
export const VIDEO_TAG = 9;

const AVC = 7;
const KEYFRAME = 1 << 4;
const INTER = 2 << 4;
/** AAC, "44 kHz", 16 bits, stereo: fixed by E.4.2.1 for AAC, whose own header says what is true. */
const AAC = 0xaf;

/** @param avcC AVCDecoderConfigurationRecord */
export const videoHeader = (avcC: Buffer): Buffer => Buffer.concat([Buffer.of(KEYFRAME | AVC, 0, 0, 0, 0), avcC]);

/** @param picture one access unit, its NAL units with four-byte lengths; shown when decoded (baseline) */
export const videoBody = (picture: Buffer, isKeyframe: boolean): Buffer =>
  Buffer.concat([Buffer.of((isKeyframe ? KEYFRAME : INTER) | AVC, 1, 0, 0, 0), picture]);

export const audioHeader = (specificConfig: Buffer): Buffer => Buffer.concat([Buffer.of(AAC, 0), specificConfig]);

export const audioBody = (frame: Buffer): Buffer => Buffer.concat([Buffer.of(AAC, 1), frame]);
