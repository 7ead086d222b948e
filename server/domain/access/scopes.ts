/** What a token of the API may be made for. Each lets its holder do what a role may do on the routes that name the scope. */
export const tokenScopes = ['screens:read', 'screens:command', 'screens:write', 'takeovers:write'] as const;
export type TokenScope = (typeof tokenScopes)[number];
