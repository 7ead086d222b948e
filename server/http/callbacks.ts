import { z } from 'zod';
import { callBackForStaff, finishCallBack as finishInput } from '../contract/desk.ts';
import { finishCallBack, listCallBacks, revealCallBackPhone } from '../services/callbacks/callbacks.ts';
import { deskDocs, idParam, regionQuery } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('callbacks');

export const callbacksRoutes = () =>
  routes()
    .get(
      '/',
      allow('clerk'),
      input('query', regionQuery),
      docs('Whom to ring, and about what', { schema: z.object({ callBacks: z.array(callBackForStaff) }) }),
      async (c) => c.json({ callBacks: await listCallBacks(c.var.context, c.var.actor, c.req.valid('query').region) }),
    )
    .post(
      '/:id/phone',
      allow('clerk'),
      input('param', idParam),
      docs('The number, audited', { schema: z.object({ phone: z.string().nullable() }) }),
      async (c) => c.json(await revealCallBackPhone(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .post('/:id/done', allow('clerk'), input('param', idParam), input('json', finishInput), docs('Rung; what came of it'), async (c) => {
      await finishCallBack(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
      return c.body(null, 204);
    });
