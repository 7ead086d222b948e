import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { teams } from '../../db/schema/teams.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';

const leader = z.object({ name: z.string(), phone: z.string() });
export type Leader = z.infer<typeof leader>;

export const openLeader = (ctx: Pick<Context, 'vault'>, sealed: string | null): Leader | undefined =>
  sealed === null ? undefined : leader.parse(JSON.parse(ctx.vault.open(sealed)));

/** A team whose clerk the actor is, held for a change. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function heldTeam(tx: Tx, actor: Actor, teamId: string) {
  const [found] = await teamsWithPath(tx).where(eq(teams.id, teamId)).for('update', { of: teams });
  if (!found) throw new Refusal('NOT_FOUND');
  requireIn(actor, 'clerk', found.path);
  return found.team;
}

export const teamsWithPath = (db: Database | Tx) =>
  db
    .select({ team: teams, path: regions.path, regionName: regions.name })
    .from(teams)
    .innerJoin(regions, eq(regions.code, teams.regionCode));
