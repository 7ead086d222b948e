import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context as HonoContext, type MiddlewareHandler, type ValidationTargets } from 'hono';
import { createMiddleware } from 'hono/factory';
import { describeRoute, uniqueSymbol, validator } from 'hono-openapi';
import type { z } from 'zod';
import type { Locale } from '../contract/problems.ts';
import { type Actor, actingFor, holds, type Role, staffRoles, type TokenActor } from '../domain/access/actor.ts';
import type { TokenScope } from '../domain/access/scopes.ts';
import type { Context } from '../services/context.ts';
import { Refusal } from '../services/refusal.ts';
import { consume } from '../services/seekers/limits.ts';

/** How one request is told who asks: each source looks at the request and answers, or not. */
export interface Identify {
  staff(request: Request): Promise<Actor | undefined>;
  seeker(request: Request): Promise<Actor | undefined>;
  screen(request: Request): Promise<Actor | undefined>;
  /** A program's bearer token. */
  token(request: Request): Promise<TokenActor | undefined>;
  /** @throws Refusal when the guest is known, and may no longer be here */
  guest(request: Request): Promise<Actor | undefined>;
}

export interface Env {
  Bindings: HttpBindings;
  Variables: {
    context: Context;
    identify: Identify;
    /** Set by `allow` or `open`. */
    actor: Actor;
    locale: Locale;
    requestId: string;
    /** The client's address (with IPv6 its /64, as ::/64), through declared proxies only: whom limits count. */
    clientAddress: string;
  };
}

export type RouteContext = HonoContext<Env>;

export const routes = () => new Hono<Env>();

/** Marks the middleware that decides who may use a route; a test walks all routes and asks for it. */
export const accessMark = Symbol('access');
type AccessMiddleware = MiddlewareHandler<Env> & { [accessMark]: string };

const mark = (middleware: MiddlewareHandler<Env>, rule: string): AccessMiddleware => Object.assign(middleware, { [accessMark]: rule });

/** The route is for these roles; which region they hold it for is the service's question. */
export function allow(...roles: Role[]): AccessMiddleware {
  const middleware = createMiddleware<Env>(async (c, next) => {
    let known = false;
    for (const source of sourcesOf(roles)) {
      const actor = await c.var.identify[source](c.req.raw);
      if (!actor) continue;
      known = true;
      if (!roles.some((role) => holds(actor, role))) continue;
      c.set('actor', actor);
      return next();
    }
    throw new Refusal(known ? 'NOT_ALLOWED' : 'NOT_SIGNED_IN');
  });
  return mark(middleware, roles.join(' '));
}

/**
 * As `allow`, and for programs, too, whose token has the scope: `Authorization: Bearer gbt_…`. A route that names no scope is closed to
 * every token. @throws Refusal TOKEN_UNKNOWN, TOKEN_SCOPE_MISSING, TOO_MANY_REQUESTS
 */
export function allowScoped(scope: TokenScope, ...roles: Role[]): AccessMiddleware {
  const forPeople = allow(...roles);
  const middleware = createMiddleware<Env>(async (c, next) => {
    if (!isTokenRequest(c.req.raw)) return forPeople(c, next);
    const actor = await c.var.identify.token(c.req.raw);
    if (actor === undefined) {
      await consume(c.var.context, { 'token-guess-address': c.var.clientAddress });
      throw new Refusal('TOKEN_UNKNOWN');
    }
    await consume(c.var.context, { 'token-requests': actor.tokenId });
    if (!actor.scopes.includes(scope)) throw new Refusal('TOKEN_SCOPE_MISSING', { scope });
    c.set('actor', actingFor(actor, scope));
    return next();
  });
  const inDocument = {
    // Said in words, too: readers of the document show the scopes of OAuth alone.
    [uniqueSymbol]: { spec: { description: `Token scope: \`${scope}\``, security: [{ session: [] }, { token: [scope] }] } },
  };
  return Object.assign(mark(middleware, `${roles.join(' ')} token:${scope}`), inDocument);
}

/** By its beginning: the other bearers are the command line's and the demo's. */
const isTokenRequest = (request: Request): boolean => /^Bearer gbt_/.test(request.headers.get('authorization') ?? '');

/** The route is for everybody, and does the same for all: nobody is looked up, whatever cookies come along. */
export function openUnasked(why: string): AccessMiddleware {
  const middleware = createMiddleware<Env>(async (c, next) => {
    c.set('actor', { kind: 'anyone' });
    return next();
  });
  return mark(middleware, `open: ${why}`);
}

/** The route is for everybody; a seeker who is signed in is known by it. `why` is for the reader and the test. */
export function open(why: string): AccessMiddleware {
  const middleware = createMiddleware<Env>(async (c, next) => {
    c.set('actor', (await c.var.identify.seeker(c.req.raw)) ?? { kind: 'anyone' });
    return next();
  });
  return mark(middleware, `open: ${why}`);
}

function sourcesOf(roles: Role[]): (keyof Identify)[] {
  const sources = new Set<keyof Identify>();
  for (const role of roles) {
    if ((staffRoles as readonly Role[]).includes(role)) sources.add('staff');
    else if (role === 'seeker' || role === 'screen' || role === 'guest') sources.add(role);
  }
  return [...sources];
}

/** Parses one part of the request by a contract schema, and puts the schema into the OpenAPI document. */
export const input = <Target extends keyof ValidationTargets, Schema extends z.ZodType>(target: Target, schema: Schema) =>
  validator(target, schema, (result) => {
    if (result.success) return;
    const [issue] = result.error;
    const field = (issue?.path ?? []).map((part) => (typeof part === 'object' ? String(part.key) : String(part))).join('.');
    throw new Refusal('BAD_INPUT', { field: field || target, why: issue?.message ?? '' });
  });

export const describe = describeRoute;
