import { viewingQuality } from '../contract/viewing.ts';
import type { LiveMedia } from '../media/live-media.ts';
import { readViewing } from '../services/viewing/read-viewing.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('live');

/** 收看质量: how a show was seen, added up. Below `/api/live`. */
export const viewingRoutes = (media: Pick<LiveMedia, 'find'>) =>
  routes().get(
    '/episodes/:id/viewing',
    allow('host'),
    input('param', idParam),
    docs('How the show was seen, a row a path', { schema: viewingQuality }),
    async (c) => {
      const { id } = c.req.valid('param');
      const paths = await readViewing(c.var.context, c.var.actor, id);
      return c.json({ paths, smallDropped: media.find(id)?.hasDroppedSmall ?? false });
    },
  );
