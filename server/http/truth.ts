import { truthCall, truthSheet } from '../contract/truth.ts';
import { answerCheck } from '../services/truth/answer-check.ts';
import { readSheet } from '../services/truth/read-sheet.ts';
import { deskDocs, idParam, regionQuery } from './desk-docs.ts';
import { allow, allowScoped, input, routes } from './env.ts';

const docs = deskDocs('truth');

/** 上墙真实度: the week's twenty calls. Numbers are revealed where every number is: POST /api/postings/:id/phones. */
export const truthRoutes = () =>
  routes()
    .get(
      '/',
      allowScoped('proofs:read', 'clerk'),
      input('query', regionQuery),
      docs('The week’s calls, and the weeks before', { schema: truthSheet }),
      async (c) => c.json(await readSheet(c.var.context, c.var.actor, c.req.valid('query').region)),
    )
    .post('/:id/call', allow('clerk'), input('param', idParam), input('json', truthCall), docs('What came of one call'), async (c) => {
      await answerCheck(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
      return c.body(null, 204);
    });
