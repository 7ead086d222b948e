import { missedOnWire, missedPiece, missedStretch, offerMissed as offerInput, pieceHash } from '../contract/missed.ts';
import type { MissedPort } from '../services/recordings/missed-port.ts';
import { offerMissed, takePiece, viewMissed } from '../services/recordings/send-missed.ts';
import { consume } from '../services/seekers/limits.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('recordings');

/** 补录: what never reached the server comes from the host's own recording, piece by piece. Below `/api/recordings`. */
export const missedRoutes = (missed: MissedPort) =>
  routes()
    .get(
      '/episodes/:id/missed',
      allow('host'),
      input('param', idParam),
      docs('What the recording lacks, and what has been sent of it', { schema: missedOnWire }),
      async (c) => c.json(await viewMissed(c.var.context, missed, c.var.actor, c.req.valid('param').id)),
    )
    .post(
      '/episodes/:id/missed',
      allow('host'),
      input('param', idParam),
      input('json', offerInput),
      docs('Offer a stretch that it lacks', { schema: missedStretch, status: 201 }),
      async (c) => {
        const episodeId = c.req.valid('param').id;
        await consume(c.var.context, { 'missed-episode': episodeId });
        return c.json(await offerMissed(c.var.context, missed, c.var.actor, { episodeId, ...c.req.valid('json') }), 201);
      },
    )
    .put(
      '/episodes/:id/missed/:stretch/pieces/:piece',
      allow('host'),
      input('param', missedPiece),
      input('query', pieceHash),
      docs('One piece of it as the body: 128 KiB, the last one what is left', { schema: missedStretch }),
      async (c) => {
        const { id, stretch, piece } = c.req.valid('param');
        const bytes = Buffer.from(await c.req.arrayBuffer());
        const input = { episodeId: id, stretchId: stretch, piece, bytes, ...c.req.valid('query') };
        return c.json(await takePiece(c.var.context, missed, c.var.actor, input));
      },
    );
