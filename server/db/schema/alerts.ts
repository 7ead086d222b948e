import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { alertChannels, alertFacts, alertKinds, webhookFormats } from '../../domain/alerts/kinds.ts';
import { instant } from '../types.ts';
import { regions } from './org.ts';

/** 告警规则: who is told of what in a region, how, how soon and when not. */
export const alertRules = pgTable(
  'alert_rules',
  {
    id: text().primaryKey(),
    /** The subtree it looks at; null: everywhere, the installation itself included. */
    regionCode: text().references(() => regions.code),
    name: text().notNull(),
    kinds: text({ enum: alertKinds }).array().notNull(),
    channel: text({ enum: alertChannels }).notNull(),
    /** Address of a webhook, mailbox or mobile number: sealed, since it is a person's. */
    targetSealed: text().notNull(),
    /** The key by which a webhook's receiver knows that it was us. */
    secretSealed: text(),
    format: text({ enum: webhookFormats }).notNull().default('json'),
    afterMinutes: integer().notNull(),
    /** null: said once. */
    repeatMinutes: integer(),
    /** HH:MM in the station's zone; nothing is sent between the two. */
    quietFrom: text(),
    quietUntil: text(),
    enabled: boolean().notNull().default(true),
    createdAt: instant().notNull(),
  },
  (t) => [index('alert_rules_region').on(t.regionCode)],
);

/** 告警: something that is wrong, from when to when. */
export const alerts = pgTable(
  'alerts',
  {
    id: text().primaryKey(),
    kind: text({ enum: alertKinds }).notNull(),
    /** Id of the screen, station or playlist; `fleet` and `server` stand for the installation. */
    subject: text().notNull(),
    /** Whose region's rules it meets; null: those of everywhere. */
    regionCode: text(),
    stationId: text(),
    reasons: text().array().notNull(),
    /** Screens it stands for. */
    screens: integer().notNull(),
    /** Names and figures for its wording. */
    facts: jsonb().$type<Record<string, string | number>>().notNull(),
    startedAt: instant().notNull(),
    endedAt: instant(),
    acknowledgedAt: instant(),
    acknowledgedBy: text(),
    note: text(),
  },
  (t) => [
    // One at a time of a thing: two judges can't open it twice.
    uniqueIndex('alerts_open').on(t.kind, t.subject).where(sql`${t.endedAt} is null`),
    index('alerts_started').on(t.startedAt),
  ],
);

/** What was sent of an alert by a rule: each once, however often it is tried. */
export const alertMessages = pgTable(
  'alert_messages',
  {
    id: text().primaryKey(),
    alertId: text()
      .notNull()
      .references(() => alerts.id, { onDelete: 'cascade' }),
    ruleId: text()
      .notNull()
      .references(() => alertRules.id, { onDelete: 'cascade' }),
    fact: text({ enum: alertFacts }).notNull(),
    /** Which repetition; 0 is the first word. */
    turn: integer().notNull(),
    createdAt: instant().notNull(),
    sentAt: instant(),
    /** Given up, and why: a code of ours or of the other side, never an address. */
    failure: text(),
  },
  (t) => [uniqueIndex('alert_messages_once').on(t.alertId, t.ruleId, t.fact, t.turn)],
);
