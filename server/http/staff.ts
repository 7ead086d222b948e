import { resolver } from 'hono-openapi';
import { z } from 'zod';
import { acceptInvitation, invitation, inviteStaff, me } from '../contract/staff.ts';
import { holds, roles } from '../domain/access/actor.ts';
import type { StaffAuth } from '../services/staff/auth.ts';
import * as invitations from '../services/staff/invitations.ts';
import { listStaff, revokeGrant } from '../services/staff/members.ts';
import { signOut } from '../services/staff/sign-out.ts';
import { allow, describe, input, openUnasked, routes } from './env.ts';
import { secureUrl } from './secure-url.ts';

const json = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema: resolver(schema) } },
});

/** Of better-auth's own routes: it has many more, which would tell strangers which names are taken, or change accounts without a word in the audit. */
const signInActions = new Set(['POST sign-in/username', 'POST sign-out', 'GET get-session']);

/** Sign in, sign out, session. Accounts come from invitations. */
export const signInRoutes = (auth: StaffAuth) =>
  routes().on(
    ['GET', 'POST'],
    '/:action{.+}',
    openUnasked('signing in comes before being signed in; rate limited there'),
    describe({
      summary: 'Sign in and out with name and password (POST sign-in/username, POST sign-out, GET get-session)',
      tags: ['staff'],
      responses: { 200: { description: 'As better-auth answers; the session is a cookie' } },
    }),
    async (c) => {
      const action = c.req.param('action') ?? '';
      if (!signInActions.has(`${c.req.method} ${action}`)) return c.notFound();
      return action === 'sign-out' ? await signOut(c.var.context, auth, c.req.raw) : await auth.handler(c.req.raw);
    },
  );

export const staffRoutes = (auth: StaffAuth) =>
  routes()
    .get(
      '/me',
      allow('admin', 'approver', 'clerk', 'host', 'employer'),
      describe({ summary: 'Who is signed in', tags: ['staff'], responses: { 200: json('The signed-in person', me) } }),
      (c) => {
        const { actor } = c.var;
        if (actor.kind !== 'staff') throw new TypeError('allow() lets only staff in here');
        return c.json({
          userId: actor.userId,
          name: actor.name,
          roles: roles.filter((role) => holds(actor, role)),
          grants: actor.grants,
        });
      },
    )
    .post(
      '/accept-invitation',
      openUnasked('who opens the link has no account yet; the token is the proof'),
      input('json', acceptInvitation),
      describe({
        summary: 'Create the account that a set-up or invitation link promises',
        tags: ['staff'],
        responses: { 201: { description: 'Created' } },
      }),
      async (c) => c.json(await invitations.acceptInvitation(c.var.context, auth, c.req.valid('json')), 201),
    )
    .post(
      '/invitations',
      allow('admin'),
      input('json', inviteStaff),
      describe({
        summary: 'Invite a colleague; the link is shown once',
        tags: ['staff'],
        responses: { 201: json('The link', invitation) },
      }),
      async (c) => {
        const { token, expiresAt } = await invitations.inviteStaff(c.var.context, c.var.actor, c.req.valid('json'));
        return c.json({ url: `${secureUrl(c.var.context.config)}/studio/join?token=${token}`, expiresAt: expiresAt.toString() }, 201);
      },
    )
    .get(
      '/',
      allow('admin'),
      describe({ summary: 'Accounts and what they may do', tags: ['staff'], responses: { 200: { description: 'Staff' } } }),
      async (c) => c.json(await listStaff(c.var.context, c.var.actor)),
    )
    .delete(
      '/grants/:id',
      allow('admin'),
      input('param', z.object({ id: z.string() })),
      describe({ summary: 'Take a grant back, at once', tags: ['staff'], responses: { 204: { description: 'Revoked' } } }),
      async (c) => {
        await revokeGrant(c.var.context, c.var.actor, c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
