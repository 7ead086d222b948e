import { z } from 'zod';
import { checkEmployer as checkInput, createEmployer as createInput, employerForStaff } from '../contract/desk.ts';
import { line } from '../contract/primitives.ts';
import { checkEmployer, createEmployer } from '../services/employers/check-employer.ts';
import { issueEmployerLink } from '../services/employers/employer-link.ts';
import { listEmployers } from '../services/employers/list-employers.ts';
import { deskDocs, idParam, regionQuery } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('employers');

export const employersRoutes = () =>
  routes()
    .get(
      '/',
      allow('clerk'),
      input('query', regionQuery.extend({ q: line(40).optional() })),
      docs('Employers and householders, unchecked ones first', { schema: z.object({ employers: z.array(employerForStaff) }) }),
      async (c) => {
        const { region, q } = c.req.valid('query');
        return c.json({ employers: await listEmployers(c.var.context, c.var.actor, { regionCode: region, q }) });
      },
    )
    .post(
      '/',
      allow('clerk'),
      input('json', createInput),
      docs('Enter an employer', { schema: z.object({ id: z.string() }), status: 201 }),
      async (c) => c.json(await createEmployer(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .post(
      '/:id/check',
      allow('clerk'),
      input('param', idParam),
      input('json', checkInput),
      docs('Licence, identity card or place has been seen'),
      async (c) => {
        await checkEmployer(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
        return c.body(null, 204);
      },
    )
    .post(
      '/links/:id',
      allow('clerk'),
      input('param', idParam),
      docs('A no-login link for the employer of this posting; shown once', { schema: z.object({ url: z.string() }), status: 201 }),
      async (c) => {
        const { token } = await issueEmployerLink(c.var.context, c.var.actor, c.req.valid('param').id);
        return c.json({ url: `${c.var.context.config.http.publicUrl}/e/${token}` }, 201);
      },
    );
