import { isIP } from 'node:net';
import type { Context } from '../context.ts';
import { CallFailure, callGuarded } from '../guarded-call.ts';
import { isPublicAddress } from '../public-address.ts';

/** Who answers at a domain: this installation, somebody else, or nobody. */
type AtDomain = 'here' | 'elsewhere' | 'nobody';

/** An operator waits for it with the dialog open. */
const timeoutMs = 5_000;
const mostBytes = 4_096;
/** From http to https, and once more for whoever sends `/` after it. */
const mostRedirects = 2;

/** Told to whoever asks: worth nothing to anybody but this installation, which can tell that it said so itself. */
export const domainProof = ({ vault }: Pick<Context, 'vault'>, nonce: string): string => vault.fingerprint(`link-domain:${nonce}`);

/** Asks through the domain itself, as a phone would, for what this installation alone can say. */
export async function askDomain(ctx: Pick<Context, 'config' | 'vault' | 'random'>, domain: string): Promise<AtDomain> {
  const nonce = Buffer.from(ctx.random.bytes(16)).toString('hex');
  const name = new URL(domain).hostname;
  let url = new URL(`/api/links/proof/${nonce}`, domain);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    try {
      const allowPrivate = ctx.config.alertsPrivate || isPrivateHere(ctx.config.http.publicUrl);
      const { status, text, location } = await callGuarded({ url: url.href, method: 'GET', timeoutMs, mostBytes }, { allowPrivate });
      if (status === 200) return text.trim() === domainProof(ctx, nonce) ? 'here' : 'elsewhere';
      const next = status >= 300 && status < 400 && location !== undefined ? URL.parse(location, url) : null;
      if (next === null || next.hostname !== name || !/^https?:$/.test(next.protocol)) return 'elsewhere';
      url = next;
    } catch (error) {
      if (error instanceof CallFailure) return 'nobody';
      throw error;
    }
  }
  return 'elsewhere';
}

/** An installation whose own address lies in its own network has its domains there, too. */
function isPrivateHere(publicUrl: string): boolean {
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || (isIP(host) !== 0 && !isPublicAddress(host));
}
