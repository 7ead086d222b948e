/** Reading what `media-part.ts` and `init-segment.ts` wrote: ISO/IEC 14496-12 boxes, and the samples of a part. */

export interface BoxAt {
  readonly type: string;
  /** Where its content starts and it ends, in the same buffer. */
  readonly from: number;
  readonly to: number;
}

/** The boxes between two places, as far as they are whole. */
export function* boxesIn(bytes: Buffer, from = 0, to = bytes.length): Generator<BoxAt> {
  let at = from;
  while (at + 8 <= to) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > to) return;
    yield { type: bytes.toString('latin1', at + 4, at + 8), from: at + 8, to: at + size };
    at += size;
  }
}

/** Walks down by name, taking the first of each. */
export function findBox(bytes: Buffer, path: readonly string[], within: { from: number; to: number } = { from: 0, to: bytes.length }) {
  let found: BoxAt | undefined;
  let { from, to } = within;
  for (const type of path) {
    found = boxesIn(bytes, from, to).find((box) => box.type === type);
    if (!found) return undefined;
    ({ from, to } = found);
  }
  return found;
}

export interface PartSample {
  /** In the track's own time scale. */
  readonly duration: number;
  readonly size: number;
  readonly isKeyframe: boolean;
}

export interface PartTrack {
  readonly track: number;
  /** baseMediaDecodeTime, in the track's own time scale. */
  readonly time: number;
  /** Of its first sample's bytes, from the start of `moof`. */
  readonly dataOffset: number;
  readonly samples: readonly PartSample[];
}

const SAMPLE_DURATION = 0x100;
const SAMPLE_SIZE = 0x200;
const SAMPLE_FLAGS = 0x400;
const IS_DELTA = 0x10000;

/** @param moof the whole box, its head included; one run a track, as our parts have */
export function readPartTracks(moof: Buffer): PartTrack[] {
  const whole = findBox(moof, ['moof']);
  if (!whole) return [];
  const tracks: PartTrack[] = [];
  for (const traf of boxesIn(moof, whole.from, whole.to)) {
    if (traf.type !== 'traf') continue;
    const head = findBox(moof, ['tfhd'], traf);
    const time = findBox(moof, ['tfdt'], traf);
    const run = findBox(moof, ['trun'], traf);
    if (!head || !time || !run) continue;
    tracks.push({
      track: moof.readUInt32BE(head.from + 4),
      time: Number(moof.readBigUInt64BE(time.from + 4)),
      dataOffset: moof.readInt32BE(run.from + 8),
      samples: readRun(moof, run),
    });
  }
  return tracks;
}

/** ISO/IEC 14496-12 §8.8.8, with a data offset and without first-sample flags or composition offsets: what our own writer writes. */
function readRun(bytes: Buffer, run: BoxAt): PartSample[] {
  const flags = bytes.readUInt32BE(run.from) & 0xffffff;
  const count = bytes.readUInt32BE(run.from + 4);
  const samples: PartSample[] = [];
  let at = run.from + 12;
  const next = (flag: number): number => {
    if ((flags & flag) === 0) return 0;
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  for (let index = 0; index < count; index += 1) {
    const duration = next(SAMPLE_DURATION);
    const size = next(SAMPLE_SIZE);
    samples.push({ duration, size, isKeyframe: (next(SAMPLE_FLAGS) & IS_DELTA) === 0 });
  }
  return samples;
}
