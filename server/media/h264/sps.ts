import { BitReader, CutShort, withoutEmulationPrevention } from './bits.ts';

/** What a player must know of a sequence parameter set (ITU-T H.264 §7.3.2.1.1). */
export interface SpsFacts {
  readonly width: number;
  readonly height: number;
  /** RFC 6381, e.g. `avc1.42C01F`. Comes from the stream: Chromium sends 42c01f where the SDP says 42e01f. */
  readonly codec: string;
  readonly slices: SliceFacts;
}

/** What a slice's header can't be read or written without (§7.3.3). */
export interface SliceFacts {
  /** Bits of frame_num. */
  readonly frameNumBits: number;
  readonly pictureOrder: { readonly type: 0; readonly lsbBits: number } | { readonly type: 1 | 2 };
  readonly framesOnly: boolean;
  readonly macroblocks: number;
}

/** Profiles whose SPS carries chroma format and scaling lists. */
const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

export class BrokenSps extends Error {
  override readonly name = 'BrokenSps';
}

/** Reads a whole SPS NAL unit (with its header byte). @throws BrokenSps when it is cut short or absurd. */
export function parseSps(nal: Buffer): SpsFacts {
  try {
    return readSps(nal);
  } catch (error) {
    if (error instanceof CutShort) throw new BrokenSps(error.message);
    throw error;
  }
}

function readSps(nal: Buffer): SpsFacts {
  if (nal.length < 4) throw new BrokenSps('shorter than its fixed head');
  const bits = new BitReader(withoutEmulationPrevention(nal.subarray(1)));
  const profile = bits.read(8);
  const constraints = bits.read(8);
  const level = bits.read(8);
  bits.unsigned(); // seq_parameter_set_id
  let chromaFormat = 1;
  let separatePlanes = 0;
  if (HIGH_PROFILES.has(profile)) {
    chromaFormat = bits.unsigned();
    if (chromaFormat === 3) separatePlanes = bits.read(1);
    bits.unsigned();
    bits.unsigned();
    bits.read(1);
    if (bits.read(1)) skipScalingLists(bits, chromaFormat === 3 ? 12 : 8);
  }
  const frameNumBits = bits.unsigned() + 4;
  const orderType = bits.unsigned();
  let lsbBits = 0;
  if (orderType === 0) {
    lsbBits = bits.unsigned() + 4;
  } else if (orderType === 1) {
    bits.read(1);
    bits.signed();
    bits.signed();
    const cycle = bits.unsigned();
    for (let i = 0; i < cycle; i += 1) bits.signed();
  }
  bits.unsigned(); // max_num_ref_frames
  bits.read(1);
  const widthMbs = bits.unsigned() + 1;
  const heightUnits = bits.unsigned() + 1;
  const framesOnly = bits.read(1);
  if (!framesOnly) bits.read(1);
  bits.read(1);
  const crop = { left: 0, right: 0, top: 0, bottom: 0 };
  if (bits.read(1)) {
    crop.left = bits.unsigned();
    crop.right = bits.unsigned();
    crop.top = bits.unsigned();
    crop.bottom = bits.unsigned();
  }
  const chroma = separatePlanes ? 0 : chromaFormat;
  const cropX = chroma === 1 || chroma === 2 ? 2 : 1;
  const cropY = (chroma === 1 ? 2 : 1) * (2 - framesOnly);
  const width = widthMbs * 16 - (crop.left + crop.right) * cropX;
  const height = heightUnits * 16 * (2 - framesOnly) - (crop.top + crop.bottom) * cropY;
  if (width <= 0 || height <= 0 || width > 16_384 || height > 16_384) throw new BrokenSps(`${width}×${height}`);
  const hex = [profile, constraints, level].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
  return {
    width,
    height,
    codec: `avc1.${hex}`,
    slices: {
      frameNumBits,
      pictureOrder: orderType === 0 ? { type: 0, lsbBits } : { type: orderType === 1 ? 1 : 2 },
      framesOnly: framesOnly === 1,
      macroblocks: widthMbs * heightUnits * (2 - framesOnly),
    },
  };
}

function skipScalingLists(bits: BitReader, count: number): void {
  for (let list = 0; list < count; list += 1) {
    if (!bits.read(1)) continue;
    const size = list < 6 ? 16 : 64;
    let last = 8;
    let next = 8;
    for (let i = 0; i < size; i += 1) {
      if (next !== 0) next = (last + bits.signed() + 256) % 256;
      last = next === 0 ? last : next;
    }
  }
}
