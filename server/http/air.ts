import {
  chooseCanvas as chooseCanvasInput,
  insertNow as insertNowInput,
  noteEffort as noteEffortInput,
  pinCard as pinCardInput,
} from '../contract/air.ts';
import { episodeForHost } from '../contract/live.ts';
import type { LiveMedia } from '../media/live-media.ts';
import { chooseCanvas, insertNow, noteEffort, pinCard } from '../services/live/air-desk.ts';
import { viewForHost } from '../services/live/episode-view.ts';
import { consume } from '../services/seekers/limits.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, type RouteContext, routes } from './env.ts';

const docs = deskDocs('live');

/** What a host does on air besides stepping. Each answers with the episode as it is then. */
export const airRoutes = (media: LiveMedia) => {
  const seen = async (c: RouteContext, id: string) => c.json(await viewForHost(c.var.context, media, c.var.actor, id));
  return routes()
    .put(
      '/:id/canvas',
      allow('host'),
      input('param', idParam),
      input('json', chooseCanvasInput),
      docs('Choose the canvas, before the show', { schema: episodeForHost }),
      async (c) => {
        const { id } = c.req.valid('param');
        await chooseCanvas(c.var.context, c.var.actor, { episodeId: id, ...c.req.valid('json') });
        return seen(c, id);
      },
    )
    .put(
      '/:id/pin',
      allow('host'),
      input('param', idParam),
      input('json', pinCardInput),
      docs('Keep one card up, or let it follow the talk', { schema: episodeForHost }),
      async (c) => {
        const { id } = c.req.valid('param');
        await pinCard(c.var.context, media, c.var.actor, { episodeId: id, ...c.req.valid('json') });
        return seen(c, id);
      },
    )
    .post(
      '/:id/insert',
      allow('host'),
      input('param', idParam),
      input('json', insertNowInput),
      docs('Pitch a job at once', { schema: episodeForHost }),
      async (c) => {
        const { id } = c.req.valid('param');
        await insertNow(c.var.context, media, c.var.actor, { episodeId: id, ...c.req.valid('json') });
        return seen(c, id);
      },
    )
    .post(
      '/:id/effort',
      allow('host'),
      input('param', idParam),
      input('json', noteEffortInput),
      docs('The studio sends less, or more again'),
      async (c) => {
        await consume(c.var.context, { 'effort-episode': c.req.valid('param').id });
        await noteEffort(c.var.context, c.var.actor, { episodeId: c.req.valid('param').id, ...c.req.valid('json') });
        return c.body(null, 204);
      },
    );
};
