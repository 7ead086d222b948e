import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { tokenScopes } from '../../domain/access/scopes.ts';
import { instant } from '../types.ts';

/** 接口令牌: lets a program in, within its scopes and region. Only the hash is kept. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    tokenHash: text().notNull(),
    scopes: text({ enum: tokenScopes }).array().notNull(),
    /** The subtree it holds for; null: everywhere. */
    regionCode: text(),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    /** To the minute. */
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [uniqueIndex('api_tokens_hash').on(t.tokenHash)],
);
