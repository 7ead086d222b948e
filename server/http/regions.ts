import { z } from 'zod';
import { regionNode } from '../contract/desk.ts';
import { importOutcome, stationsFile } from '../contract/stations.ts';
import { importStations } from '../services/regions/import-stations.ts';
import { listRegions } from '../services/regions/list-regions.ts';
import { deskDocs } from './desk-docs.ts';
import { allowScoped, input, routes } from './env.ts';

const docs = deskDocs('regions');

export const regionsRoutes = () =>
  routes()
    .get(
      '/',
      allowScoped('screens:read', 'admin', 'approver', 'clerk', 'host', 'employer'),
      docs('The region tree, parents first', { schema: z.object({ regions: z.array(regionNode) }) }),
      async (c) => c.json({ regions: await listRegions(c.var.context) }),
    )
    .post(
      '/import',
      allowScoped('stations:write', 'admin'),
      input('json', stationsFile),
      docs('Read a stations.json', { schema: importOutcome }),
      async (c) => c.json(await importStations(c.var.context, c.var.actor, c.req.valid('json'))),
    );
