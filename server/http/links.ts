import { z } from 'zod';
import { funnel, funnelQuery, scannedPage } from '../contract/browse.ts';
import { linkDomainCheck, linkDomainQuery, linkDomains, setLinkDomains as setLinkDomainsBody } from '../contract/links.ts';
import { openScannedPage } from '../services/browse/scanned-page.ts';
import { domainProof } from '../services/links/ask-domain.ts';
import { readFunnel } from '../services/links/funnel.ts';
import { readLinkDomains } from '../services/links/link-base.ts';
import { checkLinkDomain, setLinkDomains } from '../services/links/set-link-domains.ts';
import { consume } from '../services/seekers/limits.ts';
import { deskDocs } from './desk-docs.ts';
import { allowScoped, input, open, openUnasked, routes } from './env.ts';
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
      async (c) => c.json(await readLinkDomains(c.var.context.db, c.var.context)),
    )
    .get(
      '/domains/check',
      allowScoped('domains:write', 'admin'),
      input('query', linkDomainQuery),
      docs('Who answers at a domain, and which glass its codes would not fit', { schema: linkDomainCheck }),
      async (c) => c.json(await checkLinkDomain(c.var.context, c.var.actor, c.req.valid('query').domain)),
    )
    .put(
      '/domains',
      allowScoped('domains:write', 'admin'),
      input('json', setLinkDomainsBody),
      docs('Point all codes at a domain at which this installation answers, or at any with `anyway`'),
      async (c) => {
        await setLinkDomains(c.var.context, c.var.actor, c.req.valid('json'));
        return c.body(null, 204);
      },
    )
    .get(
      '/proof/:nonce',
      openUnasked('this installation asks itself through a domain'),
      input('param', z.object({ nonce: z.string().regex(/^[\da-f]{32}$/) })),
      docs('What this installation alone can say of a nonce'),
      async (c) => {
        await consume(c.var.context, { 'outside-address': c.var.clientAddress });
        c.header('Cache-Control', 'no-store');
        return c.text(domainProof(c.var.context, c.req.valid('param').nonce));
      },
    )
    .get(
      '/:code',
      open('whoever scans'),
      input('param', z.object({ code: z.string().max(40) })),
      docs('What a code opens', { schema: scannedPage }),
      async (c) => c.json(await openScannedPage(c.var.context, c.req.valid('param').code, visitorOf(c))),
    );
