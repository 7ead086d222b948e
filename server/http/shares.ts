import { share, shareRequest } from '../contract/desk.ts';
import { makeShare } from '../services/shares/make-share.ts';
import { deskDocs } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('shares');

export const sharesRoutes = () =>
  routes().post(
    '/',
    allow('clerk'),
    input('json', shareRequest),
    docs('Chat text, and links for a long picture and a printed sheet', { schema: share }),
    async (c) => c.json(await makeShare(c.var.context, c.var.actor, c.req.valid('json'))),
  );
