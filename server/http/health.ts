import { resolver } from 'hono-openapi';
import { z } from 'zod';
import { describe, openUnasked, routes } from './env.ts';

export interface Probe {
  state: 'ready' | 'starting' | 'missing' | 'failed';
  detail?: string;
}
/** Asked at each request; a probe that throws counts as failed. */
export type HealthProbes = Record<string, () => Promise<Probe> | Probe>;

const health = z.object({
  status: z.enum(['ok', 'degraded']),
  mode: z.enum(['embedded', 'standard']),
  version: z.string(),
  time: z.iso.datetime(),
  dependencies: z.record(
    z.string(),
    z.object({ state: z.enum(['ready', 'starting', 'missing', 'failed']), detail: z.string().optional() }),
  ),
});

/** Dependencies without which nothing works: their failure makes the answer a 503, for load balancers. */
const vital = new Set(['database', 'queue', 'bus']);

export const healthRoutes = (probes: HealthProbes) =>
  routes().get(
    '/',
    openUnasked('load balancers and installers ask before anybody can sign in'),
    describe({
      summary: 'Mode, version and the state of each dependency',
      tags: ['health'],
      responses: {
        200: { description: 'Fit to serve', content: { 'application/json': { schema: resolver(health) } } },
        503: { description: 'A vital dependency has failed' },
      },
    }),
    async (c) => {
      const { config, clock } = c.var.context;
      const dependencies = await askProbes(probes);
      const entries = Object.entries(dependencies);
      const failed = entries.some(([name, probe]) => vital.has(name) && probe.state === 'failed');
      const unwell = entries.some(([, probe]) => probe.state !== 'ready');
      return c.json(
        {
          status: unwell ? 'degraded' : 'ok',
          mode: config.mode,
          version: config.version,
          time: clock.now().toString(),
          dependencies,
        } as const,
        failed ? 503 : 200,
      );
    },
  );

export async function askProbes(probes: HealthProbes): Promise<Record<string, Probe>> {
  return Object.fromEntries(await Promise.all(Object.entries(probes).map(async ([name, ask]) => [name, await attempt(ask)] as const)));
}

async function attempt(ask: () => Promise<Probe> | Probe): Promise<Probe> {
  try {
    return await ask();
  } catch (error) {
    return { state: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
}
