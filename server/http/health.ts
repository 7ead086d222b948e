import { resolver } from 'hono-openapi';
import { z } from 'zod';
import { describe, openUnasked, routes } from './env.ts';

export interface Probe {
  state: 'ready' | 'starting' | 'missing' | 'failed';
  detail?: string;
  /** Jobs of a queue, for staff to read in their own language. */
  counts?: { waiting: number; active: number; failed: number };
}
/** Asked at each request; a probe that throws counts as failed. */
export type HealthProbes = Record<string, () => Promise<Probe> | Probe>;

const health = z.object({
  status: z.enum(['ok', 'degraded']),
  mode: z.enum(['embedded', 'standard']),
  version: z.string(),
  time: z.iso.datetime(),
  dependencies: z.record(z.string(), z.object({ state: z.enum(['ready', 'starting', 'missing', 'failed']) })),
});

/** Dependencies without which nothing works: their failure makes the answer a 503, for load balancers. */
const vital = new Set(['database', 'queue', 'bus']);

/**
 * States only: why one is not ready (an address, a version, a driver's own words) is for the log and for staff (/api/system), not for whoever asks.
 */
export function healthRoutes(probes: HealthProbes) {
  const known = new Map<string, Probe['state']>();
  return routes().get(
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
      const { config, clock, log } = c.var.context;
      const entries = Object.entries(await askProbes(probes));
      for (const [dependency, { state, detail }] of entries) {
        // Balancers ask every few seconds: said once, when it changes.
        if ((known.get(dependency) ?? 'ready') !== state) log.warn({ dependency, state, detail }, 'a dependency has changed');
        known.set(dependency, state);
      }
      const failed = entries.some(([name, probe]) => vital.has(name) && probe.state === 'failed');
      const unwell = entries.some(([, probe]) => probe.state !== 'ready');
      return c.json(
        {
          status: unwell ? 'degraded' : 'ok',
          mode: config.mode,
          version: config.version,
          time: clock.now().toString(),
          dependencies: Object.fromEntries(entries.map(([name, { state }]) => [name, { state }])),
        } as const,
        failed ? 503 : 200,
      );
    },
  );
}

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
