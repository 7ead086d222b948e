import { and, asc, eq, ne } from 'drizzle-orm';
import type { DemoStory } from '../../contract/demo.ts';
import { episodes } from '../../db/schema/live.ts';
import { stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import type { SignedManifest } from '../../domain/board/manifest.ts';
import { jobsSlides } from '../../domain/board/survive.ts';
import { readManifest } from '../boards/read-manifest.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { demoChatPost } from './samples.ts';

/** The wall that a first visitor sees: the railway station's, as in the pictures. */
const firstWall = '出站口大屏';

export async function tellStory(ctx: Context): Promise<DemoStory> {
  const walls = await ctx.db
    .select({
      id: screens.id,
      name: screens.name,
      station: stations.name,
      widthPx: screens.widthPx,
      heightPx: screens.heightPx,
      kind: screens.kind,
    })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .where(eq(screens.demo, true))
    .orderBy(asc(stations.createdAt), asc(stations.name), asc(screens.createdAt), asc(screens.id));
  const [episode] = await ctx.db
    .select({ id: episodes.id, slug: episodes.slug })
    .from(episodes)
    .where(and(eq(episodes.demo, true), ne(episodes.state, 'ended')))
    .orderBy(asc(episodes.plannedAt))
    .limit(1);
  return {
    lanUrl: ctx.config.http.publicUrl,
    screens: walls,
    wallId: walls.find((wall) => wall.name === firstWall)?.id ?? null,
    chatPost: demoChatPost,
    episodeId: episode?.id ?? null,
    showSlug: episode?.slug ?? null,
  };
}

/** Where the code on a wall's first page leads. @throws Refusal NOT_FOUND before the first manifest */
export async function wallLink(ctx: Context, screenId: string): Promise<{ path: string }> {
  const newest = await readManifest(ctx, screenId);
  if (!newest) throw new Refusal('NOT_FOUND');
  const { slides } = JSON.parse(newest.body.toString()) as SignedManifest;
  const code = jobsSlides(slides)[0]?.link.code;
  if (!code) throw new Refusal('NOT_FOUND');
  return { path: `/j/${code}` };
}
