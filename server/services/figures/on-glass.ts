import type { LeaderboardSlide } from '../../domain/board/manifest.ts';
import type { FigureKey, FigureReading } from '../../domain/figures/figure.ts';
import { type FiguresReader, insightOf } from './read-insight.ts';
import { type Scope, stationScope } from './scope.ts';

/** What a `figures` slide shows at a station: today's readings of these figures, in this order. @throws Refusal STATION_UNKNOWN */
export async function figuresOnGlass(ctx: FiguresReader, stationId: string, keys: readonly FigureKey[]): Promise<FigureReading[]> {
  const scope = await stationScope(ctx.db, stationId);
  const today = dayIn(ctx, scope);
  const { figures } = await insightOf(ctx, scope, { from: today, to: today });
  return keys.flatMap((key) => figures.find((reading) => reading.key === key) ?? []);
}

/** What a `leaderboard` slide shows: the stations of a region by people at work in the last seven days; those with none stay off it. */
export async function leadersOnGlass(ctx: FiguresReader, scope: Scope): Promise<LeaderboardSlide['rows']> {
  const to = ctx.clock.now().toZonedDateTimeISO(scope.timeZone).toPlainDate();
  const { byStation } = await insightOf(ctx, scope, { from: to.subtract({ days: 6 }).toString(), to: to.toString() });
  return byStation.filter(({ atWork }) => atWork > 0).map(({ name, atWork }) => ({ name, value: atWork }));
}

const dayIn = (ctx: FiguresReader, { timeZone }: Scope): string => ctx.clock.now().toZonedDateTimeISO(timeZone).toPlainDate().toString();
