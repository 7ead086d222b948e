import { lookup } from 'node:dns/promises';
import { isPublicAddress } from '../public-address.ts';

/** The addresses behind a name; one that is an address leads to itself. */
type Resolve = (host: string, options: { all: true }) => Promise<{ address: string }[]>;

/**
 * Whether an address that people open leads into this network, by number or by a name of the intranet: an installation that is opened there has its domains
 * there, too. A name that nobody knows leads nowhere.
 */
export async function leadsInside(url: string, resolve: Resolve = lookup): Promise<boolean> {
  try {
    const found = await resolve(new URL(url).hostname.replace(/^\[|\]$/g, ''), { all: true });
    return found.some(({ address }) => !isPublicAddress(address));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
