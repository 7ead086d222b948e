import { z } from 'zod';
import { pinPlace as pinInput, placeForStaff } from '../contract/desk.ts';
import { listPlaces, pinPlace } from '../services/places/pin-place.ts';
import { deskDocs, regionQuery } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('places');

export const placesRoutes = () =>
  routes()
    .get(
      '/',
      allow('clerk'),
      input('query', regionQuery),
      docs('Places that postings name, those without a pin first', { schema: z.object({ places: z.array(placeForStaff) }) }),
      async (c) => c.json({ places: await listPlaces(c.var.context, c.var.actor, c.req.valid('query').region) }),
    )
    .post(
      '/',
      allow('clerk'),
      input('json', pinInput),
      docs('Pin a place once', { schema: z.object({ postings: z.int(), nearestStationM: z.number().nullable() }) }),
      async (c) => c.json(await pinPlace(c.var.context, c.var.actor, c.req.valid('json'))),
    );
