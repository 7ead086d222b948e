import type { GlassFacts } from '../../domain/board/compose.ts';
import type { ToldSlide } from '../../domain/board/manifest.ts';
import { toldPages } from '../../domain/board/told.ts';
import type { EntryOnGlass } from '../../domain/programme/on-glass.ts';
import type { Told } from './told-on-glass.ts';

/** At least; each stands as long as its words take. */
const dwellMs = 12_000;

/** 数据、班组 or 排行榜 as pages for this glass; nothing where there is nothing to tell. */
export function toldSlides(
  kind: ToldSlide['kind'],
  { told, glass, stationId, owner }: { told: Told; glass: GlassFacts; stationId: string; owner: string },
): EntryOnGlass[] {
  const slide = slideOf(kind, { told, stationId, owner });
  return slide === undefined ? [] : [{ kind: 'slides', slides: toldPages(slide, glass) }];
}

function slideOf(
  kind: ToldSlide['kind'],
  { told, stationId, owner }: { told: Told; stationId: string; owner: string },
): ToldSlide | undefined {
  switch (kind) {
    case 'figures': {
      const figures = told.figures.get(stationId) ?? [];
      return figures.length === 0 ? undefined : { kind, id: 'figures', figures, dwellMs };
    }
    case 'teams': {
      const teams = told.teams.get(stationId) ?? [];
      return teams.length === 0 ? undefined : { kind, id: 'teams', teams, dwellMs };
    }
    case 'leaderboard': {
      const leaders = told.leaders.get(owner);
      if (leaders === undefined || leaders.rows.length === 0) return undefined;
      return {
        kind,
        id: `leaders-${owner}`,
        about: { region: leaders.region },
        title: `${leaders.region} 近七天上岗`,
        rows: leaders.rows,
        unit: '人次',
        dwellMs,
      };
    }
  }
}
