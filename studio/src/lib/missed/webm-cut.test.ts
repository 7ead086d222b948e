import { expect, it } from 'vitest';
import { type ByteSource, cutWebm, lengthOfWebm } from './webm-cut.ts';

const head = Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3);

/** As Chromium writes it: a cluster of unknown size, its time in eight bytes, and picture data that looks like a cluster now and then. */
function cluster(atMs: number, bytes = 300_000): Uint8Array {
  const made = new Uint8Array(4 + 8 + 2 + 8 + bytes).fill(0x1f);
  made.set([0x1f, 0x43, 0xb6, 0x75, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xe7, 0x88]);
  new DataView(made.buffer).setBigUint64(14, BigInt(atMs));
  made.set([0x1f, 0x43, 0xb6, 0x75, 0x00], 22 + Math.floor(bytes / 2));
  return made;
}

function recording(timesMs: number[]): ByteSource & { readBytes: number; offsetOf(atMs: number): number } {
  const parts = [head, ...timesMs.map((atMs) => cluster(atMs))];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  const offsets = new Map<number, number>();
  let at = 0;
  parts.forEach((part, index) => {
    whole.set(part, at);
    const time = timesMs[index - 1];
    if (time !== undefined) offsets.set(time, at);
    at += part.length;
  });
  const source = {
    size: whole.length,
    readBytes: 0,
    async read(from: number, to: number) {
      source.readBytes += to - from;
      return whole.slice(from, to).buffer;
    },
    offsetOf: (atMs: number) => offsets.get(atMs) ?? Number.NaN,
  };
  return source;
}

const everyFourSeconds = (count: number) => Array.from({ length: count }, (_, index) => index * 4_000);

it.each([
  ['in its middle', 25_000, 29_000, 12_000, 32_000],
  ['from its start', 0, 3_000, 0, 8_000],
  ['just where a cluster begins', 22_000, 25_000, 12_000, 28_000],
  ['to its end', 30_000, 90_000, 20_000, undefined],
])('a stretch %s is cut at the clusters around it', async (_, fromMs, toMs, first, behind) => {
  const source = recording(everyFourSeconds(10));
  expect(await cutWebm(source, { fromMs, toMs })).toEqual([
    { from: 0, to: head.length },
    { from: source.offsetOf(first), to: behind === undefined ? source.size : source.offsetOf(behind) },
  ]);
});

it('is found in a long recording without reading it', async () => {
  const source = recording(everyFourSeconds(200));
  const [, found] = (await cutWebm(source, { fromMs: 401_000, toMs: 409_000 })) ?? [];
  expect(found).toEqual({ from: source.offsetOf(388_000), to: source.offsetOf(412_000) });
  expect(source.readBytes).toBeLessThan(source.size / 4);
});

it('is nothing where the file holds no recording', async () => {
  const bytes = new Uint8Array(1_000);
  expect(await cutWebm({ size: 1_000, read: async () => bytes.buffer }, { fromMs: 0, toMs: 1_000 })).toBeUndefined();
});

it('is as long as its last block says, also when that was torn in its middle', async () => {
  const block = (atMs: number, bytes = 300) =>
    Uint8Array.of(0xa3, 0x41, bytes - 256 + 4, 0x81, atMs >> 8, atMs & 0xff, 0x80, ...new Array(bytes).fill(0x1f));
  const clusterHead = (atMs: number) => cluster(atMs, 10).subarray(0, 22);
  const parts = [head, cluster(0), clusterHead(4_000), block(0), block(40), block(1_960), block(2_000).subarray(0, 5)];
  const bytes = new Uint8Array(parts.flatMap((part) => [...part]));
  const source = { size: bytes.length, read: async (from: number, to: number) => bytes.slice(from, to).buffer };
  const whole = await lengthOfWebm(source);
  expect(whole?.ms).toBe(5_960);
  expect(await lengthOfWebm(source, whole?.lastCluster)).toEqual(whole);
  expect(await lengthOfWebm({ size: 9, read: async () => new ArrayBuffer(9) })).toBeUndefined();
});
