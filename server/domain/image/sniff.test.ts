import { expect, test } from 'vitest';
import { sniffContent } from './sniff.ts';

const text = (words: string) => new TextEncoder().encode(words);
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

test.each([
  [
    'a PNG by its header',
    bytes(`89504e470d0a1a0a 0000000d 49484452 00000780 00000438 08060000`),
    { kind: 'picture', type: 'png', width: 1_920, height: 1_080 },
  ],
  [
    'a JPEG by its frame, behind another segment',
    bytes('ffd8 ffe00004abcd ffc0 0011 08 0438 0780 03 000000'),
    { kind: 'picture', type: 'jpeg', width: 1_920, height: 1_080 },
  ],
  ['a JPEG that ends before its frame', bytes('ffd8 ffe00004abcd'), { kind: 'broken-picture' }],
  [
    'a lossless WebP',
    bytes('52494646 00000000 57454250 5650384c 00000000 2f 7fc70d01 0000000000'),
    { kind: 'picture', type: 'webp', width: 1_920, height: 1_080 },
  ],
  ['an MP4', bytes('00000018 66747970 69736f6d'), { kind: 'film', type: 'mp4' }],
  ['a WebM', bytes('1a45dfa3 01000000'), { kind: 'film', type: 'webm' }],
  [
    'a plain drawing',
    text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>'),
    { kind: 'svg', active: false },
  ],
  ['a drawing with a script', text('<svg><script>1</script></svg>'), { kind: 'svg', active: true }],
  ['a drawing with a handler', text('<svg><rect onload = "x()"/></svg>'), { kind: 'svg', active: true }],
  ['a drawing with entities', text('<!DOCTYPE svg [<!ENTITY x "y">]><svg></svg>'), { kind: 'svg', active: true }],
  ['a drawing that fetches', text('<svg><image xlink:href="https://a.example/b"/></svg>'), { kind: 'svg', active: true }],
  ['what is none of them', text('PK'), { kind: 'unknown' }],
  ['nothing at all', text(''), { kind: 'unknown' }],
])('%s is known', (_, head, sniffed) => expect(sniffContent(head)).toEqual(sniffed));
