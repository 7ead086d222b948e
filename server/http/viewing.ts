import { viewingQuality } from '../contract/viewing.ts';
import { readViewing } from '../services/viewing/read-viewing.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('live');

/** 收看质量: how a show was seen, added up. Below `/api/live`. */
export const viewingRoutes = () =>
  routes().get(
    '/episodes/:id/viewing',
    allow('host'),
    input('param', idParam),
    docs('How the show was seen, a row a path', { schema: viewingQuality }),
    async (c) => c.json({ paths: await readViewing(c.var.context, c.var.actor, c.req.valid('param').id) }),
  );
