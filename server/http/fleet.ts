import { z } from 'zod';
import {
  changedScreens,
  groupForStaff,
  makeGroup as makeGroupBody,
  regroup,
  renameGroup as renameGroupBody,
  retag,
  tagInUse,
} from '../contract/fleet.ts';
import { listGroups, makeGroup, removeGroup, renameGroup } from '../services/fleet/groups.ts';
import { regroupScreens } from '../services/fleet/regroup-screens.ts';
import { listTags, retagScreens } from '../services/fleet/tags.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('fleet');

/** Many screens at once: groups, tags and what is ordered of hundreds. */
export const fleetRoutes = () =>
  routes()
    .get('/groups', allow('clerk'), docs('Groups of my regions', { schema: z.object({ groups: z.array(groupForStaff) }) }), async (c) =>
      c.json({ groups: await listGroups(c.var.context, c.var.actor) }),
    )
    .post(
      '/groups',
      allow('clerk'),
      input('json', makeGroupBody),
      docs('Make a group', { schema: z.object({ id: z.string() }), status: 201 }),
      async (c) => c.json(await makeGroup(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .put('/groups/:id', allow('clerk'), input('param', idParam), input('json', renameGroupBody), docs('Rename a group'), async (c) => {
      await renameGroup(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json').name);
      return c.body(null, 204);
    })
    .delete('/groups/:id', allow('clerk'), input('param', idParam), docs('Remove a group; its screens stay'), async (c) => {
      await removeGroup(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .post(
      '/groups/:id/screens',
      allow('clerk'),
      input('param', idParam),
      input('json', regroup),
      docs('Put screens into a group and take others out', { schema: changedScreens }),
      async (c) => c.json(await regroupScreens(c.var.context, c.var.actor, { groupId: c.req.valid('param').id, ...c.req.valid('json') })),
    )
    .get('/tags', allow('clerk'), docs('Tags of my screens', { schema: z.object({ tags: z.array(tagInUse) }) }), async (c) =>
      c.json({ tags: await listTags(c.var.context, c.var.actor) }),
    )
    .post(
      '/tags',
      allow('clerk'),
      input('json', retag),
      docs('Give tags to screens and take others away', { schema: changedScreens }),
      async (c) => c.json(await retagScreens(c.var.context, c.var.actor, c.req.valid('json'))),
    );
