import type { SegmentKind } from '#server/domain/live/segments.ts';
import { m } from '$lib/paraglide/messages.js';

export const segmentWords: Record<SegmentKind, () => string> = {
  intro: m.rundown_segment_intro,
  guest: m.rundown_segment_guest,
  notice: m.rundown_segment_notice,
  break: m.rundown_segment_break,
};
