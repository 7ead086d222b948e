/** What a token of the API may be made for. Each lets its holder do what a clerk may do on the routes that name the scope. */
export const tokenScopes = [
  'screens:read',
  'screens:command',
  'screens:write',
  'takeovers:write',
  'contents:read',
  'contents:write',
  'programme:read',
  'programme:write',
  'postings:read',
  'proofs:read',
  'figures:read',
] as const;
export type TokenScope = (typeof tokenScopes)[number];
