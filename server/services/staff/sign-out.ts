import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import type { StaffAuth } from './auth.ts';

/** better-auth ends the session; what was opened by it ends with it. */
export async function signOut(ctx: Context, auth: StaffAuth, request: Request): Promise<Response> {
  const session = await auth.api.getSession({ headers: request.headers });
  const answer = await auth.handler(request);
  const userId = session?.user.id;
  if (answer.ok && userId !== undefined) await ctx.db.transaction((tx) => announce(tx, ctx, { type: 'staff.changed', userId }));
  return answer;
}
