import { sql } from 'drizzle-orm';
import type { PlayerHealth } from '../../contract/screens.ts';
import { screenBeats } from '../../db/schema/health.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Context } from '../context.ts';

export interface KeptBeat {
  screenId: string;
  /** ISO 8601 */
  heardAt: string;
  health: PlayerHealth;
}

/** The newest beat of each of these screens, in one statement: a screen that is gone meanwhile is left out. */
export async function keepBeats(ctx: Pick<Context, 'db'>, beats: readonly KeptBeat[]): Promise<void> {
  if (beats.length === 0) return;
  // What was carried out is a word of the moment, kept where it was asked for.
  const told = beats.map(({ health: { echoes: _, stood: __, ...health }, ...beat }) => ({ ...beat, health }));
  await ctx.db.execute(sql`
    insert into ${screenBeats} (screen_id, heard_at, health)
    select ${screens.id}, beat."heardAt", beat.health
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as beat("screenId" text, "heardAt" timestamptz, health jsonb)
    join ${screens} on ${screens.id} = beat."screenId"
    order by ${screens.id}
    on conflict (screen_id) do update set heard_at = excluded.heard_at, health = excluded.health
    where screen_beats.heard_at < excluded.heard_at`);
}
