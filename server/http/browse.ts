import { browsePage, browseQuery, jobPage, jobQuery } from '../contract/browse.ts';
import { browseJobs } from '../services/browse/browse-jobs.ts';
import { openJobPage } from '../services/browse/job-page.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { input, open, openUnasked, routes } from './env.ts';
import { visitorOf } from './visitor.ts';

const docs = deskDocs('browse');

export const browseRoutes = () =>
  routes()
    .get(
      '/',
      openUnasked('jobs are public'),
      input('query', browseQuery),
      docs('Jobs by trade, words, station, distance and pay', { schema: browsePage }),
      async (c) => c.json(await browseJobs(c.var.context, c.req.valid('query'))),
    )
    .get(
      '/:id',
      open('jobs are public'),
      input('param', idParam),
      input('query', jobQuery),
      docs('One job', { schema: jobPage }),
      async (c) => c.json(await openJobPage(c.var.context, c.req.valid('param').id, c.req.valid('query'), visitorOf(c))),
    );
