import { z } from 'zod';
import { tokenScopes } from '../domain/access/scopes.ts';
import { id, isoInstant, line, regionCode } from './primitives.ts';

const scopes = z.array(z.enum(tokenScopes)).min(1).max(tokenScopes.length);
/** A token lets a program in: for some things, in a region, until a day. */
export const makeToken = z.object({ name: line(40).min(1), scopes, regionCode: regionCode.nullable(), expiresAt: isoInstant });
export type MakeToken = z.output<typeof makeToken>;
/** Shown once: only its hash is kept. */
export const madeToken = z.object({ id, token: z.string() });
export const tokenForStaff = z.object({
  id,
  name: z.string(),
  scopes: z.array(z.enum(tokenScopes)),
  regionCode: z.string().nullable(),
  createdBy: z.string(),
  createdAt: isoInstant,
  expiresAt: isoInstant,
  lastUsedAt: isoInstant.nullable(),
  revokedAt: isoInstant.nullable(),
});
export type TokenForStaff = z.infer<typeof tokenForStaff>;
