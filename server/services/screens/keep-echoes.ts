import { asc, sql } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import { screenEchoes } from '../../db/schema/health.ts';
import { screens } from '../../db/schema/screens.ts';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { perDatabase } from '../per-database.ts';

/** Somebody looks for the echo of what was ordered a moment ago in the list; the ones before are in the screen's history. */
const mostInList = 20;

interface Told {
  screenId: string;
  echoes: readonly string[];
}

const keepTogether = perDatabase((ctx: Pick<Context, 'db' | 'clock'>) =>
  coalesce<Told, true>({
    most: 250,
    restMs: 20,
    run: async (_key, told) => {
      await keepMany(ctx, told);
      return told.map(() => true as const);
    },
  }),
);

/**
 * Commands and takeovers that a glass says to have carried out: seldom, and each once. Five thousand that were ordered to do something at once say
 * so within one beat, and are kept together.
 */
export async function keepEchoes(ctx: Pick<Context, 'db' | 'clock'>, screenId: string, echoes: readonly string[]): Promise<void> {
  if (echoes.length > 0) await keepTogether(ctx)('echoes', { screenId, echoes });
}

async function keepMany(ctx: Pick<Context, 'db' | 'clock'>, told: readonly Told[]): Promise<void> {
  const byScreen = new Map<string, string[]>();
  for (const { screenId, echoes } of told) byScreen.set(screenId, [...(byScreen.get(screenId) ?? []), ...echoes]);
  const at = ctx.clock.now().toString();
  await ctx.db.transaction(async (tx) => {
    // In one order, so that two processes never wait crosswise; a screen that is gone meanwhile is left out.
    const held = await tx
      .select({ id: screens.id })
      .from(screens)
      .where(among(screens.id, [...byScreen.keys()]))
      .orderBy(asc(screens.id))
      .for('update');
    const rows = JSON.stringify(held.map(({ id }) => ({ id, echoes: byScreen.get(id) ?? [] })));
    const given = sql`jsonb_to_recordset(${rows}::jsonb) as given(id text, echoes jsonb)`;
    await tx.execute(sql`
      insert into ${screenEchoes} (screen_id, command_id, at)
      select distinct given.id, echo, ${at}::timestamptz from ${given}, jsonb_array_elements_text(given.echoes) as echo
      on conflict do nothing`);
    await tx.execute(sql`
      update ${screens} set echoes = (
        select coalesce(array_agg(newest.echo order by newest.place), '{}') from (
          select all_of.echo, all_of.place
          from unnest(screens.echoes || array(select jsonb_array_elements_text(given.echoes))) with ordinality as all_of(echo, place)
          order by all_of.place desc limit ${mostInList}
        ) as newest)
      from ${given} where screens.id = given.id`);
  });
}
