import type { CaptionOnWire } from '../contract/captions.ts';
import type { Unsubscribe } from '../services/bus.ts';
import { type Captioned, captionedTopic, hearCaption } from '../services/captions/say-caption.ts';
import type { Context } from '../services/context.ts';
import type { Hub } from './hub.ts';
import { showTopic } from './show-news.ts';

interface CaptionedLive {
  caption(episodeId: string, caption: CaptionOnWire): void;
  hear(heard: (episodeId: string, line: { mediaTimeMs: number; text: string }) => void): void;
}

/** A caption reaches open pages at once, and the playlist of whoever carries the show; what a recogniser hears becomes one. */
export function tellCaptions(ctx: Context, live: CaptionedLive, hub: Hub): Promise<Unsubscribe> {
  live.hear((episodeId, line) => {
    hearCaption(ctx, { episodeId, ...line }).catch((error: unknown) => {
      ctx.log.warn({ err: error, episodeId }, 'a line that was heard could not become a caption');
    });
  });
  return ctx.bus.subscribe(captionedTopic, (message) => {
    const { episodeId, caption } = message as Captioned;
    live.caption(episodeId, caption);
    hub.publish(showTopic(episodeId), 'caption', { type: 'caption', caption });
  });
}
