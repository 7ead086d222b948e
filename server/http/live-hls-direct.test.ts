import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HlsRenditions } from '../media/hls/hls-renditions.ts';
import { hlsDirect } from './live-hls-direct.ts';

const episode = '0197a000-0000-7000-8000-000000000001';
const hls = new HlsRenditions({ firstSegment: 7, firstDiscontinuity: 0, folder: 'r1', epochMs: () => 0 });
const sound = { specificConfig: Buffer.from('1190', 'hex'), channels: 2 };
const map = { id: 0, bytes: Buffer.from('map'), codecs: 'avc1.42C01F,mp4a.40.2', width: 1280, height: 720, sound };
const part = (segment: number, index: number, isLast = false) =>
  hls.part({
    map,
    segment,
    index,
    isLast,
    isIndependent: index === 0,
    startsDiscontinuity: false,
    timeMs: (segment - 7) * 400 + index * 200,
    durationMs: 200,
    bytes: Buffer.from(`${segment}.${index} `),
    sound: [],
  });
part(7, 0);
part(7, 1, true);
part(8, 0);

const left: string[] = [];
const server = createServer(
  hlsDirect({ find: (id) => (id === episode ? { hls } : undefined) }, (request, response) => {
    left.push(`${request.method} ${request.url?.replace(`/live-media/${episode}`, '')}`);
    response.writeHead(418).end();
  }),
);
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
const ask = (path: string, init: RequestInit = {}) => fetch(`${origin}/live-media/${episode}${path}`, init);

it.each([
  ['/video.m3u8', 'application/vnd.apple.mpegurl', 'no-cache', 'r1/s8.0.m4s'],
  ['/audio.m3u8?_HLS_skip=YES', 'application/vnd.apple.mpegurl', 'no-cache', 'r1a/s8.0.m4s'],
  ['/video.m3u8?_HLS_msn=8&_HLS_part=0', 'application/vnd.apple.mpegurl', 'public, max-age=6', 'r1/s8.0.m4s'],
  ['/r1/s7.m4s', 'video/mp4', 'public, max-age=86400, immutable', '7.0 7.1 '],
  ['/r1/s7.1.m4s', 'video/mp4', 'public, max-age=86400, immutable', '7.1 '],
])('%s is answered at once', async (path, type, cache, holds) => {
  const answer = await ask(path);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': type,
    'cache-control': cache,
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  });
  expect(await answer.text()).toContain(holds);
});

it('waits for the part that is hinted', async () => {
  const waiting = ask('/r1/s8.1.m4s');
  const reload = ask('/video.m3u8?_HLS_msn=8&_HLS_part=1');
  await ask('/video.m3u8');
  part(8, 1);
  expect(await (await waiting).text()).toBe('8.1 ');
  expect(await (await reload).text()).toContain('r1/s8.1.m4s');
});

it.each([
  ['another show', '/../0197a000-0000-7000-8000-000000000002/video.m3u8'],
  ['the multivariant playlist', '/program.m3u8'],
  ['a map', '/r1/init0.mp4'],
  ['a part without its segment', '/video.m3u8?_HLS_part=1'],
  ['a directive that is none', '/video.m3u8?_HLS_msn=YES'],
  ['more than two segments ahead', '/video.m3u8?_HLS_msn=99'],
  ['a part that is gone', '/r1/s1.0.m4s'],
  ['a folder of another time', '/r0/s7.m4s'],
])('leaves %s to the framework', async (_, path) => {
  left.length = 0;
  expect((await ask(path)).status).toBe(418);
  expect(left).toHaveLength(1);
});

it('leaves what is no GET to the framework', async () => {
  expect((await ask('/video.m3u8', { method: 'POST' })).status).toBe(418);
});
