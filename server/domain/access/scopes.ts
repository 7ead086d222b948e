/**
 * What a token of the API may be made for, and as whom its holder acts on the routes that name the scope: a program that may withdraw an address given to
 * others is an administrator there, and nowhere else. What takes a person (approving, ringing somebody up, reading a phone number) has no scope.
 */
export const scopeRoles = {
  'screens:read': 'clerk',
  'screens:command': 'clerk',
  'screens:write': 'clerk',
  'takeovers:write': 'clerk',
  'contents:read': 'clerk',
  'contents:write': 'clerk',
  'programme:read': 'clerk',
  'programme:write': 'clerk',
  'postings:read': 'clerk',
  'proofs:read': 'clerk',
  'figures:read': 'clerk',
  'teams:read': 'clerk',
  'teams:write': 'clerk',
  'stations:write': 'admin',
  'guidance:write': 'admin',
  'alerts:write': 'admin',
  'outside:write': 'admin',
  'domains:write': 'admin',
} as const satisfies Record<string, 'clerk' | 'admin'>;
export type TokenScope = keyof typeof scopeRoles;
export const tokenScopes = Object.keys(scopeRoles) as [TokenScope, ...TokenScope[]];
