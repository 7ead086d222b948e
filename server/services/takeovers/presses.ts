import { and, desc, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { TakeoverReport } from '../../contract/takeovers.ts';
import type { Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { takeoverAnswers } from '../../db/schema/proofs.ts';
import { screens, takeovers } from '../../db/schema/screens.ts';
import { type Actor, mayIn, reachOf } from '../../domain/access/actor.ts';
import { drillSteps } from '../../domain/takeover/drill.ts';
import { inReach } from '../fleet/in-reach.ts';
import { pathOfPlace } from '../regions/path-of-station.ts';
import { ofOnePress } from '../screens/takeovers.ts';

const mostListed = 100;

/** What was raised in one go, as far as somebody answers for it: the last of it stands for all. */
export interface Press {
  id: string;
  raised: number;
  /** Of them, those that still stand. */
  standing: number;
  isLifted: boolean;
  figures: TakeoverReport['figures'];
}

interface Asked {
  actor: Actor;
  now: Temporal.Instant;
  which: SQL;
}

/** The newest of them, added up where they lie: five hundred takeovers of one press are one row. */
export async function listPresses(tx: Tx, asked: Asked): Promise<Press[]> {
  const within = drillSteps.map((seconds) => sql`count(*) filter (where after_ms <= ${seconds * 1_000}::int)`);
  const { rows } = await tx.execute<{
    id: string;
    raised: number;
    standing: number;
    isLifted: boolean;
    reached: number;
    answered: number;
    within: number[];
    medianMs: number | null;
    p95Ms: number | null;
    slowestMs: number | null;
  }>(sql`
    with ${pressAndGlass(tx, asked)}
    select press.id, cardinality(press.ids) as raised, press.standing, press.is_lifted as "isLifted",
      count(glass.screen_id)::int as reached, count(glass.after_ms)::int as answered,
      json_build_array(${sql.join(within, sql`, `)}) as within,
      percentile_disc(0.5) within group (order by glass.after_ms) as "medianMs",
      percentile_disc(0.95) within group (order by glass.after_ms) as "p95Ms",
      max(glass.after_ms) as "slowestMs"
    from press left join glass on glass.press_id = press.id
    group by press.id, press.ids, press.standing, press.is_lifted, press.starts_at
    order by press.starts_at desc, press.id desc`);
  return rows.map(({ id, raised, standing, isLifted, ...figures }) => ({
    ...{ id, raised, standing, isLifted },
    figures: { ...figures, within: drillSteps.map((seconds, step) => ({ seconds, screens: figures.within[step] ?? 0 })) },
  }));
}

/** How long after it was raised each glass that it reached has answered, ms; null: not heard of. */
export async function glassOfPress(tx: Tx, asked: Asked): Promise<Map<string, number | null>> {
  const { rows } = await tx.execute<{ screenId: string; afterMs: number | null }>(sql`
    with ${pressAndGlass(tx, asked)}
    select screen_id as "screenId", after_ms as "afterMs" from glass`);
  return new Map(rows.map(({ screenId, afterMs }) => [screenId, afterMs]));
}

const pressAndGlass = (tx: Tx, asked: Asked): SQL => sql`
  press as ${pressesOf(tx, asked)},
  glass as (
    select press.id as press_id, screen.id as screen_id,
      round(extract(epoch from min(answer.shown_at) - press.starts_at) * 1000)::int as after_ms
    from press
    cross join unnest(press.ids) as member(id)
    join ${takeovers} as one on one.id = member.id
    cross join unnest(one.reached) as screen(id)
    left join ${takeoverAnswers} as answer on answer.takeover_id = one.id and answer.screen_id = screen.id
    group by press.id, press.starts_at, screen.id)`;

function pressesOf(tx: Tx, { actor, now, which }: Asked) {
  const placed = and(isNotNull(regions.path), inReach(pathOfPlace, reachOf(actor, 'clerk')));
  const stands = sql`${takeovers.liftedAt} is null and ${takeovers.endsAt} > ${now.toString()}::timestamptz`;
  return tx
    .select({
      id: sql<string>`max(${takeovers.id})`.as('id'),
      ids: sql<string[]>`array_agg(${takeovers.id})`.as('ids'),
      standing: sql<number>`(count(*) filter (where ${stands}))::int`.as('standing'),
      isLifted: sql<boolean>`bool_and(${takeovers.liftedAt} is not null)`.as('is_lifted'),
      startsAt: takeovers.startsAt,
    })
    .from(takeovers)
    .leftJoin(screens, eq(screens.id, takeovers.screenId))
    .leftJoin(stations, sql`${stations.id} = coalesce(${takeovers.stationId}, ${screens.stationId})`)
    .leftJoin(regions, sql`${regions.code} = coalesce(${takeovers.regionCode}, ${stations.regionCode})`)
    .where(and(which, or(placed, mayIn(actor, 'admin', '') ? isEverywhere : undefined)))
    .groupBy(...ofOnePress)
    .orderBy(desc(takeovers.startsAt), desc(sql`max(${takeovers.id})`))
    .limit(mostListed);
}

const isEverywhere = and(isNull(takeovers.screenId), isNull(takeovers.stationId), isNull(takeovers.regionCode));
