import { describe, expect, it } from 'vitest';
import { mediaKindOf } from './media-type.ts';

const bytes = (...parts: (string | number)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part)])));

describe('a photo or recording is known by its first bytes', () => {
  it.each([
    ['JPEG', bytes(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
    ['PNG', bytes(0x89, 'PNG\r\n'), 'image/png'],
    ['WebP', bytes('RIFF', 0, 0, 0, 0, 'WEBP'), 'image/webp'],
    ['WAV', bytes('RIFF', 0, 0, 0, 0, 'WAVE'), 'audio/wav'],
    ['AMR of a phone', bytes('#!AMR\n'), 'audio/amr'],
    ['M4A', bytes(0, 0, 0, 24, 'ftypM4A '), 'audio/mp4'],
    ['MP3 with tags', bytes('ID3', 4), 'audio/mpeg'],
    ['bare MP3', bytes(0xff, 0xfb, 0x90), 'audio/mpeg'],
  ])('%s', (_, head, mediaType) => {
    expect(mediaKindOf(head)?.mediaType).toBe(mediaType);
  });

  it.each([
    ['a page', bytes('<!doctype html>')],
    ['a drawing that can hold script', bytes('<svg xmlns=')],
    ['a program', bytes('MZ', 0x90)],
    ['nothing', bytes()],
  ])('%s is neither', (_, head) => {
    expect(mediaKindOf(head)).toBeUndefined();
  });
});
