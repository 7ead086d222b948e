import { box, fullBox, u32, u64 } from './boxes.ts';
import { AUDIO_TRACK, VIDEO_TRACK } from './init-segment.ts';

export interface VideoSample {
  /** Decode time = presentation time (baseline: no reordering), 90 kHz. */
  readonly time: number;
  /** 90 kHz; next sample's time − this one's, so that what is declared is what is buffered. */
  readonly duration: number;
  readonly isKeyframe: boolean;
  readonly nals: readonly Buffer[];
}

export interface AudioSample {
  /** 48 kHz. */
  readonly time: number;
  readonly duration: number;
  readonly data: Buffer;
}

const SYNC_SAMPLE = 0x02000000;
/** Depends on others, is no sync sample. */
const DELTA_SAMPLE = 0x01010000;

/** moof and mdat of one part: CMAF chunk with both tracks, samples of a track one after the other. */
export function writeMediaPart(input: { sequence: number; video: readonly VideoSample[]; audio: readonly AudioSample[] }): Buffer {
  const videoBytes = input.video.map(toLengthPrefixed);
  const audioBytes = input.audio.map((sample) => sample.data);
  const videoSize = sizeOf(videoBytes);

  // The data offsets are counted from the start of moof, so its size must be known first: write it twice.
  const draft = moof(input, videoBytes, 0, 0);
  const dataStart = draft.length + 8;
  const head = moof(input, videoBytes, dataStart, dataStart + videoSize);
  return Buffer.concat([head, box('mdat', ...videoBytes, ...audioBytes)]);
}

function moof(
  input: { sequence: number; video: readonly VideoSample[]; audio: readonly AudioSample[] },
  videoBytes: readonly Buffer[],
  videoOffset: number,
  audioOffset: number,
): Buffer {
  const tracks: Buffer[] = [];
  const [firstVideo] = input.video;
  if (firstVideo) {
    const samples = input.video.map((sample, index) =>
      u32(sample.duration, videoBytes[index]?.length ?? 0, sample.isKeyframe ? SYNC_SAMPLE : DELTA_SAMPLE),
    );
    // Flags: data offset, and duration, size, flags of each sample.
    tracks.push(trackFragment(VIDEO_TRACK, firstVideo.time, 0x701, videoOffset, samples));
  }
  const [firstAudio] = input.audio;
  if (firstAudio) {
    const samples = input.audio.map((sample) => u32(sample.duration, sample.data.length));
    tracks.push(trackFragment(AUDIO_TRACK, firstAudio.time, 0x301, audioOffset, samples));
  }
  return box('moof', fullBox('mfhd', 0, 0, u32(input.sequence)), ...tracks);
}

function trackFragment(track: number, time: number, flags: number, dataOffset: number, samples: Buffer[]): Buffer {
  return box(
    'traf',
    // default-base-is-moof
    fullBox('tfhd', 0, 0x020000, u32(track)),
    fullBox('tfdt', 1, 0, u64(time)),
    fullBox('trun', 0, flags, u32(samples.length, dataOffset), ...samples),
  );
}

function toLengthPrefixed(sample: VideoSample): Buffer {
  return Buffer.concat(sample.nals.flatMap((nal) => [u32(nal.length), nal]));
}

function sizeOf(buffers: readonly Buffer[]): number {
  return buffers.reduce((sum, buffer) => sum + buffer.length, 0);
}
