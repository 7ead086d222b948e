import { bigserial, date, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../types.ts';

/** Transactional outbox: written in the same transaction as the change it tells of, sent by the relay in order of id. */
export const outbox = pgTable('outbox', {
  id: bigserial({ mode: 'number' }).primaryKey(),
  type: text().notNull(),
  payload: jsonb().$type<unknown>().notNull(),
  createdAt: instant().notNull(),
});

/** 审计: who, what, when, before, after; a hash chain a day and area. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    area: text().notNull(),
    day: date().notNull(),
    seq: integer().notNull(),
    at: instant().notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    before: jsonb().$type<unknown>(),
    after: jsonb().$type<unknown>(),
    previousHash: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.area, t.day, t.seq] }), index('audit_subject').on(t.subject)],
);
