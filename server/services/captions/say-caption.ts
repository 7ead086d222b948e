import { type CaptionOnWire, LONGEST_CAPTION, sayCaption as sayCaptionInput } from '../../contract/captions.ts';
import { type captionSources, captions } from '../../db/schema/captions.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { readingMs } from '../../domain/live/caption.ts';
import type { Context } from '../context.ts';
import type { LivePort } from '../live/live-port.ts';
import { requirePublishing } from '../live/require-publishing.ts';
import { record } from '../record.ts';
import { consume } from '../seekers/limits.ts';

/** On the bus, at once after the commit. A caption that a page misses is old by the time it could be told again. */
export const captionedTopic = 'show.captioned';
export interface Captioned {
  episodeId: string;
  caption: CaptionOnWire;
}

/** 上字幕: the host's line, with the media time of this moment. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE, TOO_MANY_REQUESTS */
export async function sayCaption(
  ctx: Context,
  live: Pick<LivePort, 'mediaTimeMs'>,
  actor: Actor,
  { episodeId, text }: { episodeId: string; text: string },
): Promise<CaptionOnWire> {
  // Read before anything is waited for: it is the moment of the key that counts.
  const mediaTimeMs = live.mediaTimeMs(episodeId) ?? null;
  await requirePublishing(ctx, actor, episodeId);
  await consume(ctx, { 'caption-episode': episodeId });
  return await putUp(ctx, actor, { episodeId, source: 'host', mediaTimeMs, text });
}

const recogniser: Actor = { kind: 'system', name: 'recogniser' };

/** A line that a recogniser has heard in a show. What is longer than a caption is cut: it is somebody's speech, not somebody's wish. */
export async function hearCaption(
  ctx: Context,
  { episodeId, mediaTimeMs, text }: { episodeId: string; mediaTimeMs: number; text: string },
): Promise<void> {
  const parsed = sayCaptionInput.safeParse({ text: [...text.trim()].slice(0, LONGEST_CAPTION).join('') });
  if (!parsed.success) return;
  await putUp(ctx, recogniser, { episodeId, source: 'recogniser', mediaTimeMs: Math.round(mediaTimeMs), text: parsed.data.text });
}

async function putUp(
  ctx: Context,
  actor: Actor,
  {
    episodeId,
    source,
    mediaTimeMs,
    text,
  }: { episodeId: string; source: (typeof captionSources)[number]; mediaTimeMs: number | null; text: string },
): Promise<CaptionOnWire> {
  const caption = { id: ctx.random.id(), mediaTimeMs, durationMs: readingMs(text), text };
  await ctx.db.transaction(async (tx) => {
    await tx.insert(captions).values({ ...caption, episodeId, at: ctx.clock.now(), source });
    await record(tx, ctx, actor, {
      area: 'live',
      action: 'caption.said',
      subject: episodeId,
      after: { captionId: caption.id, mediaTimeMs },
    });
  });
  await ctx.bus.publish(captionedTopic, { episodeId, caption } satisfies Captioned);
  return caption;
}
