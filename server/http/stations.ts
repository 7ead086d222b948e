import { z } from 'zod';
import { stationForStaff } from '../contract/desk.ts';
import { setDownloads as setDownloadsBody } from '../contract/stations.ts';
import { listStations } from '../services/regions/list-regions.ts';
import { setDownloads, viewDownloads } from '../services/regions/set-downloads.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allowScoped, input, routes } from './env.ts';

const docs = deskDocs('regions');

export const stationsRoutes = () =>
  routes()
    .get(
      '/',
      allowScoped('screens:read', 'admin', 'approver', 'clerk', 'host', 'employer'),
      docs('Stations where the person works', { schema: z.object({ stations: z.array(stationForStaff) }) }),
      async (c) => c.json({ stations: await listStations(c.var.context, c.var.actor, ['clerk', 'host']) }),
    )
    .get(
      '/:id/downloads',
      allowScoped('screens:read', 'clerk'),
      input('param', idParam),
      docs('When large files may come to its screens', { schema: setDownloadsBody }),
      async (c) => c.json(await viewDownloads(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .put(
      '/:id/downloads',
      allowScoped('screens:write', 'clerk'),
      input('param', idParam),
      input('json', setDownloadsBody),
      docs('Let large files come in these hours alone; null: at any time'),
      async (c) => {
        await setDownloads(c.var.context, c.var.actor, { stationId: c.req.valid('param').id, ...c.req.valid('json') });
        return c.body(null, 204);
      },
    );
