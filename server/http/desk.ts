import { type Actor, reachOf } from '../domain/access/actor.ts';
import { deskTopic, employerTopic, everyDesk, staffTopic } from '../realtime/desk-news.ts';
import type { Hub } from '../realtime/hub.ts';
import { deskDocs } from './desk-docs.ts';
import { allow, routes } from './env.ts';
import { openStream } from './event-streams.ts';

const docs = deskDocs('desk');

/** Grants that change and signing out end a stream at once; a session that runs out, with this. */
const streamLivesMs = 6 * 3_600_000;

export const deskRoutes = ({ hub }: { hub: Hub }) =>
  routes().get(
    '/events',
    allow('admin', 'approver', 'clerk', 'host', 'employer'),
    docs('What changes at the desk (server-sent events)'),
    (c) => openStream(c, hub, topicsOf(c.var.actor), { mostMs: streamLivesMs }),
  );

/** Staff hear of their regions; an employer, whose grant names no region, of their own postings alone. */
function topicsOf(actor: Actor): string[] {
  const reaches = (['clerk', 'host'] as const).map((role) => reachOf(actor, role));
  const regions = reaches.includes(null) ? [everyDesk] : reaches.flatMap((reach) => reach ?? []).map(deskTopic);
  if (actor.kind !== 'staff') return regions;
  const employers = actor.grants.flatMap((grant) => grant.employerId ?? []);
  return [...new Set([...regions, ...employers.map(employerTopic), staffTopic(actor.userId)])];
}
