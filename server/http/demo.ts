import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { demoPaired, demoPairing, demoRole } from '../contract/demo.ts';
import { demoPeople } from '../services/demo/people.ts';
import { tellStory, wallLink } from '../services/demo/story.ts';
import type { DemoTabs } from '../services/demo/tabs.ts';
import { Refusal } from '../services/refusal.ts';
import { adoptScreen } from '../services/screens/adopt-screen.ts';

import { isLoopback } from './client.ts';
import { deskDocs } from './desk-docs.ts';
import { type Env, input, open, routes } from './env.ts';

const docs = deskDocs('demo');
const why = 'the demo, on this machine only: nothing in it is real';

/**
 * Hands out roles without passwords, so it answers nobody but this machine, and is mounted with --demo alone. A tunnel or proxy on this
 * machine has a loopback address too, and so has a page whose name was rebound to 127.0.0.1: what came through somebody else, or asks for
 * another name than this machine's own, is refused.
 */
const thisMachineOnly = createMiddleware<Env>(async (c, next) => {
  const relayed = relayHeaders.some((name) => c.req.header(name) !== undefined);
  const host = c.req.header('x-forwarded-host') ?? c.req.header('host') ?? '';
  if (!isLoopback(c.var.clientAddress) || relayed || !isOwnName(host)) throw new Refusal('NOT_ALLOWED');
  await next();
});

const relayHeaders = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via', 'cf-connecting-ip'];

function isOwnName(host: string): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

export interface DemoParts {
  tabs: DemoTabs;
  lastCode: () => string | undefined;
}

export const demoRoutes = (parts: DemoParts) =>
  routes()
    .use(thisMachineOnly)
    .get('/story', open(why), docs('What the demo shows now', { status: 200 }), async (c) => c.json(await tellStory(c.var.context)))
    .post(
      '/tabs',
      open(why),
      input('json', z.object({ role: demoRole })),
      docs('Sign this tab in as one of the demo’s people', { schema: z.object({ token: z.string(), name: z.string() }), status: 201 }),
      (c) => {
        const person = demoPeople[c.req.valid('json').role];
        return c.json({ token: parts.tabs.open(person.userId), name: person.name }, 201);
      },
    )
    .get(
      '/screens/:id/link',
      open(why),
      input('param', z.object({ id: z.uuid() })),
      docs('What the code on a demo wall opens', { status: 200 }),
      async (c) => c.json(await wallLink(c.var.context, c.req.valid('param').id)),
    )
    .post(
      '/screens/:id/pair',
      open(why),
      input('param', z.object({ id: z.uuid() })),
      input('json', demoPairing),
      docs('Let this browser be that demo wall', { schema: demoPaired, status: 201 }),
      async (c) => {
        const { id } = c.req.valid('param');
        const { adoption } = await adoptScreen(c.var.context, { kind: 'system', name: 'demo' }, id, c.req.valid('json').publicKey);
        return c.json({ screenId: id, adoption }, 201);
      },
    )
    .get(
      '/last-code',
      open(why),
      docs('The one-time code that was texted last', { schema: z.object({ code: z.string().nullable() }) }),
      (c) => c.json({ code: parts.lastCode() ?? null }),
    );
