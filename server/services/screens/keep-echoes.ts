import { eq, sql } from 'drizzle-orm';
import { screenEchoes } from '../../db/schema/health.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Context } from '../context.ts';

/** Somebody looks for the echo of what was ordered a moment ago in the list; the ones before are in the screen's history. */
const mostInList = 20;

/** Commands and takeovers that a glass says to have carried out: seldom, and each once. */
export async function keepEchoes(ctx: Pick<Context, 'db' | 'clock'>, screenId: string, echoes: readonly string[]): Promise<void> {
  if (echoes.length === 0) return;
  const at = ctx.clock.now();
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(screenEchoes)
      .values([...new Set(echoes)].map((commandId) => ({ screenId, commandId, at })))
      .onConflictDoNothing();
    await tx
      .update(screens)
      .set({ echoes: withNewest(echoes) })
      .where(eq(screens.id, screenId));
  });
}

const withNewest = (echoes: readonly string[]) => sql`
  (select coalesce(array_agg(id order by place), '{}') from (
    select id, place from unnest(${screens.echoes} || array(select jsonb_array_elements_text(${JSON.stringify(echoes)}::jsonb))) with ordinality as given(id, place)
    order by place desc limit ${mostInList}
  ) as newest)`;
