import { z } from 'zod';
import { stationForStaff } from '../contract/desk.ts';
import { listStations } from '../services/regions/list-regions.ts';
import { deskDocs } from './desk-docs.ts';
import { allow, routes } from './env.ts';

const docs = deskDocs('regions');

export const stationsRoutes = () =>
  routes().get(
    '/',
    allow('admin', 'approver', 'clerk', 'host', 'employer'),
    docs('Stations where the person works', { schema: z.object({ stations: z.array(stationForStaff) }) }),
    async (c) => c.json({ stations: await listStations(c.var.context, c.var.actor, ['clerk', 'host']) }),
  );
