import { z } from 'zod';
import { minimumWage, minimumWageForStaff } from '../contract/desk.ts';
import { listWages, removeWage, saveWage } from '../services/wages/wages.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('wages');
const saved = z.object({ id: z.string() });

export const wagesRoutes = () =>
  routes()
    .get(
      '/',
      allow('admin', 'approver', 'clerk'),
      docs('Minimum wages with their source and date', { schema: z.object({ wages: z.array(minimumWageForStaff) }) }),
      async (c) => c.json({ wages: await listWages(c.var.context) }),
    )
    .post('/', allow('admin'), input('json', minimumWage), docs('Enter a minimum wage', { schema: saved, status: 201 }), async (c) =>
      c.json(await saveWage(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .put(
      '/:id',
      allow('admin'),
      input('param', idParam),
      input('json', minimumWage),
      docs('Correct a minimum wage', { schema: saved }),
      async (c) => c.json(await saveWage(c.var.context, c.var.actor, c.req.valid('json'), c.req.valid('param').id)),
    )
    .delete('/:id', allow('admin'), input('param', idParam), docs('Remove a minimum wage'), async (c) => {
      await removeWage(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    });
