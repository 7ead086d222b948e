import { resolver } from 'hono-openapi';
import { type SystemView, systemView } from '../contract/system.ts';
import { deviceSeenAt } from '../services/reach/device-seen.ts';
import { allow, describe, routes } from './env.ts';
import { askProbes, type HealthProbes } from './health.ts';
import { secureUrl } from './secure-url.ts';

export const systemRoutes = (probes: HealthProbes) =>
  routes().get(
    '/',
    allow('clerk', 'host'),
    describe({
      summary: 'Addresses, mode, and what is missing',
      tags: ['health'],
      responses: { 200: { description: 'The installation', content: { 'application/json': { schema: resolver(systemView) } } } },
    }),
    async (c) => {
      const { config, sms } = c.var.context;
      const answer: SystemView = {
        mode: config.mode,
        version: config.version,
        publicUrl: config.http.publicUrl,
        publicUrlDeclared: config.http.publicUrlDeclared,
        secureUrl: secureUrl(config),
        deviceSeenAt: await deviceSeenAt(c.var.context),
        smsAvailable: sms.available,
        dependencies: await askProbes(probes),
      };
      return c.json(answer);
    },
  );
