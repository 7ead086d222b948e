import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { madePng, pngChunk } from '#tests/support/made-png.ts';
import { cleanPng } from './png.ts';

const picture = madePng({ width: 64, height: 32 });

test('a picture keeps its size and its data', () => {
  expect(cleanPng(picture)).toMatchObject({ width: 64, height: 32, unpackedBytes: 32 * (1 + 64 * 4) });
});

test('what a program writes beside the picture, and whatever hangs behind its end, is gone', () => {
  const chatty = madePng({
    width: 64,
    height: 32,
    beside: [pngChunk('tEXt', Buffer.from('Author\0Zhang')), pngChunk('eXIf', Buffer.alloc(40))],
  });
  const cleaned = cleanPng(new Uint8Array([...chatty, ...Buffer.from('<script>')]));
  expect(Buffer.from(cleaned?.bytes ?? [])).toEqual(Buffer.from(picture));
});

test.each<[string, Uint8Array]>([
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['nothing', new Uint8Array()],
  ['half a picture', picture.subarray(0, picture.length - 20)],
  ['a picture with a flipped bit', picture.map((byte, at) => (at === 50 ? byte ^ 1 : byte))],
  ['an interlaced picture', madePng({ width: 64, height: 32, interlaced: true })],
  ['a header alone', madePng({ width: 64, height: 32, data: [] })],
  ['a picture that begins with its data', Buffer.concat([picture.subarray(0, 8), pngChunk('IDAT', deflateSync(Buffer.alloc(4)))])],
])('%s is no picture', (_, bytes) => {
  expect(cleanPng(bytes)).toBeUndefined();
});
