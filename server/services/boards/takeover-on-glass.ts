import type { TakeoverOnGlass } from '../../domain/board/manifest.ts';
import { rungOf } from '../../domain/takeover/ladder.ts';
import { ancestorCodes, type ScreenRow, type StationRow, type TakeoverRow } from './load-boards.ts';

/** Where a takeover holds. No target at all means every screen. */
export function reaches(takeover: TakeoverRow, screen: Pick<ScreenRow, 'id'>, station: Pick<StationRow, 'id' | 'path'>): boolean {
  const { screenId, stationId, regionCode } = takeover;
  if (screenId !== null) return screenId === screen.id;
  if (stationId !== null) return stationId === station.id;
  if (regionCode !== null) return ancestorCodes(station.path).includes(regionCode);
  return true;
}

/** The ladder's order; a drill gives way to anything real; of two alike, the one raised last. */
export function takeoverFor(
  takeovers: readonly TakeoverRow[],
  screen: Pick<ScreenRow, 'id'>,
  station: Pick<StationRow, 'id' | 'path'>,
): TakeoverOnGlass | undefined {
  const holding = takeovers.filter((takeover) => reaches(takeover, screen, station));
  holding.sort((a, b) => Number(a.drill) - Number(b.drill) || rungOf(a.kind) - rungOf(b.kind) || (a.id < b.id ? 1 : -1));
  const [first] = holding;
  if (first === undefined) return undefined;
  return {
    id: first.id,
    kind: first.kind,
    ...(first.message === null ? {} : { message: first.message }),
    ...(first.drill ? { drill: true as const } : {}),
    startsAt: first.startsAt.toString(),
    endsAt: first.endsAt.toString(),
  };
}
