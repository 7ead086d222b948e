import { BitReader, BitWriter, CutShort, withEmulationPrevention, withoutEmulationPrevention } from './bits.ts';
import type { AccessUnit } from './depacketizer.ts';
import { NAL_IDR, NAL_SLICE, nalType } from './nal.ts';
import { BrokenSps, parseSps, type SliceFacts } from './sps.ts';

/** What is enough of a slice's header for its first dozen numbers, bytes. */
const HEADER_BYTES = 32;
/** slice_type 5: P, and every other slice of the picture too. */
const ALL_P = 5;

/**
 * A picture that says "the same again": one slice of nothing but skipped macroblocks, some ten bytes. Nobody refers to it (nal_ref_idc 0), so the
 * stream goes on behind it as if it weren't there.
 * @returns undefined where the stream uses what a baseline one doesn't (CABAC, fields, slice groups)
 */
export function repeatPicture({ nals, sps, pps }: Pick<AccessUnit, 'nals' | 'sps' | 'pps'>): Buffer | undefined {
  const slice = nals.findLast((nal) => nalType(nal) === NAL_SLICE || nalType(nal) === NAL_IDR);
  if (!slice || !sps || !pps) return undefined;
  try {
    const { slices: facts } = parseSps(sps);
    const set = readPps(pps);
    if (!set || !facts.framesOnly || facts.pictureOrder.type === 1) return undefined;
    return writeSkipped(readHeader(slice, facts), facts, set);
  } catch (error) {
    if (error instanceof CutShort || error instanceof BrokenSps) return undefined;
    throw error;
  }
}

interface PictureSet {
  readonly hasOrderDelta: boolean;
  readonly isWeighted: boolean;
  readonly hasDeblockingControl: boolean;
  readonly hasRedundantCount: boolean;
}

/** §7.3.2.2. @returns undefined for what can't be repeated */
function readPps(nal: Buffer): PictureSet | undefined {
  const bits = new BitReader(withoutEmulationPrevention(nal.subarray(1)));
  bits.unsigned(); // pic_parameter_set_id: the slice says it again
  bits.unsigned(); // seq_parameter_set_id
  const usesCabac = bits.read(1) === 1;
  const hasOrderDelta = bits.read(1) === 1;
  const sliceGroups = bits.unsigned() + 1;
  if (usesCabac || sliceGroups > 1) return undefined;
  bits.unsigned(); // num_ref_idx_l0_default_active_minus1
  bits.unsigned();
  const isWeighted = bits.read(1) === 1;
  bits.read(2);
  bits.signed(); // pic_init_qp_minus26
  bits.signed();
  bits.signed();
  const hasDeblockingControl = bits.read(1) === 1;
  bits.read(1); // constrained_intra_pred_flag
  return { hasOrderDelta, isWeighted, hasDeblockingControl, hasRedundantCount: bits.read(1) === 1 };
}

interface SliceHeader {
  readonly isReference: boolean;
  readonly pictureSetId: number;
  readonly frameNum: number;
  readonly orderLsb: number;
}

function readHeader(nal: Buffer, facts: SliceFacts): SliceHeader {
  const bits = new BitReader(withoutEmulationPrevention(nal.subarray(1, 1 + HEADER_BYTES)));
  bits.unsigned(); // first_mb_in_slice
  bits.unsigned(); // slice_type
  const pictureSetId = bits.unsigned();
  const frameNum = bits.read(facts.frameNumBits);
  if (nalType(nal) === NAL_IDR) bits.unsigned(); // idr_pic_id
  const orderLsb = facts.pictureOrder.type === 0 ? bits.read(facts.pictureOrder.lsbBits) : 0;
  return { isReference: (nal.readUInt8(0) & 0x60) !== 0, pictureSetId, frameNum, orderLsb };
}

function writeSkipped(before: SliceHeader, facts: SliceFacts, set: PictureSet): Buffer {
  const bits = new BitWriter();
  bits.unsigned(0); // first_mb_in_slice
  bits.unsigned(ALL_P);
  bits.unsigned(before.pictureSetId);
  // Behind a reference the number grows; the next reference then has this same one (§7.4.3, frame_num).
  bits.write((before.frameNum + (before.isReference ? 1 : 0)) % 2 ** facts.frameNumBits, facts.frameNumBits);
  if (facts.pictureOrder.type === 0) {
    bits.write((before.orderLsb + 1) % 2 ** facts.pictureOrder.lsbBits, facts.pictureOrder.lsbBits);
    if (set.hasOrderDelta) bits.unsigned(0); // delta_pic_order_cnt_bottom
  }
  if (set.hasRedundantCount) bits.unsigned(0);
  bits.write(1, 1); // num_ref_idx_active_override_flag: the last reference alone
  bits.unsigned(0);
  bits.write(0, 1); // ref_pic_list_modification_flag_l0
  if (set.isWeighted) {
    bits.unsigned(0); // luma_log2_weight_denom
    bits.unsigned(0); // chroma_log2_weight_denom
    bits.write(0, 2); // no weights
  }
  bits.unsigned(0); // slice_qp_delta
  if (set.hasDeblockingControl) bits.unsigned(1); // disable_deblocking_filter_idc
  bits.unsigned(facts.macroblocks); // mb_skip_run
  return Buffer.concat([Buffer.from([NAL_SLICE]), withEmulationPrevention(bits.finish())]);
}
