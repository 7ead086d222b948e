import type { Glass } from './manifest.ts';

/** 双屏 on one wide glass: two glasses side by side, each with a board of its own. */

type Sized = Pick<Glass, 'widthMm' | 'widthPx' | 'heightPx' | 'look'>;

export interface Zone<G> {
  shows: 'jobs' | 'show';
  /** Its left edge, in device pixels. */
  x: number;
  glass: G;
}

/** Wide enough that each half is still a landscape, and high enough to be no strip. */
export const isWide = ({ widthPx, heightPx }: Pick<Sized, 'widthPx' | 'heightPx'>) => widthPx / heightPx >= 2.3 && heightPx >= 480;

/** One zone or two. A glass that is no longer wide enough for two has one. */
export function zonesOf<G extends Sized>(glass: G): Zone<G>[] {
  if (glass.look?.arrangement.kind !== 'split' || !isWide(glass)) return [{ shows: 'jobs', x: 0, glass }];
  const left = Math.round(glass.widthPx / 2);
  const look = { ...glass.look, arrangement: { kind: 'plain' as const } };
  const part = (widthPx: number): G => ({ ...glass, look, widthPx, widthMm: (glass.widthMm * widthPx) / glass.widthPx });
  return [
    { shows: 'jobs', x: 0, glass: part(left) },
    { shows: 'show', x: left, glass: part(glass.widthPx - left) },
  ];
}

export const jobsZone = <G extends Sized>(glass: G): G => zonesOf(glass)[0]?.glass ?? glass;

/** Where a show stands: in its own zone, which it fills, or where the jobs are. */
export function showZone<G extends Sized & Pick<Glass, 'liveMode'>>(glass: G): Omit<Zone<G>, 'shows'> {
  const zone = zonesOf(glass).find(({ shows }) => shows === 'show');
  return zone === undefined ? { x: 0, glass } : { x: zone.x, glass: { ...zone.glass, liveMode: 'full' } };
}
