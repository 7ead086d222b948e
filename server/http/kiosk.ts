import { z } from 'zod';
import { codeSent } from '../contract/grabs.ts';
import {
  kioskCode,
  kioskCodeRequest,
  kioskDesk,
  kioskFigure,
  kioskFiguresQuery,
  kioskGrab,
  kioskGrabbed,
  kioskJob,
  kioskList,
  kioskQuery,
  kioskUses,
} from '../contract/kiosk.ts';
import { codeForJob } from '../services/kiosk/kiosk-code.ts';
import { grabAtKiosk, requestKioskCode } from '../services/kiosk/kiosk-grab.ts';
import { kioskDeskOf, listKioskJobs, openKioskJob } from '../services/kiosk/kiosk-jobs.ts';
import { readKioskFigures, recordKioskUses } from '../services/kiosk/kiosk-uses.ts';
import { Refusal } from '../services/refusal.ts';
import { consume } from '../services/seekers/limits.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, allowScoped, input, type RouteContext, routes } from './env.ts';

const docs = deskDocs('kiosk');

/** 自助求职机: asked by the device that it is, under its own session; no cookie of a person is read or given. */
export const kioskRoutes = () =>
  routes()
    .get('/desk', allow('screen'), docs('Texts, telephones and words that a kiosk keeps', { schema: kioskDesk }), async (c) =>
      c.json(await kioskDeskOf(c.var.context, screenIdOf(c))),
    )
    .get(
      '/jobs',
      allow('screen'),
      input('query', kioskQuery),
      docs('What is on offer at its station', { schema: kioskList }),
      async (c) => {
        const screenId = screenIdOf(c);
        await consume(c.var.context, { 'kiosk-ask': screenId });
        return c.json(await listKioskJobs(c.var.context, screenId, c.req.valid('query')));
      },
    )
    .get('/jobs/:id', allow('screen'), input('param', idParam), docs('One job with all its facts', { schema: kioskJob }), async (c) =>
      c.json(await openKioskJob(c.var.context, screenIdOf(c), c.req.valid('param').id)),
    )
    .post('/jobs/:id/code', allow('screen'), input('param', idParam), docs('The code for a phone', { schema: kioskCode }), async (c) =>
      c.json(await codeForJob(c.var.context, screenIdOf(c), c.req.valid('param').id)),
    )
    .post('/codes', allow('screen'), input('json', kioskCodeRequest), docs('Text a one-time code', { schema: codeSent }), async (c) =>
      c.json(await requestKioskCode(c.var.context, atOf(c), c.req.valid('json'))),
    )
    .post(
      '/grabs',
      allow('screen'),
      input('json', kioskGrab),
      docs('Take a place, or have one held for a call', { schema: kioskGrabbed }),
      async (c) => c.json(await grabAtKiosk(c.var.context, atOf(c), c.req.valid('json'))),
    )
    .post('/uses', allow('screen'), input('json', kioskUses), docs('What it was used for, in totals'), async (c) => {
      await recordKioskUses(c.var.context, screenIdOf(c), c.req.valid('json'));
      return c.body(null, 204);
    });

export const kioskFiguresRoutes = () =>
  routes().get(
    '/',
    allowScoped('figures:read', 'clerk'),
    input('query', kioskFiguresQuery),
    docs('Use of the kiosks by day', { schema: z.object({ figures: z.array(kioskFigure) }) }),
    async (c) => c.json({ figures: await readKioskFigures(c.var.context, c.var.actor, c.req.valid('query')) }),
  );

const atOf = (c: RouteContext) => ({ screenId: screenIdOf(c), clientAddress: c.var.clientAddress });

/** @throws Refusal SCREEN_UNPROVEN */
function screenIdOf(c: RouteContext): string {
  const { actor } = c.var;
  if (actor.kind !== 'screen') throw new Refusal('SCREEN_UNPROVEN');
  c.header('Cache-Control', 'no-store');
  return actor.screenId;
}
