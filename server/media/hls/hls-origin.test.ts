import { expect, it } from 'vitest';
import { HlsOrigin } from './hls-origin.ts';

const map = {
  id: 0,
  bytes: Buffer.from('map'),
  codecs: 'avc1.42C01F',
  width: 640,
  height: 360,
  sound: { specificConfig: Buffer.from('1190', 'hex'), channels: 2 },
};

function origin(): HlsOrigin {
  return new HlsOrigin({ firstSegment: 7, firstDiscontinuity: 0, folder: 'r1s', epochMs: () => 0, partTargetS: 0.24 });
}

function part(to: HlsOrigin, index: number, isLast = false): void {
  to.part({
    map,
    segment: 7,
    index,
    isLast,
    isIndependent: index === 0,
    startsDiscontinuity: false,
    timeMs: index * 200,
    durationMs: 200,
    bytes: Buffer.from('picture'),
    sound: [],
  });
}

it('tells everybody who waits for a rendition that it is given up, and whoever comes later', async () => {
  const small = origin();
  const unopened = [small.variant('small.m3u8'), small.variant('small.m3u8'), small.playlist(undefined, false)];
  const gone = { ok: false, why: 'missing' };

  const begun = origin();
  part(begun, 0);
  part(begun, 1, true);
  const reload = { segment: 8, part: 0 };
  const blocked = [begun.playlist(reload, false), begun.playlist(reload, true), begun.partBytes(8, 0)];

  small.drop();
  begun.drop();
  for (const answer of [...unopened, ...blocked]) expect(await answer).toEqual(gone);
  expect(await begun.playlist(reload, false)).toEqual(gone);
  expect(await begun.variant('small.m3u8')).toEqual(gone);
});
