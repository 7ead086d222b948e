import { z } from 'zod';
import { reportAnswer, reportForStaff, reportRequest } from '../contract/grabs.ts';
import { handleReport, listReports } from '../services/reports/desk-reports.ts';
import { reportPosting } from '../services/reports/report-posting.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, open, routes } from './env.ts';

const docs = deskDocs('reports');

export const reportsRoutes = () =>
  routes()
    .post(
      '/',
      open('whoever was asked for money must be able to say so; limited by address'),
      input('json', reportRequest),
      docs('Report a posting', { schema: z.object({ reportId: z.string(), hidden: z.boolean() }), status: 201 }),
      async (c) =>
        c.json(await reportPosting(c.var.context, c.var.actor, { ...c.req.valid('json'), clientAddress: c.var.clientAddress }), 201),
    )
    .get('/', allow('clerk'), docs('Reports that nobody has handled', { schema: z.array(reportForStaff) }), async (c) =>
      c.json(await listReports(c.var.context, c.var.actor)),
    )
    .post('/:id/handled', allow('clerk'), input('param', idParam), input('json', reportAnswer), docs('What came of it'), async (c) => {
      await handleReport(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
      return c.body(null, 204);
    });
