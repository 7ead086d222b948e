import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { demoPairing, demoRole } from '../contract/demo.ts';
import { demoPeople } from '../services/demo/people.ts';
import { tellStory, wallLink } from '../services/demo/story.ts';
import type { DemoTabs } from '../services/demo/tabs.ts';
import { Refusal } from '../services/refusal.ts';
import { adoptScreen } from '../services/screens/adopt-screen.ts';

import { isLoopback } from './client.ts';
import { type Env, input, open, routes } from './env.ts';

const why = 'the demo, on this machine only: nothing in it is real';

/** Hands out roles without passwords, so it answers nobody but this machine, and is mounted with --demo alone. */
const thisMachineOnly = createMiddleware<Env>(async (c, next) => {
  if (!isLoopback(c.var.clientAddress)) throw new Refusal('NOT_ALLOWED');
  await next();
});

export interface DemoParts {
  tabs: DemoTabs;
  lastCode: () => string | undefined;
}

export const demoRoutes = (parts: DemoParts) =>
  routes()
    .use(thisMachineOnly)
    .get('/story', open(why), async (c) => c.json(await tellStory(c.var.context)))
    .post('/tabs', open(why), input('json', z.object({ role: demoRole })), (c) => {
      const person = demoPeople[c.req.valid('json').role];
      return c.json({ token: parts.tabs.open(person.userId), name: person.name }, 201);
    })
    .get('/screens/:id/link', open(why), input('param', z.object({ id: z.uuid() })), async (c) =>
      c.json(await wallLink(c.var.context, c.req.valid('param').id)),
    )
    .post('/screens/:id/pair', open(why), input('param', z.object({ id: z.uuid() })), input('json', demoPairing), async (c) => {
      const { id } = c.req.valid('param');
      await adoptScreen(c.var.context, { kind: 'system', name: 'demo' }, id, c.req.valid('json').publicKey);
      return c.json({ screenId: id }, 201);
    })
    .get('/last-code', open(why), (c) => c.json({ code: parts.lastCode() ?? null }));
