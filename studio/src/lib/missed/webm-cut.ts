/** Where a recording's bytes come from: a file, or the worker that is still writing it. */
export interface ByteSource {
  readonly size: number;
  read(from: number, to: number): Promise<ArrayBuffer>;
}

export interface ByteRange {
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

/** A Cluster of a live WebM (RFC 9559 §5.1.3): its own identifier, a size, and its Timestamp first. */
interface Cluster {
  readonly offset: number;
  /** ms from the recording's start: browsers write a TimestampScale of one millisecond. */
  readonly atMs: number;
}

const CLUSTER = [0x1f, 0x43, 0xb6, 0x75];
const TIMESTAMP = 0xe7;
/** Identifier, size of up to eight bytes, and the Timestamp's identifier, size and value. */
const HEAD_BYTES = 4 + 8 + 2 + 8;
/** Clusters follow each other every few seconds. */
const READ_BYTES = 256 * 1024;
/** A cluster need not begin with a keyframe: recorders put one every hundred pictures, and a slow machine takes ten seconds for those. */
const LEAD_MS = 10_000;
/** Sound may lie a little behind its picture. */
const BEHIND_MS = 1_000;

/**
 * The bytes of a recording that play a stretch of it: its head, and the clusters from a keyframe before the stretch to the one behind it. Finds them by
 * halving, so that of three hours only a few megabytes are read.
 * @param span ms from the recording's start
 * @returns nothing where it holds nothing of the stretch
 */
export async function cutWebm(source: ByteSource, span: { fromMs: number; toMs: number }): Promise<ByteRange[] | undefined> {
  const first = await clusterFrom(source, 0);
  if (!first || span.toMs <= first.atMs) return undefined;
  const start = await lastBefore(source, first, span.fromMs - LEAD_MS);
  const end = await firstAfter(source, start, span.toMs + BEHIND_MS);
  return [
    { from: 0, to: first.offset },
    { from: start.offset, to: end?.offset ?? source.size },
  ];
}

/** The last cluster that begins no later than this; the first of all where none does. */
async function lastBefore(source: ByteSource, first: Cluster, atMs: number): Promise<Cluster> {
  let best = first;
  let low = first.offset + 1;
  let high = source.size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await clusterFrom(source, middle, high);
    if (!found || found.atMs > atMs) high = middle;
    else {
      best = found;
      low = found.offset + 1;
    }
  }
  return best;
}

async function firstAfter(source: ByteSource, from: Cluster, atMs: number): Promise<Cluster | undefined> {
  const last = await lastBefore(source, from, atMs);
  return await clusterFrom(source, last.offset + 1);
}

/** The next cluster that begins at this place or behind it, before `limit`. */
async function clusterFrom(source: ByteSource, offset: number, limit = source.size): Promise<Cluster | undefined> {
  for (let at = offset; at < limit; at += READ_BYTES) {
    const to = Math.min(at + READ_BYTES + HEAD_BYTES, source.size);
    const bytes = new Uint8Array(await source.read(at, to));
    for (let index = bytes.indexOf(CLUSTER[0] ?? 0); index >= 0; index = bytes.indexOf(CLUSTER[0] ?? 0, index + 1)) {
      if (at + index >= limit || index >= READ_BYTES) break;
      const atMs = timestampAt(bytes, index);
      if (atMs !== undefined) return { offset: at + index, atMs };
    }
  }
  return undefined;
}

function timestampAt(bytes: Uint8Array, index: number): number | undefined {
  if (!CLUSTER.every((byte, place) => bytes[index + place] === byte)) return undefined;
  const sizeLength = lengthOfNumber(bytes[index + 4]);
  const at = index + 4 + sizeLength;
  if (sizeLength === 0 || bytes[at] !== TIMESTAMP) return undefined;
  const length = (bytes[at + 1] ?? 0) & 0x7f;
  if ((bytes[at + 1] ?? 0) < 0x81 || length > 8 || at + 2 + length > bytes.length) return undefined;
  return bytes.subarray(at + 2, at + 2 + length).reduce((value, byte) => value * 256 + byte, 0);
}

/** RFC 8794 §4: as many bytes as there are zeros before the first one, and one more. */
const lengthOfNumber = (first = 0): number => (first === 0 ? 0 : Math.clz32(first) - 23);

const BLOCK = 0xa3;
/** No cluster of a few seconds is larger: reading stops here whatever the file says. */
const LARGEST_CLUSTER = 32 * 1024 * 1024;

/**
 * How long a recording is, from what is in it: file systems of browsers don't say reliably when a file was last written.
 * @param near where a cluster of it is known to begin: everything before is not looked at
 * @returns its last picture or sound, ms from its start, and where the last cluster begins
 */
export async function lengthOfWebm(source: ByteSource, near = 0): Promise<{ ms: number; lastCluster: number } | undefined> {
  const first = await clusterFrom(source, near);
  if (!first) return undefined;
  const last = await lastBefore(source, first, Number.POSITIVE_INFINITY);
  const bytes = new Uint8Array(await source.read(last.offset, Math.min(source.size, last.offset + LARGEST_CLUSTER)));
  let lastMs = last.atMs;
  // Behind the cluster's own head its elements follow each other; the last one may be half written.
  for (let at = 4 + lengthOfNumber(bytes[4]); at + 2 < bytes.length; ) {
    const sizeLength = lengthOfNumber(bytes[at + 1]);
    const content = at + 1 + sizeLength;
    if (sizeLength === 0 || content + 4 > bytes.length) break;
    // RFC 9559 §10.1: the track's number, here of one byte, then the time within the cluster.
    if (bytes[at] === BLOCK) lastMs = Math.max(lastMs, last.atMs + signed16(bytes, content + 1));
    at = content + sizeAt(bytes, at + 1, sizeLength);
  }
  return { ms: lastMs, lastCluster: last.offset };
}

function sizeAt(bytes: Uint8Array, at: number, length: number): number {
  const first = (bytes[at] ?? 0) & (0xff >> length);
  return bytes.subarray(at + 1, at + length).reduce((value, byte) => value * 256 + byte, first);
}

function signed16(bytes: Uint8Array, at: number): number {
  const value = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  return value >= 0x8000 ? value - 0x10000 : value;
}
