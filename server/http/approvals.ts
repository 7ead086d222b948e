import { z } from 'zod';
import { deskPage, postingQuery, rejectPosting as rejectInput, versioned } from '../contract/desk.ts';
import { approvePosting, rejectPosting } from '../services/postings/approve-posting.ts';
import { listPostings } from '../services/postings/list-postings.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('approvals');

export const approvalsRoutes = () =>
  routes()
    .get(
      '/',
      allow('approver'),
      input('query', postingQuery.omit({ view: true })),
      docs('What waits for a second person', { schema: deskPage }),
      async (c) => c.json(await listPostings(c.var.context, c.var.actor, { ...c.req.valid('query'), view: 'approvals' })),
    )
    .post(
      '/:id/approve',
      allow('approver'),
      input('param', idParam),
      input('json', versioned),
      docs('Put it before the public', { schema: z.object({ number: z.int() }) }),
      async (c) => c.json(await approvePosting(c.var.context, c.var.actor, { postingId: c.req.valid('param').id, ...c.req.valid('json') })),
    )
    .post(
      '/:id/reject',
      allow('approver'),
      input('param', idParam),
      input('json', rejectInput),
      docs('Send it back with a reason'),
      async (c) => {
        await rejectPosting(c.var.context, c.var.actor, { postingId: c.req.valid('param').id, ...c.req.valid('json') });
        return c.body(null, 204);
      },
    );
