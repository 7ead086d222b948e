import { z } from 'zod';
import { workWord } from '../contract/figures.ts';
import { deskGrab, grabAnswer, grabForSeeker, grabForStaff, grabOutcome, grabQuery, grabRequest } from '../contract/grabs.ts';
import type { Hub } from '../realtime/hub.ts';
import { seekerTopic } from '../realtime/phones.ts';
import { putDownWork } from '../services/figures/put-down-work.ts';
import { answerGrab, startGrab } from '../services/grabs/answer-grab.ts';
import { cancelGrab } from '../services/grabs/cancel-grab.ts';
import type { GrabOutcome } from '../services/grabs/decide-batch.ts';
import { grabAtDesk, listGrabs, revealGrabPhone } from '../services/grabs/desk-grabs.ts';
import { grabPlace } from '../services/grabs/grab-place.ts';
import { myGrab, myGrabs } from '../services/grabs/my-grabs.ts';
import { Refusal } from '../services/refusal.ts';
import { holdPlace } from '../services/seekers/hold-place.ts';
import { consume } from '../services/seekers/limits.ts';
import { atMost } from './at-most.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, open, type RouteContext, routes } from './env.ts';
import { openStream } from './event-streams.ts';
import { giveSession } from './seeker-cookie.ts';

const docs = deskDocs('grabs');
/** Grabs under way at once: one full batch of decisions, so that fewer would not make smaller ones. */
const underWayMost = 500;
const answerers = ['clerk', 'employer'] as const;

const bodyOf = ({ grabId, state, waitingNumber, repeated }: GrabOutcome) => ({
  grabId,
  state,
  waitingNumber: waitingNumber ?? null,
  repeated,
});

/** @throws Refusal NOT_SIGNED_IN */
function seekerIdOf(c: RouteContext): string {
  const { actor } = c.var;
  if (actor.kind !== 'seeker') throw new Refusal('NOT_SIGNED_IN');
  return actor.seekerId;
}

export const grabsRoutes = ({ hub }: { hub: Hub }) =>
  routes()
    .post(
      '/',
      atMost(underWayMost),
      open('a person with a session grabs; one with a phone alone has the place held for a call'),
      input('json', grabRequest),
      docs('Grab a place, or a number of the waiting list', { schema: grabOutcome }),
      async (c) => {
        const { context, actor, clientAddress } = c.var;
        const { postingId, link, phone, name } = c.req.valid('json');
        if (phone !== undefined) {
          const { outcome, session } = await holdPlace(context, actor, { postingId, phone, name, linkCode: link, clientAddress });
          if (session) giveSession(c, session);
          return c.json(bodyOf(outcome));
        }
        const seekerId = seekerIdOf(c);
        await consume(context, { 'grab-seeker': seekerId });
        return c.json(bodyOf(await grabPlace(context, { postingId, seekerId, linkCode: link })));
      },
    )
    .get('/mine', allow('seeker'), docs('My grabs', { schema: z.array(grabForSeeker) }), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await myGrabs(c.var.context, seekerIdOf(c)));
    })
    .get('/mine/:id', allow('seeker'), input('param', idParam), docs('One of my grabs', { schema: grabForSeeker }), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await myGrab(c.var.context, seekerIdOf(c), c.req.valid('param').id));
    })
    .get('/events', allow('seeker'), docs('My grabs as they change (server-sent events)'), (c) =>
      openStream(c, hub, [seekerTopic(seekerIdOf(c))]),
    )
    .post('/mine/:id/cancel', allow('seeker'), input('param', idParam), docs('Give the place back'), async (c) => {
      await cancelGrab(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .post(
      '/mine/:id/worked',
      allow('seeker'),
      input('param', idParam),
      input('json', workWord),
      docs('I have worked, today or another day'),
      async (c) => {
        const { context, actor } = c.var;
        await consume(context, { 'grab-seeker': seekerIdOf(c) });
        await putDownWork(context, actor, c.req.valid('param').id, c.req.valid('json'));
        return c.body(null, 204);
      },
    )
    .get('/', allow(...answerers), input('query', grabQuery), docs('Grabs to answer', { schema: z.array(grabForStaff) }), async (c) =>
      c.json(await listGrabs(c.var.context, c.var.actor, c.req.valid('query'))),
    )
    .post(
      '/desk',
      allow('clerk'),
      input('json', deskGrab),
      docs('Enter a grab for somebody at the desk', { schema: grabOutcome, status: 201 }),
      async (c) => c.json(bodyOf(await grabAtDesk(c.var.context, c.var.actor, c.req.valid('json'))), 201),
    )
    .post('/:id/answer', allow(...answerers), input('param', idParam), input('json', grabAnswer), docs('Confirm or decline'), async (c) => {
      await answerGrab(c.var.context, c.var.actor, { grabId: c.req.valid('param').id, ...c.req.valid('json') });
      return c.body(null, 204);
    })
    .post('/:id/start', allow(...answerers), input('param', idParam), docs('The person has started work'), async (c) => {
      await startGrab(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .post(
      '/:id/worked',
      allow(...answerers),
      input('param', idParam),
      input('json', workWord),
      docs('One side’s word that the person worked'),
      async (c) => {
        await putDownWork(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
        return c.body(null, 204);
      },
    )
    .post('/:id/cancel', allow('clerk'), input('param', idParam), docs('Cancel for somebody who said so at the desk'), async (c) => {
      await cancelGrab(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .post(
      '/:id/phone',
      allow(...answerers),
      input('param', idParam),
      docs('The phone number; the view is audited', { schema: z.object({ phone: z.string().nullable() }) }),
      async (c) => {
        c.header('Cache-Control', 'no-store');
        return c.json(await revealGrabPhone(c.var.context, c.var.actor, c.req.valid('param').id));
      },
    );
