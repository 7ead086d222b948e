import { eq } from 'drizzle-orm';
import { user } from '../../db/schema/auth.ts';
import type { Context } from '../context.ts';
import { sameText } from '../same-text.ts';
import type { Vault } from '../vault.ts';

/**
 * The command line goes through the running server, in the name of a member of staff. Whoever can read the installation's own keys may do
 * so: the pass is a MAC over that name, good for a minute. What is done with it is audited as theirs.
 */
const livesMs = 60_000;

export function makeCliPass(vault: Pick<Vault, 'fingerprint'>, username: string, nowMs: number): string {
  return `cli.${Buffer.from(username).toString('base64url')}.${nowMs}.${vault.fingerprint(words(username, nowMs))}`;
}

/** The account that the pass speaks for; undefined where it is none, too old, or nobody's. */
export async function userOfCliPass(ctx: Pick<Context, 'db' | 'clock' | 'vault'>, pass: string): Promise<string | undefined> {
  const [scheme, name = '', madeAt = '', mac = ''] = pass.split('.');
  if (scheme !== 'cli') return undefined;
  const username = Buffer.from(name, 'base64url').toString();
  const age = ctx.clock.now().epochMilliseconds - Number(madeAt);
  if (!(Math.abs(age) <= livesMs) || !sameText(ctx.vault.fingerprint(words(username, Number(madeAt))), mac)) return undefined;
  const [account] = await ctx.db.select({ id: user.id }).from(user).where(eq(user.username, username));
  return account?.id;
}

const words = (username: string, nowMs: number) => `command line of ${username} at ${nowMs}`;
