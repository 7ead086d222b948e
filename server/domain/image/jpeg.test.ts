import { describe, expect, it } from 'vitest';
import { cleanJpeg } from './jpeg.ts';

const segment = (marker: number, ...content: number[]) => [0xff, marker, 0, content.length + 2, ...content];
const words = (text: string) => [...new TextEncoder().encode(text)];
const frame = segment(0xc0, 8, 0x02, 0xd0, 0x05, 0x00, 3);
const picture = [...segment(0xda, 1), 1, 2, 3, 0xff, 0xd9];
const jpeg = (...segments: number[][]) => Uint8Array.of(0xff, 0xd8, ...segments.flat());

describe('a JPEG', () => {
  it('loses what says where and by whom it was taken, and keeps its picture', () => {
    const jfif = segment(0xe0, ...words('JFIF'), 0);
    const adobe = segment(0xee, ...words('Adobe'));
    const taken = jpeg(jfif, segment(0xe1, ...words('Exif GPS')), adobe, segment(0xfe, ...words('小赵的手机')), frame, picture);
    expect(cleanJpeg(taken)).toEqual({ bytes: jpeg(jfif, adobe, frame, picture), width: 1280, height: 720 });
  });

  it.each([
    ['another format', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a)],
    ['one that ends before its picture', jpeg(frame)],
    ['one whose segment is longer than the file', jpeg([0xff, 0xe1, 0xff, 0xff, 1])],
    ['one without a size', jpeg(picture)],
    ['nothing', new Uint8Array()],
  ])('%s is none', (_, bytes) => expect(cleanJpeg(bytes)).toBeUndefined());
});
