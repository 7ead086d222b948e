import { z } from 'zod';
import { recheckAnswer, recheckRow } from '../contract/desk.ts';
import { answerRecheck, listRecheck } from '../services/recheck/recheck.ts';
import { deskDocs, idParam, regionQuery } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('recheck');

export const recheckRoutes = () =>
  routes()
    .get(
      '/',
      allow('clerk'),
      input('query', regionQuery),
      docs('The morning’s list', { schema: z.object({ postings: z.array(recheckRow) }) }),
      async (c) => c.json({ postings: await listRecheck(c.var.context, c.var.actor, c.req.valid('query').region) }),
    )
    .post('/:id', allow('clerk'), input('param', idParam), input('json', recheckAnswer), docs('One press after a call'), async (c) => {
      await answerRecheck(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json').answer);
      return c.body(null, 204);
    });
