export const outsideKinds = ['wall', 'board'] as const;
export type OutsideKind = (typeof outsideKinds)[number];

/**
 * An origin as CSP's frame-ancestors takes it: scheme and host, perhaps a port; no path, no wildcard, nothing that could end the header or add
 * another directive to it.
 * @returns undefined for anything else
 */
export function frameOrigin(typed: string): string | undefined {
  const trimmed = typed.trim().replace(/\/+$/u, '');
  const [, scheme, host, port = ''] = /^(https?):\/\/([a-z\d](?:[a-z\d.-]{0,250}[a-z\d])?)(:\d{1,5})?$/iu.exec(trimmed) ?? [];
  if (scheme === undefined || host === undefined || host.includes('..')) return undefined;
  if (port !== '' && Number(port.slice(1)) > 65_535) return undefined;
  return `${scheme}://${host}${port}`.toLowerCase();
}

/** `frame-ancestors` of a page that these may frame; nobody listed: the house itself alone. */
export const frameAncestors = (origins: readonly string[]): string => ["'self'", ...origins].join(' ');

/** As WeChat names and fills its file: nothing but letters and digits, so that what is served can never be more than that. */
export const proofName = /^MP_verify_[A-Za-z\d]{8,40}\.txt$/u;
export const proofContent = /^[A-Za-z\d]{8,64}$/u;
