import { z } from 'zod';
import { funnel, funnelQuery, scannedPage } from '../contract/browse.ts';
import { openScannedPage } from '../services/browse/scanned-page.ts';
import { readFunnel } from '../services/links/funnel.ts';
import { linkDomains } from '../services/links/link-base.ts';
import { readLinkDomains, setLinkDomains } from '../services/links/set-link-domains.ts';
import { deskDocs } from './desk-docs.ts';
import { allowScoped, input, open, routes } from './env.ts';
import { visitorOf } from './visitor.ts';

const docs = deskDocs('links');

export const linksRoutes = () =>
  routes()
    .get(
      '/funnel',
      allowScoped('figures:read', 'clerk'),
      input('query', funnelQuery),
      docs('From scans to starts, per station', { schema: funnel }),
      async (c) => c.json(await readFunnel(c.var.context, c.var.actor, c.req.valid('query'))),
    )
    .get(
      '/domains',
      allowScoped('domains:write', 'admin'),
      docs('The domains that codes may point to', { schema: linkDomains }),
      async (c) => c.json(await readLinkDomains(c.var.context)),
    )
    .put('/domains', allowScoped('domains:write', 'admin'), input('json', linkDomains), docs('Point all codes at a domain'), async (c) => {
      await setLinkDomains(c.var.context, c.var.actor, c.req.valid('json'));
      return c.body(null, 204);
    })
    .get(
      '/:code',
      open('whoever scans'),
      input('param', z.object({ code: z.string().max(40) })),
      docs('What a code opens', { schema: scannedPage }),
      async (c) => c.json(await openScannedPage(c.var.context, c.req.valid('param').code, visitorOf(c))),
    );
