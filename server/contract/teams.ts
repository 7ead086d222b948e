import { z } from 'zod';
import { id, isoInstant, line, mobile, regionCode } from './primitives.ts';

/** A team that says it has more people than this is a company. */
export const mostMembers = 2_000;

const leader = z.object({ name: line(20).min(1), phone: mobile });

export const teamInput = z.object({
  name: line(24).min(1),
  trade: line(20).min(1),
  regionCode,
  /** As its leader says; members known by phone are counted beside it. */
  statedMembers: z.int().min(0).max(mostMembers),
  /** Whom to ring. Absent in a change: as it was. `null`: nobody. */
  leader: leader.nullable().optional(),
  /** May stand on screens and the data wall. */
  isPublic: z.boolean(),
});
export type TeamInput = z.output<typeof teamInput>;
export const teamChange = teamInput.omit({ regionCode: true });
export type TeamChange = z.output<typeof teamChange>;

export const teamForStaff = z.object({
  id,
  name: z.string(),
  trade: z.string(),
  regionCode: z.string(),
  regionName: z.string(),
  statedMembers: z.int(),
  /** Entered with their phone. */
  knownMembers: z.int(),
  leaderName: z.string().nullable(),
  leaderPhoneMasked: z.string().nullable(),
  isPublic: z.boolean(),
  /** Members at work today, confirmed by both sides. */
  working: z.int(),
  /** The same, as days of people in the last seven days. */
  workedWeek: z.int(),
  updatedAt: isoInstant,
});
export type TeamForStaff = z.infer<typeof teamForStaff>;

export const addMembers = z.object({ phones: z.array(mobile).min(1).max(200) });
export const membersAdded = z.object({ added: z.int(), known: z.int() });
export const teamMember = z.object({ id, phoneMasked: z.string(), addedAt: isoInstant });
export type TeamMember = z.infer<typeof teamMember>;
