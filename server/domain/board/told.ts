import { figureDefinitions } from '../figures/definitions.ts';
import type { GlassFacts } from './compose.ts';
import type { ToldSlide } from './manifest.ts';
import { dwellMs } from './page.ts';
import { planBoard } from './plan.ts';
import { figuresOnSlide, inParts, toldRows, withoutCode } from './plan-told.ts';

/**
 * One slide as so many as this glass needs: nothing is cut off that was meant to be read. Each stands as long as its words take, or as long as it was
 * given, whichever is more.
 */
export function toldPages(slide: ToldSlide, glass: GlassFacts): ToldSlide[] {
  const plan = withoutCode(planBoard(glass, 0));
  switch (slide.kind) {
    case 'figures':
      return inParts(slide.figures, figuresOnSlide(plan, slide.figures)).map((figures, at) => {
        const words = figures.map(({ key }) => figureDefinitions[key]['zh-CN']);
        return {
          ...slide,
          ...paged(
            slide,
            at,
            words.map(({ name, definition }) => name.length + definition.length + 6),
          ),
          figures,
        };
      });
    case 'teams':
      return inParts(slide.teams, toldRows(plan).rows).map((teams, at) => ({
        ...slide,
        ...paged(
          slide,
          at,
          teams.map(({ name, trade }) => name.length + trade.length + 8),
        ),
        teams,
      }));
    case 'leaderboard': {
      const most = toldRows(plan).rows;
      return inParts(slide.rows, most).map((rows, at) => ({
        ...slide,
        ...paged(
          slide,
          at,
          rows.map(({ name }) => name.length + 5),
        ),
        rows,
        from: (slide.from ?? 1) + at * most,
      }));
    }
  }
}

function paged(slide: ToldSlide, at: number, characters: readonly number[]): { id: string; dwellMs: number } {
  const needed = dwellMs(characters.reduce((sum, one) => sum + one, 0));
  return { id: at === 0 ? slide.id : `${slide.id}/${at + 1}`, dwellMs: Math.max(slide.dwellMs, needed) };
}
