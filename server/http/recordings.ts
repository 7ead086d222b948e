import { z } from 'zod';
import { pastEpisode } from '../contract/past-episode.ts';
import { askCut, clipOnWire, cutOnWire, recordingForHost, replayOnWire } from '../contract/recordings.ts';
import { writeWebVtt } from '../domain/live/webvtt.ts';
import type { RecordingShelf } from '../media/recording/shelf.ts';
import { findEpisode } from '../services/live/episode-view.ts';
import { askForCut, openCut, viewClip, viewRecording } from '../services/recordings/cuts.ts';
import { listPastEpisodes } from '../services/recordings/past-episodes.ts';
import { replayCaptions, replayOf } from '../services/recordings/replay.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, openUnasked, routes } from './env.ts';
import { clipVideoUrl, sendFile, wholeUrl } from './recorded-media.ts';

const docs = deskDocs('recordings');
const anyone = () => openUnasked('the show was public');
const bySlug = z.object({ slug: z.string().regex(/^[a-z0-9-]{1,80}$/) });
const byCode = z.object({ code: z.string().regex(/^[\w-]{12}$/) });

/** 录像: past shows and clips for everybody; downloads and cuts for whoever hosts. */
export const recordingsRoutes = (shelf: RecordingShelf) =>
  routes()
    .get('/past', anyone(), docs('Shows that can be watched again', { schema: z.array(pastEpisode) }), async (c) =>
      c.json(await listPastEpisodes(c.var.context)),
    )
    .get('/shows/:slug', anyone(), input('param', bySlug), docs('A show’s recording and chapters', { schema: replayOnWire }), async (c) => {
      const { context } = c.var;
      const episode = await findEpisode(context.db, c.req.valid('param'));
      const captions = `/api/recordings/shows/${episode.slug}/captions.vtt`;
      return c.json(await replayOf(context, shelf, episode, { playlist: wholeUrl(episode.id), captions }));
    })
    .get(
      '/shows/:slug/captions.vtt',
      anyone(),
      input('param', bySlug),
      docs('A show’s captions where they are in its recording (WebVTT)'),
      async (c) => {
        const { context } = c.var;
        const { id, state } = await findEpisode(context.db, c.req.valid('param'));
        c.header('content-type', 'text/vtt; charset=utf-8');
        c.header('cache-control', state === 'ended' ? 'public, max-age=60' : 'no-cache');
        return c.body(writeWebVtt(await replayCaptions(context, shelf, id), { segmented: false }));
      },
    )
    .get('/clips/:code', anyone(), input('param', byCode), docs('A clip of one pitch', { schema: clipOnWire }), async (c) => {
      const { code } = c.req.valid('param');
      return c.json(await viewClip(c.var.context, shelf, code, clipVideoUrl(code)));
    })
    .get(
      '/episodes/:id',
      allow('host'),
      input('param', idParam),
      docs('A recording as it is made and kept', { schema: recordingForHost }),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await viewRecording(c.var.context, shelf, c.var.actor, { episodeId: id, now: shelf.stateOf(id) }));
      },
    )
    .post(
      '/episodes/:id/cuts',
      allow('host'),
      input('param', idParam),
      input('json', askCut),
      docs('Make an MP4 of the whole episode, or of one pitch', { schema: cutOnWire, status: 201 }),
      async (c) => {
        const asked = { episodeId: c.req.valid('param').id, ...c.req.valid('json') };
        return c.json(await askForCut(c.var.context, shelf, c.var.actor, asked), 201);
      },
    )
    .get('/cuts/:id/file', allow('host'), input('param', idParam), docs('The MP4 itself'), async (c) => {
      const { key, name } = await openCut(c.var.context, c.var.actor, c.req.valid('param').id);
      c.header('cache-control', 'private, no-store');
      // RFC 6266 with RFC 8187: the show's name is Chinese.
      c.header('content-disposition', `attachment; filename="recording.mp4"; filename*=UTF-8''${encodeURIComponent(name)}`);
      return await sendFile(c, shelf, key);
    });
