import type { LinkDomainCheck } from '../../contract/links.ts';
import type { Context } from '../context.ts';
import { CallFailure, callGuarded } from '../guarded-call.ts';
import { leadsInside } from './leads-inside.ts';

/** An operator waits for it with the dialog open. */
const timeoutMs = 5_000;
const mostBytes = 4_096;
/** From http to https, and once more for whoever sends `/` after it. */
const mostRedirects = 2;

/** Told to whoever asks: worth nothing to anybody but this installation, which can tell that it said so itself. */
export const domainProof = ({ vault }: Pick<Context, 'vault'>, nonce: string): string => vault.fingerprint(`link-domain:${nonce}`);

/** Asks through the domain itself, as a phone would, for what this installation alone can say. */
export async function askDomain(ctx: Pick<Context, 'config' | 'vault' | 'random'>, domain: string): Promise<LinkDomainCheck['at']> {
  const nonce = Buffer.from(ctx.random.bytes(16)).toString('hex');
  const name = new URL(domain).hostname;
  let url = new URL(`/api/links/proof/${nonce}`, domain);
  const allowPrivate = ctx.config.alertsPrivate || (await leadsInside(ctx.config.http.publicUrl));
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    try {
      const { status, text, location } = await callGuarded({ url: url.href, method: 'GET', timeoutMs, mostBytes }, { allowPrivate });
      if (status === 200) return text.trim() === domainProof(ctx, nonce) ? 'here' : 'elsewhere';
      const next = status >= 300 && status < 400 && location !== undefined ? URL.parse(location, url) : null;
      if (next === null || next.hostname !== name || !/^https?:$/.test(next.protocol)) return 'elsewhere';
      url = next;
    } catch (error) {
      if (error instanceof CallFailure) return error.reason === 'private-address' ? 'private-address' : 'nobody';
      throw error;
    }
  }
  return 'elsewhere';
}
