import { z } from 'zod';
import { guidanceEntry, guidanceForStaff, guidanceId } from '../contract/guidance.ts';
import { decideContent, contentHistory as historyShape, rejectContent } from '../contract/programme.ts';
import { approveGuidance, rejectGuidance, removeGuidance, saveGuidance } from '../services/guidance/change-guidance.ts';
import { guidanceHistory, listGuidance } from '../services/guidance/guidance.ts';
import { deskDocs } from './desk-docs.ts';
import { allow, allowScoped, input, routes } from './env.ts';

const docs = deskDocs('guidance');
const saved = z.object({ id: z.string() });

/** 便民信息: what the kiosks say, by two people. */
export const guidanceRoutes = () =>
  routes()
    .get(
      '/',
      allowScoped('contents:read', 'admin', 'approver', 'clerk'),
      docs('Policies, training and telephones with their sources', { schema: z.object({ entries: z.array(guidanceForStaff) }) }),
      async (c) => c.json({ entries: await listGuidance(c.var.context, c.var.actor) }),
    )
    .post(
      '/',
      allowScoped('guidance:write', 'admin'),
      input('json', guidanceEntry),
      docs('Enter one; it waits for a second person', { schema: saved, status: 201 }),
      async (c) => c.json(await saveGuidance(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .get(
      '/:id/history',
      allowScoped('contents:read', 'clerk'),
      input('param', guidanceId),
      docs('Who wrote it, who approved it, and its source', { schema: historyShape }),
      async (c) => c.json(await guidanceHistory(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .put(
      '/:id',
      allowScoped('guidance:write', 'admin'),
      input('param', guidanceId),
      input('json', guidanceEntry),
      docs('Correct one, which waits for a second person, or hide one, which holds at once', { schema: saved }),
      async (c) => c.json(await saveGuidance(c.var.context, c.var.actor, c.req.valid('json'), c.req.valid('param').id)),
    )
    .post(
      '/:id/approve',
      allow('approver'),
      input('param', guidanceId),
      input('json', decideContent),
      docs('Put it on the kiosks'),
      async (c) => {
        await approveGuidance(c.var.context, c.var.actor, { ...c.req.valid('param'), ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/reject',
      allow('approver'),
      input('param', guidanceId),
      input('json', rejectContent),
      docs('Send it back with a reason'),
      async (c) => {
        await rejectGuidance(c.var.context, c.var.actor, { ...c.req.valid('param'), ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .delete(
      '/:id',
      allowScoped('guidance:write', 'admin'),
      input('param', guidanceId),
      docs('Remove one; what came with the product is put back as it came once a second person agrees'),
      async (c) => {
        await removeGuidance(c.var.context, c.var.actor, c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
