import { z } from 'zod';
import {
  createPosting as createInput,
  deskPage,
  editPosting as editInput,
  nearPosting,
  setPlaces as placesInput,
  postingDetail,
  postingQuery,
  publishPosting as publishInput,
  publishOutcome,
  removal,
  removalOutcome,
  reopenPosting as reopenInput,
  versioned,
  withdrawPosting as withdrawInput,
} from '../contract/desk.ts';
import { lintFinding, postingFacts, publicationRequest } from '../contract/posting.ts';
import { regionCode } from '../contract/primitives.ts';
import { postingStatuses } from '../domain/posting/status.ts';
import { withdrawPosting } from '../services/postings/close-posting.ts';
import { fillPosting, reopenPosting, setPlaces } from '../services/postings/count-places.ts';
import { createPosting } from '../services/postings/create-posting.ts';
import { editPosting } from '../services/postings/edit-posting.ts';
import { getPosting } from '../services/postings/get-posting.ts';
import { lintDraft } from '../services/postings/lint-draft.ts';
import { listPostings } from '../services/postings/list-postings.ts';
import { findNear } from '../services/postings/near-postings.ts';
import { previewRemoval, removeBearing } from '../services/postings/remove-bearing.ts';
import { revealPhones } from '../services/postings/reveal-phones.ts';
import { submitPosting } from '../services/postings/submit-posting.ts';
import { lintOnGlass } from '../services/publications/glass-lint.ts';
import { publishPosting } from '../services/publications/publish-posting.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, allowScoped, input, routes } from './env.ts';

const docs = deskDocs('postings');
const saved = z.object({ id: z.string(), version: z.int(), status: z.enum(postingStatuses) });

export const postingsRoutes = () =>
  routes()
    .get(
      '/',
      allowScoped('postings:read', 'clerk'),
      input('query', postingQuery),
      docs('Postings of the desk, newest change first', { schema: deskPage }),
      async (c) => c.json(await listPostings(c.var.context, c.var.actor, c.req.valid('query'))),
    )
    .post('/', allow('clerk'), input('json', createInput), docs('Enter a posting', { schema: saved, status: 201 }), async (c) =>
      c.json(await createPosting(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .post(
      '/lint',
      allowScoped('postings:read', 'clerk'),
      input('json', z.object({ regionCode, facts: postingFacts })),
      docs('What the rules say of a posting that is still being typed', { schema: z.object({ findings: z.array(lintFinding) }) }),
      async (c) => c.json({ findings: await lintDraft(c.var.context, c.var.actor, c.req.valid('json')) }),
    )
    .post(
      '/on-glass',
      allowScoped('postings:read', 'clerk'),
      input('json', z.object({ regionCode, facts: postingFacts, publications: z.array(publicationRequest).max(50).optional() })),
      docs('What the screens that it would reach could not show of it', { schema: z.object({ findings: z.array(lintFinding) }) }),
      async (c) => c.json({ findings: await lintOnGlass(c.var.context, c.var.actor, c.req.valid('json')) }),
    )
    .post(
      '/near',
      allowScoped('postings:read', 'clerk'),
      input('json', z.object({ regionCode, facts: postingFacts })),
      docs('What stands already and says nearly the same', { schema: z.object({ near: nearPosting.nullable() }) }),
      async (c) => c.json({ near: await findNear(c.var.context, c.var.actor, c.req.valid('json')) }),
    )
    .post(
      '/removals/preview',
      allow('clerk'),
      input('json', removal),
      docs('What a removal would take down', { schema: removalOutcome }),
      async (c) => c.json(await previewRemoval(c.var.context, c.var.actor, c.req.valid('json'))),
    )
    .post(
      '/removals',
      allow('clerk'),
      input('json', removal),
      docs('Take down every posting that bears a place or a phone', { schema: removalOutcome }),
      async (c) => c.json(await removeBearing(c.var.context, c.var.actor, c.req.valid('json'))),
    )
    .get(
      '/:id',
      allowScoped('postings:read', 'clerk'),
      input('param', idParam),
      docs('One posting with its versions', { schema: postingDetail }),
      async (c) => c.json(await getPosting(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .put(
      '/:id',
      allow('clerk'),
      input('param', idParam),
      input('json', editInput),
      docs('Correct a posting: a new version', { schema: saved }),
      async (c) => c.json(await editPosting(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post(
      '/:id/submit',
      allow('clerk'),
      input('param', idParam),
      input('json', versioned),
      docs('Hand it to a second person', { schema: saved.pick({ status: true }) }),
      async (c) => c.json(await submitPosting(c.var.context, c.var.actor, { postingId: c.req.valid('param').id, ...c.req.valid('json') })),
    )
    .post(
      '/:id/withdraw',
      allow('clerk'),
      input('param', idParam),
      input('json', withdrawInput),
      docs('Off every glass at once'),
      async (c) => {
        await withdrawPosting(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
        return c.body(null, 204);
      },
    )
    .post('/:id/fill', allow('clerk'), input('param', idParam), docs('Mark as filled'), async (c) => {
      await fillPosting(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .post(
      '/:id/reopen',
      allow('clerk'),
      input('param', idParam),
      input('json', reopenInput),
      docs('Open again', { schema: saved.pick({ status: true }) }),
      async (c) => c.json(await reopenPosting(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post(
      '/:id/places',
      allow('clerk'),
      input('param', idParam),
      input('json', placesInput),
      docs('How many are still wanted'),
      async (c) => {
        await setPlaces(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/publications',
      allow('clerk'),
      input('param', idParam),
      input('json', publishInput),
      docs('Where, when and how urgently it is shown; what adds to walls waits for a second person', { schema: publishOutcome }),
      async (c) => c.json(await publishPosting(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json').publications)),
    )
    .post(
      '/:id/phones',
      allow('clerk'),
      input('param', idParam),
      docs('The phone numbers, audited', { schema: z.object({ phones: z.array(z.string()) }) }),
      async (c) => c.json(await revealPhones(c.var.context, c.var.actor, c.req.valid('param').id)),
    );
