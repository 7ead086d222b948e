import type { Manifest, TakeoverOnGlass } from '../../domain/board/manifest.ts';
import { byLadder, mostOnGlass } from '../../domain/takeover/on-glass.ts';
import { ancestorCodes, type ScreenRow, type StationRow, type TakeoverRow } from './load-boards.ts';

/** Where a takeover holds. No target at all means every screen. */
export function reaches(takeover: TakeoverRow, screen: Pick<ScreenRow, 'id'>, station: Pick<StationRow, 'id' | 'path'>): boolean {
  const { screenId, stationId, regionCode } = takeover;
  if (screenId !== null) return screenId === screen.id;
  if (stationId !== null) return stationId === station.id;
  if (regionCode !== null) return ancestorCodes(station.path).includes(regionCode);
  return true;
}

/** All that hold on this screen, the strongest first. */
export function takeoversFor(
  takeovers: readonly TakeoverRow[],
  screen: Pick<ScreenRow, 'id'>,
  station: Pick<StationRow, 'id' | 'path'>,
): TakeoverOnGlass[] {
  return takeovers
    .filter((takeover) => reaches(takeover, screen, station))
    .sort(byLadder)
    .slice(0, mostOnGlass)
    .map(({ id, kind, message, drill, startsAt, endsAt }) => ({
      id,
      kind,
      ...(message === null ? {} : { message }),
      ...(drill ? { drill: true as const } : {}),
      startsAt: startsAt.toString(),
      endsAt: endsAt.toString(),
    }));
}

/** As a manifest says it: what is covered must be there when what covers it ends, with or without a network. */
export function takenOver([takeover, ...takeoversBelow]: readonly TakeoverOnGlass[]): Pick<Manifest, 'takeover' | 'takeoversBelow'> {
  if (takeover === undefined) return {};
  return { takeover, ...(takeoversBelow.length === 0 ? {} : { takeoversBelow }) };
}
