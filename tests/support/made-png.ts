import { crc32, deflateSync } from 'node:zlib';

/** A PNG of one colour, made of the pieces that a test asks for. */
export function madePng(wanted: { width: number; height: number; interlaced?: boolean; beside?: Buffer[]; data?: Buffer[] }): Uint8Array {
  const { width, height, interlaced = false, beside = [] } = wanted;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, Number(interlaced)], 8);
  const lines = Buffer.concat(Array.from({ length: height }, () => Buffer.concat([Buffer.of(0), Buffer.alloc(width * 4, 0xc0)])));
  const data = wanted.data ?? [pngChunk('IDAT', deflateSync(lines))];
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([signature, pngChunk('IHDR', header), ...beside, ...data, pngChunk('IEND', Buffer.alloc(0))]);
}

export function pngChunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
