import { z } from 'zod';
import { guidanceEntry, guidanceForStaff, guidanceId } from '../contract/guidance.ts';
import { listGuidance, removeGuidance, saveGuidance } from '../services/guidance/guidance.ts';
import { deskDocs } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('guidance');
const saved = z.object({ id: z.string() });

export const guidanceRoutes = () =>
  routes()
    .get(
      '/',
      allow('admin', 'approver', 'clerk'),
      docs('Policies, training and telephones with their sources', { schema: z.object({ entries: z.array(guidanceForStaff) }) }),
      async (c) => c.json({ entries: await listGuidance(c.var.context) }),
    )
    .post('/', allow('admin'), input('json', guidanceEntry), docs('Enter one', { schema: saved, status: 201 }), async (c) =>
      c.json(await saveGuidance(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .put(
      '/:id',
      allow('admin'),
      input('param', guidanceId),
      input('json', guidanceEntry),
      docs('Correct one, or hide one that came with the product', { schema: saved }),
      async (c) => c.json(await saveGuidance(c.var.context, c.var.actor, c.req.valid('json'), c.req.valid('param').id)),
    )
    .delete('/:id', allow('admin'), input('param', guidanceId), docs('Remove one; what came with the product is as it came'), async (c) => {
      await removeGuidance(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    });
