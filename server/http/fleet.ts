import { z } from 'zod';
import {
  changedScreens,
  commandEchoes,
  commandScreens as commandScreensBody,
  fleetTurns,
  fleetView,
  groupForStaff,
  importOutcome,
  importQuery,
  makeGroup as makeGroupBody,
  moveScreens as moveScreensBody,
  orderedScreens,
  regroup,
  renameGroup as renameGroupBody,
  retag,
  screenIds,
  tagInUse,
} from '../contract/fleet.ts';
import { isoInstant } from '../contract/primitives.ts';
import { takeOverScreens as takeOverScreensBody } from '../contract/takeovers.ts';
import { listGroups, makeGroup, removeGroup, renameGroup } from '../services/fleet/groups.ts';
import { importScreens } from '../services/fleet/import-screens.ts';
import { importTemplate } from '../services/fleet/import-template.ts';
import { commandScreens, echoesOf, moveScreens } from '../services/fleet/order-screens.ts';
import { regroupScreens } from '../services/fleet/regroup-screens.ts';
import { listTags, retagScreens } from '../services/fleet/tags.ts';
import { fleetTurnsSince, viewFleet } from '../services/fleet/view-fleet.ts';
import { takeOverScreens } from '../services/screens/takeovers.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allowScoped, input, routes } from './env.ts';

const docs = deskDocs('fleet');

/** Many screens at once: groups, tags and what is ordered of hundreds. */
export const fleetRoutes = () =>
  routes()
    .get(
      '/screens',
      allowScoped('screens:read', 'clerk'),
      input('query', z.object({ id: z.uuid().optional() })),
      docs('All my screens, thinly, or one of them', { schema: fleetView }),
      async (c) => c.json(await viewFleet(c.var.context, c.var.actor, { screenId: c.req.valid('query').id })),
    )
    .get(
      '/turns',
      allowScoped('screens:read', 'clerk'),
      input('query', z.object({ since: isoInstant })),
      docs('Which of them have turned since then', { schema: fleetTurns }),
      async (c) => c.json(await fleetTurnsSince(c.var.context, c.var.actor, c.req.valid('query').since)),
    )
    .post(
      '/commands',
      allowScoped('screens:command', 'clerk'),
      input('json', commandScreensBody),
      docs('Order many screens about: refresh, reload, identify, screenshot, volume', { schema: orderedScreens }),
      async (c) => c.json(await commandScreens(c.var.context, c.var.actor, c.req.valid('json'))),
    )
    .post(
      '/commands/:id/echoes',
      allowScoped('screens:read', 'clerk'),
      input('param', idParam),
      input('json', z.object({ screenIds })),
      docs('Which of these screens have carried a command out', { schema: commandEchoes }),
      async (c) => c.json(await echoesOf(c.var.context, c.var.actor, { commandId: c.req.valid('param').id, ...c.req.valid('json') })),
    )
    .post(
      '/moves',
      allowScoped('screens:write', 'clerk'),
      input('json', moveScreensBody),
      docs('Move screens to another station', { schema: changedScreens }),
      async (c) => c.json(await moveScreens(c.var.context, c.var.actor, c.req.valid('json'))),
    )
    .post(
      '/takeovers',
      allowScoped('takeovers:write', 'clerk'),
      input('json', takeOverScreensBody),
      docs('Safe slate or notice on each of these screens, with an end', { schema: changedScreens }),
      async (c) => c.json(await takeOverScreens(c.var.context, c.var.actor, c.req.valid('json'))),
    )
    .get('/import-template', allowScoped('screens:read', 'clerk'), docs('An empty table of screens (CSV)', { status: 200 }), (c) =>
      c.body(importTemplate, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="screens.csv"; filename*=UTF-8''${encodeURIComponent('屏清单模板.csv')}`,
      }),
    )
    .post(
      '/import',
      allowScoped('screens:write', 'clerk'),
      input('query', importQuery),
      docs('Look at a table of screens (the file as the body), or apply it as a whole', { schema: importOutcome }),
      async (c) => {
        const { fileName, apply } = c.req.valid('query');
        const bytes = new Uint8Array(await c.req.arrayBuffer());
        return c.json(await importScreens(c.var.context, c.var.actor, { bytes, fileName }, { apply: apply === '1' }));
      },
    )
    .get(
      '/groups',
      allowScoped('screens:read', 'clerk'),
      docs('Groups of my regions', { schema: z.object({ groups: z.array(groupForStaff) }) }),
      async (c) => c.json({ groups: await listGroups(c.var.context, c.var.actor) }),
    )
    .post(
      '/groups',
      allowScoped('screens:write', 'clerk'),
      input('json', makeGroupBody),
      docs('Make a group', { schema: z.object({ id: z.string() }), status: 201 }),
      async (c) => c.json(await makeGroup(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .put(
      '/groups/:id',
      allowScoped('screens:write', 'clerk'),
      input('param', idParam),
      input('json', renameGroupBody),
      docs('Rename a group'),
      async (c) => {
        await renameGroup(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json').name);
        return c.body(null, 204);
      },
    )
    .delete(
      '/groups/:id',
      allowScoped('screens:write', 'clerk'),
      input('param', idParam),
      docs('Remove a group; its screens stay'),
      async (c) => {
        await removeGroup(c.var.context, c.var.actor, c.req.valid('param').id);
        return c.body(null, 204);
      },
    )
    .post(
      '/groups/:id/screens',
      allowScoped('screens:write', 'clerk'),
      input('param', idParam),
      input('json', regroup),
      docs('Put screens into a group and take others out', { schema: changedScreens }),
      async (c) => c.json(await regroupScreens(c.var.context, c.var.actor, { groupId: c.req.valid('param').id, ...c.req.valid('json') })),
    )
    .get(
      '/tags',
      allowScoped('screens:read', 'clerk'),
      docs('Tags of my screens', { schema: z.object({ tags: z.array(tagInUse) }) }),
      async (c) => c.json({ tags: await listTags(c.var.context, c.var.actor) }),
    )
    .post(
      '/tags',
      allowScoped('screens:write', 'clerk'),
      input('json', retag),
      docs('Give tags to screens and take others away', { schema: changedScreens }),
      async (c) => c.json(await retagScreens(c.var.context, c.var.actor, c.req.valid('json'))),
    );
