import { z } from 'zod';
import type { HlsAnswer } from '../media/hls/hls-origin.ts';
import { CAPTION_PLAYLIST, SMALL_PLAYLIST, SOUND_PLAYLIST, VIDEO_PLAYLIST } from '../media/hls/hls-renditions.ts';
import type { LiveMedia } from '../media/live-media.ts';
import { Refusal } from '../services/refusal.ts';
import { describe, input, openUnasked, type RouteContext, routes } from './env.ts';

export const HLS_PREFIX = '/live-media';

export const hlsUrl = (episodeId: string): string => `${HLS_PREFIX}/${episodeId}/program.m3u8`;

const ofEpisode = z.object({ episodeId: z.uuid() });
const ofPlaylist = ofEpisode.extend({ playlist: z.enum([VIDEO_PLAYLIST, SMALL_PLAYLIST, SOUND_PLAYLIST]) });
const ofFile = ofEpisode.extend({
  folder: z.string().regex(/^[0-9a-z]{1,16}$/),
  file: z.string().regex(/^(init\d{1,6}\.mp4|s\d{1,9}(\.\d{1,4})?\.m4s|c\d{1,9}\.vtt)$/),
});
/** Delivery directives of RFC 8216bis §6.2.5. */
const directives = z.object({
  _HLS_msn: z.coerce.number().int().min(0).optional(),
  _HLS_part: z.coerce.number().int().min(0).optional(),
  _HLS_skip: z.enum(['YES', 'v2']).optional(),
});

/** Every viewer asks for five parts a second, with a phone's cookies: a look at the database for each would be the server's whole work. */
const anyone = () => openUnasked('the program is public');
export const PLAYLIST = 'application/vnd.apple.mpegurl';
/** A part never changes and its name is never used again. */
export const FOR_GOOD = 'public, max-age=86400, immutable';
/** §6.2.5.2: a blocking answer may be shared by all who asked the same; a plain one is old at the next part. */
export const SHARED_FOR_A_MOMENT = 'public, max-age=6';
export const FRESH = 'no-cache';

/** The program as LL-HLS. No credentials, any origin: a CDN may stand before it. */
export function hlsRoutes(media: LiveMedia) {
  return routes()
    .get(
      '/:episodeId/program.m3u8',
      anyone(),
      input('param', ofEpisode),
      describe({ summary: 'The program, multivariant', tags: ['live'] }),
      async (c) => {
        const { hls } = media.require(c.req.valid('param').episodeId);
        return answer(c, await hls.multivariant(), PLAYLIST, FRESH);
      },
    )
    .get(
      `/:episodeId/:playlist{(?:${VIDEO_PLAYLIST}|${SMALL_PLAYLIST}|${SOUND_PLAYLIST})}`,
      anyone(),
      input('param', ofPlaylist),
      input('query', directives),
      describe({ summary: 'The program’s parts, with blocking reload and delta updates', tags: ['live'] }),
      async (c) => {
        const { _HLS_msn: segment, _HLS_part: part, _HLS_skip: skip } = c.req.valid('query');
        // §6.2.5.2: a part without its segment means nothing.
        if (segment === undefined && part !== undefined) throw new Refusal('BAD_INPUT', { field: '_HLS_part' });
        const { episodeId, playlist } = c.req.valid('param');
        const { hls } = media.require(episodeId);
        const origin = { [VIDEO_PLAYLIST]: hls.video, [SMALL_PLAYLIST]: hls.small, [SOUND_PLAYLIST]: hls.sound }[playlist];
        if (!origin) throw new Refusal('NOT_FOUND');
        const wanted = segment === undefined ? undefined : { segment, part };
        const cache = wanted ? SHARED_FOR_A_MOMENT : FRESH;
        return answer(c, await origin.playlist(wanted, skip !== undefined), PLAYLIST, cache);
      },
    )
    .get(
      `/:episodeId/${CAPTION_PLAYLIST}`,
      anyone(),
      input('param', ofEpisode),
      describe({ summary: 'The program’s captions', tags: ['live'] }),
      (c) => answer(c, found(media.require(c.req.valid('param').episodeId).hls.captions.playlist()), PLAYLIST, FRESH),
    )
    .get(
      '/:episodeId/:folder/:file',
      anyone(),
      input('param', ofFile),
      describe({ summary: 'A map, segment or part', tags: ['live'] }),
      async (c) => {
        const { episodeId, folder, file } = c.req.valid('param');
        const { hls: renditions } = media.require(episodeId);
        const [, map, segment, part, text] = /^(?:init(\d+)\.mp4|s(\d+)(?:\.(\d+))?\.m4s|c(\d+)\.vtt)$/.exec(file) ?? [];
        if (text !== undefined) {
          const captions = folder === renditions.captions.folder ? renditions.captions.segment(Number(text)) : undefined;
          return answer(c, found(captions), 'text/vtt; charset=utf-8', FOR_GOOD);
        }
        const hls = renditions.byFolder(folder);
        if (!hls) throw new Refusal('NOT_FOUND');
        if (map !== undefined) return answer(c, found(hls.map(Number(map))), 'video/mp4', FOR_GOOD);
        if (part === undefined) return answer(c, found(hls.segment(Number(segment))), 'video/mp4', FOR_GOOD);
        return answer(c, await hls.partBytes(Number(segment), Number(part)), 'video/mp4', FOR_GOOD);
      },
    );
}

function found<T>(bytes: T | undefined): HlsAnswer<T> {
  return bytes ? { ok: true, body: bytes } : { ok: false, why: 'missing' };
}

function answer(c: RouteContext, result: HlsAnswer<string | Buffer>, type: string, cache: string): Response {
  c.header('access-control-allow-origin', '*');
  c.header('cross-origin-resource-policy', 'cross-origin');
  if (!result.ok) {
    c.header('cache-control', 'no-store');
    if (result.why === 'too-far') throw new Refusal('BAD_INPUT', { field: '_HLS_msn' });
    if (result.why === 'timeout') throw new Refusal('LIVE_NO_PICTURE');
    throw new Refusal('NOT_FOUND');
  }
  c.header('content-type', type);
  c.header('cache-control', cache);
  // One buffer for everybody who asks: never copied into the answer. Buffer.concat made it, so it stands on an ArrayBuffer.
  return c.body(typeof result.body === 'string' ? result.body : (result.body as Buffer<ArrayBuffer>));
}
