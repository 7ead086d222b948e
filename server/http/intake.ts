import { z } from 'zod';
import {
  intakeForStaff,
  intakeRowForStaff,
  intakeRowPage,
  intakeRowQuery,
  mendRow as mendInput,
  pasteIntake,
  remapIntake as remapInput,
  saveRows as saveInput,
  saveOutcome,
  uploadQuery,
} from '../contract/intake-desk.ts';
import { postingStatuses } from '../domain/posting/status.ts';
import { correctFromRow } from '../services/intake/correct-from-row.ts';
import { getIntake, listIntakeRows, listIntakes } from '../services/intake/list-intakes.ts';
import { mendRow } from '../services/intake/mend-row.ts';
import { receiveFile, receiveText } from '../services/intake/receive.ts';
import { remapIntake } from '../services/intake/remap-intake.ts';
import { retryIntake } from '../services/intake/retry-intake.ts';
import { saveRows } from '../services/intake/save-rows.ts';
import { deskDocs, idParam, regionQuery } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';
import { bodyOf } from './request-body.ts';

const docs = deskDocs('intake');
const received = z.object({ id: z.string() });
const rowParam = z.object({ id: z.uuid(), row: z.uuid() });

export const intakeRoutes = () =>
  routes()
    .get(
      '/',
      allow('clerk'),
      input('query', regionQuery),
      docs('What came in lately', { schema: z.object({ intakes: z.array(intakeForStaff) }) }),
      async (c) =>
        c.json({
          intakes: await listIntakes(c.var.context, c.var.actor, { regionCode: c.req.valid('query').region, locale: c.var.locale }),
        }),
    )
    .post(
      '/',
      allow('clerk'),
      input('query', uploadQuery),
      docs('A table or text file as the body; read in the background', { schema: received, status: 201 }),
      async (c) => {
        const { region, name } = c.req.valid('query');
        return c.json(await receiveFile(c.var.context, c.var.actor, { regionCode: region, fileName: name, body: bodyOf(c) }), 201);
      },
    )
    .post('/text', allow('clerk'), input('json', pasteIntake), docs('Pasted chat text', { schema: received, status: 201 }), async (c) =>
      c.json(await receiveText(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .get(
      '/:id',
      allow('clerk'),
      input('param', idParam),
      docs('How far the reading is, and what was found', { schema: intakeForStaff }),
      async (c) => c.json(await getIntake(c.var.context, c.var.actor, { intakeId: c.req.valid('param').id, locale: c.var.locale })),
    )
    .get(
      '/:id/rows',
      allow('clerk'),
      input('param', idParam),
      input('query', intakeRowQuery),
      docs('Rows in their order', { schema: intakeRowPage }),
      async (c) =>
        c.json(
          await listIntakeRows(c.var.context, c.var.actor, {
            intakeId: c.req.valid('param').id,
            query: c.req.valid('query'),
            locale: c.var.locale,
          }),
        ),
    )
    .put(
      '/:id/rows/:row',
      allow('clerk'),
      input('param', rowParam),
      input('json', mendInput),
      docs('Mend a row in place', { schema: intakeRowForStaff }),
      async (c) => {
        const { id, row } = c.req.valid('param');
        return c.json(
          await mendRow(c.var.context, c.var.actor, { intakeId: id, rowId: row, facts: c.req.valid('json').facts, locale: c.var.locale }),
        );
      },
    )
    .post(
      '/:id/mapping',
      allow('clerk'),
      input('param', idParam),
      input('json', remapInput),
      docs('What the columns mean; the file is read again'),
      async (c) => {
        await remapIntake(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json').mappings);
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/rows/:row/correct',
      allow('clerk'),
      input('param', rowParam),
      docs('The row is a correction of the posting that it is nearly the same as', {
        schema: z.object({ postingId: z.string(), status: z.enum(postingStatuses) }),
      }),
      async (c) => {
        const { id, row } = c.req.valid('param');
        return c.json(await correctFromRow(c.var.context, c.var.actor, { intakeId: id, rowId: row }));
      },
    )
    .post('/:id/retry', allow('clerk'), input('param', idParam), docs('Read a file again that could not be read'), async (c) => {
      await retryIntake(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .post(
      '/:id/save',
      allow('clerk'),
      input('param', idParam),
      input('json', saveInput),
      docs('Rows become postings', { schema: saveOutcome }),
      async (c) => c.json(await saveRows(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'))),
    );
