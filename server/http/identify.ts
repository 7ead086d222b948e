import type { Actor } from '../domain/access/actor.ts';
import type { Context } from '../services/context.ts';
import type { DemoTabs } from '../services/demo/tabs.ts';
import { guestOfCookie } from '../services/guests/guest-cookie.ts';
import { screenOfSession } from '../services/screens/screen-session.ts';
import { resolveSeeker } from '../services/seekers/session.ts';
import type { StaffAuth } from '../services/staff/auth.ts';
import { userOfCliPass } from '../services/staff/cli-pass.ts';
import { resolveStaff } from '../services/staff/resolve-staff.ts';
import { actorOfToken } from '../services/tokens/actor-of-token.ts';
import type { Identify } from './env.ts';
import { guestCookieName } from './guest-cookie.ts';
import { screenTokenOf } from './screen-cookie.ts';

/** Tells each kind of actor by what it carries: staff and seekers and screens by their cookies, demo tabs and the command line by
 * their token. */
export function identifier(parts: { context: Context; auth: StaffAuth; demoTabs: DemoTabs | undefined }): Identify {
  const { context, auth, demoTabs } = parts;
  return {
    async staff(request) {
      const bearer = bearerOf(request);
      const known = demoTabs?.userOf(bearer ?? inAddress(request)) ?? (bearer && (await userOfCliPass(context, bearer)));
      if (known) return await resolveStaff(context, known);
      const session = await auth.api.getSession({ headers: request.headers });
      return session ? await resolveStaff(context, session.user.id) : undefined;
    },
    seeker: async (request): Promise<Actor | undefined> =>
      await withCookie(request, 'gangbo_seeker', (value) => resolveSeeker(context, value)),
    async screen(request) {
      const token = screenTokenOf(request);
      return token === undefined ? undefined : await screenOfSession(context, token);
    },
    async token(request) {
      const bearer = bearerOf(request);
      return bearer === undefined ? undefined : await actorOfToken(context, bearer);
    },
    guest: async (request): Promise<Actor | undefined> =>
      await withCookie(request, guestCookieName, (value) => guestOfCookie(context, value)),
  };
}

async function withCookie<T>(request: Request, name: string, use: (value: string) => Promise<T | undefined>): Promise<T | undefined> {
  const found = new RegExp(`(?:^|;\\s*)${name}=([^;]+)`).exec(request.headers.get('cookie') ?? '')?.[1];
  return found === undefined ? undefined : await use(found);
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer ([\w.-]+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
}

/** A demo tab's token stands in the address where a plain <a> or <img> asks. Nothing else is believed there: addresses end up in logs. */
const inAddress = (request: Request): string => new URL(request.url).searchParams.get('demo') ?? '';
