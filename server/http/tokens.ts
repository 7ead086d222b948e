import { z } from 'zod';
import { madeToken, makeToken as makeTokenBody, tokenForStaff } from '../contract/tokens.ts';
import { listTokens, makeToken, revokeToken } from '../services/tokens/tokens.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';

const docs = deskDocs('tokens');

/** 接口令牌: no token makes another, so these routes name no scope. */
export const tokensRoutes = () =>
  routes()
    .get('/', allow('admin'), docs('Tokens of my regions', { schema: z.object({ tokens: z.array(tokenForStaff) }) }), async (c) =>
      c.json({ tokens: await listTokens(c.var.context, c.var.actor) }),
    )
    .post(
      '/',
      allow('admin'),
      input('json', makeTokenBody),
      docs('Make a token; it is shown once', { schema: madeToken, status: 201 }),
      async (c) => {
        c.header('Cache-Control', 'no-store');
        return c.json(await makeToken(c.var.context, c.var.actor, c.req.valid('json')), 201);
      },
    )
    .post('/:id/revoke', allow('admin'), input('param', idParam), docs('End a token at once'), async (c) => {
      await revokeToken(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    });
