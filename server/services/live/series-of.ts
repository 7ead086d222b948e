import { eq } from 'drizzle-orm';
import type { EpisodeForPublic } from '../../contract/live.ts';
import type { Database, Tx } from '../../db/database.ts';
import { shows } from '../../db/schema/live.ts';
import { showPosters } from '../../db/schema/posters.ts';
import { posterPath } from '../shows/poster-picture.ts';
import type { EpisodeRow } from './episode-row.ts';

/** The series of an episode as its page names it; one that was never given an address has no page. */
export async function seriesOf(db: Database | Tx, { showId }: Pick<EpisodeRow, 'showId'>): Promise<EpisodeForPublic['series']> {
  if (showId === null) return null;
  const [show] = await db
    .select({ slug: shows.slug, name: shows.name, hash: showPosters.hash })
    .from(shows)
    .leftJoin(showPosters, eq(showPosters.showId, shows.id))
    .where(eq(shows.id, showId));
  if (!show || show.slug === null) return null;
  return { slug: show.slug, name: show.name, posterUrl: show.hash === null ? null : posterPath(show.hash) };
}
