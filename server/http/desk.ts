import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { reachOf } from '../domain/access/actor.ts';
import { deskTopic, everyDesk } from '../realtime/desk-news.ts';
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
      const reaches = (['clerk', 'host', 'employer'] as const).map((role) => reachOf(c.var.actor, role));
      const topics = reaches.includes(null) ? [everyDesk] : reaches.flatMap((reach) => reach ?? []).map(deskTopic);
      hub.subscribe(c.env.outgoing, [...new Set(topics)]);
      return RESPONSE_ALREADY_SENT;
    },
  );
