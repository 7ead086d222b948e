import { Readable } from 'node:stream';
import { z } from 'zod';
import { type RecordedRun, storedRuns } from '../media/recording/run-files.ts';
import type { RecordingShelf } from '../media/recording/shelf.ts';
import type { ByteRange } from '../media/recording/store.ts';
import { renderWholePlaylist } from '../media/recording/whole-playlist.ts';
import { findClip } from '../services/recordings/cuts.ts';
import { cutKey } from '../services/recordings/recordings-port.ts';
import { Refusal } from '../services/refusal.ts';
import { describe, input, openUnasked, type RouteContext, routes } from './env.ts';

export const RECORDED_PREFIX = '/recorded';
export const wholeUrl = (episodeId: string): string => `${RECORDED_PREFIX}/${episodeId}/whole.m3u8`;
export const clipVideoUrl = (code: string): string => `${RECORDED_PREFIX}/clips/${code}.mp4`;

const ofEpisode = z.object({ episodeId: z.uuid() });
const ofFile = ofEpisode.extend({
  run: z.string().regex(/^(r\d{1,6}|f\d{1,9})-[0-9a-z]{1,12}$/),
  file: z.string().regex(/^(m\d{1,6}\.mp4|s\d{1,6}\.m4s)$/),
});
const ofClip = z.object({ file: z.string().regex(/^[\w-]{12}\.mp4$/) });
const delta = z.object({ _HLS_skip: z.enum(['YES', 'v2']).optional() });

const anyone = () => openUnasked('the show was public, and so is its recording as long as it is kept');
/** A segment never changes and its name is never used again. */
const FOR_GOOD = 'public, max-age=86400, immutable';
/** It grows by a segment every two seconds. */
const GROWING = 'public, max-age=1';
/** After the end only the retention rule changes it. */
const ENDED = 'public, max-age=60';

/**
 * Recorded shows as HLS, and clips as files. No credentials, any origin: a CDN may stand before it.
 * @param hasEnded whether nothing will be added to an episode's recording; answers are asked for again after a second
 */
export function recordedMediaRoutes(shelf: RecordingShelf, hasEnded: (c: RouteContext, episodeId: string) => Promise<boolean>) {
  const ended = forASecond(hasEnded);
  return routes()
    .get(
      '/:episodeId/whole.m3u8',
      anyone(),
      input('param', ofEpisode),
      input('query', delta),
      describe({ summary: 'A whole episode: to look back while it is on, and afterwards', tags: ['live'] }),
      async (c) => {
        const { episodeId } = c.req.valid('param');
        const [recording, isOver] = await Promise.all([shelf.recording(episodeId), ended(c, episodeId)]);
        if (!recording) throw new Refusal('RECORDING_NOT_FOUND');
        const skip = c.req.valid('query')._HLS_skip !== undefined;
        shared(c, isOver ? ENDED : GROWING);
        c.header('content-type', 'application/vnd.apple.mpegurl');
        return c.body(renderWholePlaylist(recording, { hasEnded: isOver, skip }));
      },
    )
    .get(
      '/clips/:file',
      anyone(),
      input('param', ofClip),
      describe({ summary: 'A clip of one pitch, as MP4', tags: ['live'] }),
      async (c) => {
        const cut = await findClip(c.var.context, c.req.valid('param').file.replace('.mp4', ''));
        shared(c, ENDED);
        return await sendFile(c, shelf, cutKey(cut.episodeId, cut.id));
      },
    )
    .get(
      '/:episodeId/:run/:file',
      anyone(),
      input('param', ofFile),
      describe({ summary: 'A map or segment of a recording', tags: ['live'] }),
      async (c) => {
        const { episodeId, run: name, file } = c.req.valid('param');
        const run = await runOf(shelf, episodeId, name);
        const number = Number(/\d+/.exec(file)?.[0]);
        const found = file.startsWith('m') ? run?.maps.find(({ id }) => id === number) : run?.segments[number];
        if (!found) throw new Refusal('RECORDING_NOT_FOUND');
        const bytes = await shelf.stretch(episodeId, name, found);
        shared(c, FOR_GOOD);
        c.header('content-type', 'video/mp4');
        // Read for this answer alone; Buffer.concat made it, so it stands on an ArrayBuffer.
        return c.body(bytes as Buffer<ArrayBuffer>);
      },
    );
}

/** Also what a gap's filling has replaced: a player may hold the list of before, or another server's list of after. */
async function runOf(shelf: RecordingShelf, episodeId: string, name: string): Promise<RecordedRun | undefined> {
  for (const noOlderThanMs of [Number.POSITIVE_INFINITY, 1_000]) {
    const recording = await shelf.recording(episodeId, { noOlderThanMs });
    const run = recording && storedRuns(recording).find((each) => each.name === name);
    if (run) return run;
  }
  return undefined;
}

/** One file, or the stretch of it that a player asks for. @throws Refusal RECORDING_NOT_FOUND */
export async function sendFile(c: RouteContext, shelf: RecordingShelf, key: string): Promise<Response> {
  const asked = c.req.header('range');
  const file = await shelf.file(key, (size) => rangeIn(asked, size));
  if (!file) throw new Refusal('RECORDING_NOT_FOUND');
  const { size, range, body } = file;
  c.header('content-type', 'video/mp4');
  c.header('accept-ranges', 'bytes');
  c.header('content-length', String(range ? range.end - range.start + 1 : size));
  if (range) c.header('content-range', `bytes ${range.start}-${range.end}/${size}`);
  return c.body(Readable.toWeb(Readable.from(body)) as ReadableStream, range ? 206 : 200);
}

/** One range from a start (RFC 9110 §14.1.2), which is what players ask for; anything else gets the whole file. */
function rangeIn(header: string | undefined, size: number): ByteRange | undefined {
  const [, from, to] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === undefined) return undefined;
  const start = Number(from);
  const end = Math.min(to ? Number(to) : size - 1, size - 1);
  return end < start ? undefined : { start, end };
}

function shared(c: RouteContext, cache: string): void {
  c.header('access-control-allow-origin', '*');
  c.header('cross-origin-resource-policy', 'cross-origin');
  c.header('cache-control', cache);
}

const ASK_AGAIN_MS = 1_000;
const MOST_REMEMBERED = 200;

/** Many look back at once: they share one answer. */
function forASecond(ask: (c: RouteContext, episodeId: string) => Promise<boolean>) {
  const known = new Map<string, { answer: Promise<boolean>; askedMs: number }>();
  return (c: RouteContext, episodeId: string): Promise<boolean> => {
    const before = known.get(episodeId);
    if (before && performance.now() - before.askedMs < ASK_AGAIN_MS) return before.answer;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const answer = ask(c, episodeId);
    known.set(episodeId, { answer, askedMs: performance.now() });
    return answer;
  };
}
