import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Actor, reachOf } from '../domain/access/actor.ts';
import { deskTopic, employerTopic, everyDesk } from '../realtime/desk-news.ts';
import type { Hub } from '../realtime/hub.ts';
import { deskDocs } from './desk-docs.ts';
import { allow, routes } from './env.ts';

const docs = deskDocs('desk');

export const deskRoutes = ({ hub }: { hub: Hub }) =>
  routes().get(
    '/events',
    allow('admin', 'approver', 'clerk', 'host', 'employer'),
    docs('What changes at the desk (server-sent events)'),
    (c) => {
      hub.subscribe(c.env.outgoing, topicsOf(c.var.actor));
      return RESPONSE_ALREADY_SENT;
    },
  );

/** Staff hear of their regions; an employer, whose grant names no region, of their own postings alone. */
function topicsOf(actor: Actor): string[] {
  const reaches = (['clerk', 'host'] as const).map((role) => reachOf(actor, role));
  const regions = reaches.includes(null) ? [everyDesk] : reaches.flatMap((reach) => reach ?? []).map(deskTopic);
  const employers = actor.kind === 'staff' ? actor.grants.flatMap((grant) => grant.employerId ?? []) : [];
  return [...new Set([...regions, ...employers.map(employerTopic)])];
}
