import { z } from 'zod';
import { id } from './primitives.ts';

/** A domain and nothing else: what stands behind it is ours to say, and a name or password in it would be on every wall. */
const linkDomain = z
  .url({ protocol: /^https?$/ })
  .max(200)
  .refine(isOriginAlone, 'an address without name, password, path or query');

function isOriginAlone(typed: string): boolean {
  const { username, password, pathname, search, hash } = new URL(typed);
  return [username, password, pathname.replace(/^\/+$/, ''), search, hash].every((part) => part === '');
}

/** What an operator may point all codes at. A platform may block one; then the next becomes active. */
export const linkDomains = z.object({ active: linkDomain, all: z.array(linkDomain).max(20) });
export type LinkDomains = z.infer<typeof linkDomains>;

export const setLinkDomains = linkDomains.extend({
  /** Although it could not be seen from the server that this installation answers there. */
  anyway: z.boolean().optional(),
});
export type SetLinkDomains = z.output<typeof setLinkDomains>;

export const linkDomainQuery = z.object({ domain: linkDomain });

export const linkDomainCheck = z.object({
  /** This installation answers there, another one does, or nobody; or the domain leads into a network from which this one is not opened, and was not asked. */
  at: z.enum(['here', 'elsewhere', 'nobody', 'private-address']),
  /** Screens whose glass would have no room for the longer code: the first of them, and how many there are. */
  losing: z.array(z.object({ id, name: z.string(), station: z.string() })),
  count: z.int(),
});
export type LinkDomainCheck = z.infer<typeof linkDomainCheck>;
