import type { ServerResponse } from 'node:http';
import type { HlsAnswer } from '../media/hls/hls-origin.ts';
import type { HlsRenditions } from '../media/hls/hls-renditions.ts';
import type { NodeHandler } from './front.ts';
import { FOR_GOOD, FRESH, PLAYLIST, SHARED_FOR_A_MOMENT } from './live-hls.ts';

const asked =
  /^\/live-media\/([0-9a-f-]{36})\/(?:(video|small|audio)\.m3u8(?:\?([\w=&]*))?|([0-9a-z]{1,16})\/s(\d{1,9})(?:\.(\d{1,4}))?\.m4s)$/;

/** As live-hls.ts answers them, and secureHeaders behind it. */
const always = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
};

/**
 * What every HLS viewer asks for ten times a second, answered without the framework: routing, parsing and copying into a Response cost more than the
 * answer itself. Whatever is not quite that, and whatever goes wrong, is the framework's (live-hls.ts), where its answers are written down.
 */
export function hlsDirect(
  media: { find(episodeId: string): { readonly hls: Pick<HlsRenditions, 'video' | 'small' | 'sound' | 'byFolder'> } | undefined },
  otherwise: NodeHandler,
): NodeHandler {
  return (request, response) => {
    const [, episodeId, playlist, query = '', folder, segment, part] = (request.method === 'GET' && asked.exec(request.url ?? '')) || [];
    const hls = episodeId === undefined ? undefined : media.find(episodeId)?.hls;
    if (!hls) return otherwise(request, response);
    const leave = () => otherwise(request, response);
    if (playlist) {
      const directives = directivesOf(query);
      if (!directives) return leave();
      const { wanted, skip } = directives;
      const origin = { video: hls.video, small: hls.small, audio: hls.sound }[playlist];
      if (!origin) return leave();
      return send(response, origin.playlist(wanted, skip), { type: PLAYLIST, cache: wanted ? SHARED_FOR_A_MOMENT : FRESH, leave });
    }
    const origin = hls.byFolder(folder ?? '');
    const bytes = part === undefined ? origin?.segment(Number(segment)) : undefined;
    const answer = part === undefined ? Promise.resolve(found(bytes)) : origin?.partBytes(Number(segment), Number(part));
    return answer ? send(response, answer, { type: 'video/mp4', cache: FOR_GOOD, leave }) : leave();
  };
}

const found = (bytes: Buffer | undefined): HlsAnswer<Buffer> => (bytes ? { ok: true, body: bytes } : { ok: false, why: 'missing' });

async function send(
  response: ServerResponse,
  answer: Promise<HlsAnswer<string | Buffer>>,
  { type, cache, leave }: { type: string; cache: string; leave: () => unknown },
): Promise<unknown> {
  const result = await answer;
  // A viewer who waited for a part may have gone meanwhile.
  if (response.destroyed) return undefined;
  if (result.ok) {
    const length = Buffer.byteLength(result.body);
    response.writeHead(200, { ...always, 'content-type': type, 'cache-control': cache, 'content-length': length });
    return response.end(result.body);
  }
  // It has waited as long as anybody may wait; the framework would wait once more.
  if (result.why === 'timeout') return response.writeHead(503, { ...always, 'cache-control': 'no-store', 'retry-after': '1' }).end();
  return leave();
}

/** @returns undefined for anything but well-formed delivery directives (RFC 8216bis §6.2.5) */
function directivesOf(query: string): { wanted: { segment: number; part: number | undefined } | undefined; skip: boolean } | undefined {
  let segment: number | undefined;
  let part: number | undefined;
  let skip = false;
  for (const pair of query === '' ? [] : query.split('&')) {
    const [, name, value] = /^_HLS_(msn|part|skip)=(\d{1,10}|YES|v2)$/.exec(pair) ?? [];
    if (name === 'skip' && (value === 'YES' || value === 'v2')) skip = true;
    else if (name === 'msn' && Number(value) >= 0) segment = Number(value);
    else if (name === 'part' && Number(value) >= 0) part = Number(value);
    else return undefined;
  }
  if (segment === undefined) return part === undefined ? { wanted: undefined, skip } : undefined;
  return { wanted: { segment, part }, skip };
}
