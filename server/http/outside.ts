import { z } from 'zod';
import { wallView } from '../contract/figures.ts';
import {
  domainProof,
  domainProofForStaff,
  outsideDoor,
  outsideForStaff,
  outsideMade,
  outsideRequest,
  outsideToken,
} from '../contract/outside.ts';
import type { Hub } from '../realtime/hub.ts';
import { topicsOfScreen } from '../realtime/screen-news.ts';
import { watchWall } from '../realtime/wall-news.ts';
import { readManifest } from '../services/boards/read-manifest.ts';
import { regionScope, type Scope, stationScope } from '../services/figures/scope.ts';
import { listDomainProofs, putDomainProof, readDomainProof, removeDomainProof } from '../services/outside/domain-proofs.ts';
import { listOutsideLinks, makeOutsideLink, type OutsideLink, openOutside, revokeOutsideLink } from '../services/outside/outside-links.ts';
import { Refusal } from '../services/refusal.ts';
import { consume } from '../services/seekers/limits.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allowScoped, input, openUnasked, type RouteContext, routes } from './env.ts';
import { openStream } from './event-streams.ts';

const docs = deskDocs('outside');
const whyOpen = 'the address itself is the key; limited by address';
/** A stream ends after so long, and its token is looked at again: an address that was withdrawn is dark by then. */
const askedAgainMs = 60_000;

/** 外部展示: board and data wall on somebody else's screens. */
export const outsideRoutes = ({ hub }: { hub: Hub }) =>
  routes()
    .get(
      '/links',
      allowScoped('outside:write', 'admin'),
      docs('Addresses given to others', { schema: z.array(outsideForStaff) }),
      async (c) => c.json(await listOutsideLinks(c.var.context, c.var.actor)),
    )
    .post(
      '/links',
      allowScoped('outside:write', 'admin'),
      input('json', outsideRequest),
      docs('Give an address to others; it is told once', { schema: outsideMade, status: 201 }),
      async (c) => {
        c.header('Cache-Control', 'no-store');
        return c.json(await makeOutsideLink(c.var.context, c.var.actor, c.req.valid('json')), 201);
      },
    )
    .delete('/links/:id', allowScoped('outside:write', 'admin'), input('param', idParam), docs('Withdraw an address'), async (c) => {
      await revokeOutsideLink(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .get(
      '/proofs',
      allowScoped('domains:write', 'admin'),
      docs('Files that prove a domain', { schema: z.array(domainProofForStaff) }),
      async (c) => c.json(await listDomainProofs(c.var.context)),
    )
    .put(
      '/proofs',
      allowScoped('domains:write', 'admin'),
      input('json', domainProof),
      docs('Serve MP_verify_*.txt at the root'),
      async (c) => {
        await putDomainProof(c.var.context, c.var.actor, c.req.valid('json'));
        return c.body(null, 204);
      },
    )
    .delete(
      '/proofs/:fileName',
      allowScoped('domains:write', 'admin'),
      input('param', z.object({ fileName: z.string().max(60) })),
      docs('Serve it no longer'),
      async (c) => {
        await removeDomainProof(c.var.context, c.var.actor, c.req.valid('param').fileName);
        return c.body(null, 204);
      },
    )
    .get(
      '/at/:token',
      openUnasked(whyOpen),
      input('param', outsideToken),
      docs('What an address opens, and who may frame it', { schema: outsideDoor }),
      async (c) => {
        const { kind, frameOrigins } = await opened(c, c.req.valid('param').token);
        c.header('Cache-Control', 'no-store');
        return c.json({ kind, frameOrigins });
      },
    )
    .get(
      '/at/:token/wall',
      openUnasked(whyOpen),
      input('param', outsideToken),
      docs('The data wall’s numbers', { schema: wallView }),
      async (c) => {
        const { context } = c.var;
        const scope = await scopeOf(c, await opened(c, c.req.valid('param').token, 'wall'));
        c.header('Cache-Control', 'no-store');
        return c.json(await watchWall(context, hub, scope).view);
      },
    )
    .get(
      '/at/:token/wall/events',
      openUnasked(whyOpen),
      input('param', outsideToken),
      docs('The numbers as they change (server-sent events)'),
      async (c) => {
        const scope = await scopeOf(c, await opened(c, c.req.valid('param').token, 'wall'));
        const { topic, view } = watchWall(c.var.context, hub, scope);
        return openStream(c, hub, [topic], { hello: { type: 'wall', data: await view }, mostMs: askedAgainMs });
      },
    )
    .get(
      '/at/:token/board',
      openUnasked(whyOpen),
      input('param', outsideToken),
      docs('The board as it should show; 304 for the ETag that is held'),
      async (c) => {
        const { screenId } = await opened(c, c.req.valid('param').token, 'board');
        const manifest = screenId === null ? undefined : await readManifest(c.var.context, screenId);
        if (manifest === undefined) throw new Refusal('NOT_FOUND');
        const etag = `"${manifest.hash}"`;
        const headers = { etag, 'cache-control': 'no-cache', 'x-server-time': c.var.context.clock.now().toString() };
        if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
        return c.body(manifest.body, 200, { ...headers, 'content-type': 'application/json; charset=utf-8' });
      },
    )
    .get(
      '/at/:token/board/events',
      openUnasked(whyOpen),
      input('param', outsideToken),
      docs('Newer boards, counts and withdrawals (server-sent events)'),
      async (c) => {
        const { context } = c.var;
        const { screenId } = await opened(c, c.req.valid('param').token, 'board');
        if (screenId === null) throw new Refusal('NOT_FOUND');
        const hello = { type: 'tick', data: { type: 'tick', serverTime: context.clock.now().toString() } };
        return openStream(c, hub, await topicsOfScreen(context, screenId), { hello, mostMs: askedAgainMs });
      },
    );

async function opened(c: RouteContext, token: string, kind?: OutsideLink['kind']): Promise<OutsideLink> {
  await consume(c.var.context, { 'outside-address': c.var.clientAddress });
  return openOutside(c.var.context, token, kind);
}

const scopeOf = (c: RouteContext, { stationId, regionCode }: OutsideLink): Promise<Scope> =>
  stationId === null ? regionScope(c.var.context.db, regionCode) : stationScope(c.var.context.db, stationId);

/** At the root of every domain that leads here. */
export const domainProofRoutes = () =>
  routes().get(
    '/:fileName{MP_verify_[A-Za-z0-9]+\\.txt}',
    openUnasked('WeChat’s platform asks for it'),
    docs('A platform’s proof of this domain'),
    async (c) => {
      await consume(c.var.context, { 'outside-address': c.var.clientAddress });
      return c.text(await readDomainProof(c.var.context, c.req.param('fileName')));
    },
  );
