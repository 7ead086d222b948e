import type { DayOnScreen } from '../../contract/programme.ts';
import type { SignedManifest, Slide } from '../../domain/board/manifest.ts';
import { slidesAt } from '../../domain/programme/on-glass.ts';
import { readManifest } from '../boards/read-manifest.ts';
import type { Context } from '../context.ts';

type Shown = NonNullable<DayOnScreen['at']>['shows'][number];

/**
 * What a wall goes through at an instant by the manifest that it holds now, chosen as the player chooses: what is not yet, or no longer, shown then
 * is left out. Jobs are those of then, so they are one line. Pages of one notice are, too.
 */
export async function showsAt(ctx: Context, screenId: string, ms: number): Promise<Shown[]> {
  const served = await readManifest(ctx, screenId);
  if (served === undefined) return [];
  // Written by our own composer.
  const slides = slidesAt(JSON.parse(served.body.toString()) as SignedManifest, ms);
  const some = slides.filter(({ kind }) => kind !== 'station');
  const lines = new Map<string, Shown>();
  for (const slide of some.length > 0 ? some : slides) lines.set(lineOf(slide), { kind: slide.kind, title: titleOf(slide) });
  return [...lines.values()];
}

const lineOf = (slide: Slide): string => ('contentId' in slide ? slide.contentId : slide.kind);

const titleOf = (slide: Slide): string | null => ('contentId' in slide ? slide.title : null);
