import { z } from 'zod';
import { addMembers as addMembersBody, membersAdded, teamChange, teamForStaff, teamInput, teamMember } from '../contract/teams.ts';
import { changeTeam, makeTeam, removeTeam, revealLeader } from '../services/teams/change-teams.ts';
import { addMembers, listMembers, removeMember } from '../services/teams/members.ts';
import { listTeams } from '../services/teams/teams-on-glass.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, allowScoped, input, routes } from './env.ts';

const docs = deskDocs('teams');

/** 零工部落 */
export const teamsRoutes = () =>
  routes()
    .get('/', allowScoped('teams:read', 'clerk'), docs('Teams of my regions', { schema: z.array(teamForStaff) }), async (c) =>
      c.json(await listTeams(c.var.context, c.var.actor)),
    )
    .post(
      '/',
      allowScoped('teams:write', 'clerk'),
      input('json', teamInput),
      docs('Make a team', { schema: z.object({ id: z.string() }), status: 201 }),
      async (c) => c.json(await makeTeam(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .put(
      '/:id',
      allowScoped('teams:write', 'clerk'),
      input('param', idParam),
      input('json', teamChange),
      docs('Change a team'),
      async (c) => {
        await changeTeam(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
        return c.body(null, 204);
      },
    )
    .delete(
      '/:id',
      allowScoped('teams:write', 'clerk'),
      input('param', idParam),
      docs('Remove a team and its members’ phones'),
      async (c) => {
        await removeTeam(c.var.context, c.var.actor, c.req.valid('param').id);
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/leader-phone',
      allow('clerk'),
      input('param', idParam),
      docs('The leader’s phone number; the view is audited', { schema: z.object({ phone: z.string().nullable() }) }),
      async (c) => {
        c.header('Cache-Control', 'no-store');
        return c.json(await revealLeader(c.var.context, c.var.actor, c.req.valid('param').id));
      },
    )
    .get(
      '/:id/members',
      allowScoped('teams:read', 'clerk'),
      input('param', idParam),
      docs('Members, masked', { schema: z.array(teamMember) }),
      async (c) => c.json(await listMembers(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .post(
      '/:id/members',
      allowScoped('teams:write', 'clerk'),
      input('param', idParam),
      input('json', addMembersBody),
      docs('Enter members by their phones', { schema: membersAdded }),
      async (c) => c.json(await addMembers(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json').phones)),
    )
    .delete(
      '/:id/members/:memberId',
      allowScoped('teams:write', 'clerk'),
      input('param', idParam.extend({ memberId: z.uuid() })),
      docs('Take a member out'),
      async (c) => {
        const { id, memberId } = c.req.valid('param');
        await removeMember(c.var.context, c.var.actor, id, memberId);
        return c.body(null, 204);
      },
    );
