import { z } from 'zod';
import { employerPage, setPlaces } from '../contract/desk.ts';
import { openEmployerLink, reduceByEmployer } from '../services/employers/employer-link.ts';
import { deskDocs } from './desk-docs.ts';
import { input, openUnasked, routes } from './env.ts';

const docs = deskDocs('employer link');
const tokenParam = z.object({ token: z.string().min(20).max(64) });
const why = 'the token of 256 random bits is the proof';

export const employerLinkRoutes = () =>
  routes()
    .get(
      '/:token',
      openUnasked(why),
      input('param', tokenParam),
      docs('The employer’s own posting', { schema: employerPage }),
      async (c) => {
        c.header('Cache-Control', 'no-store');
        c.header('Referrer-Policy', 'no-referrer');
        return c.json(await openEmployerLink(c.var.context, c.req.valid('param').token));
      },
    )
    .post(
      '/:token/places',
      openUnasked(why),
      input('param', tokenParam),
      input('json', setPlaces),
      docs('Fewer places, or none', { schema: setPlaces }),
      async (c) => c.json(await reduceByEmployer(c.var.context, c.req.valid('param').token, c.req.valid('json'))),
    );
