import type { ReadPlaylist, ReadSegment } from './hls-playlist.ts';

/** Durations are written with five digits. */
const ROUNDING_S = 0.0001;
/** PROGRAM-DATE-TIME is written in whole milliseconds. */
const DATE_ROUNDING_MS = 2;

/** What one low-latency playlist says against RFC 8216bis, in words; nothing where it holds. */
export function faultsOf(playlist: ReadPlaylist): string[] {
  const faults: string[] = [];
  const { targetDuration, partTarget, partHoldBack, canSkipUntil, segments } = playlist;
  const must = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  must(playlist.version >= 9, 'a playlist that may be skipped needs version 9');
  must(playlist.canBlockReload, 'parts need blocking reload');
  must(partTarget !== undefined, 'parts need PART-TARGET');
  if (partTarget !== undefined) {
    must((partHoldBack ?? 0) >= 2 * partTarget, `PART-HOLD-BACK ${partHoldBack} is less than twice PART-TARGET ${partTarget} (§4.4.3.8)`);
    must(
      (partHoldBack ?? 0) >= 3 * partTarget - ROUNDING_S,
      `PART-HOLD-BACK ${partHoldBack} is less than the recommended three PART-TARGETs`,
    );
  }
  must((canSkipUntil ?? 0) >= 6 * targetDuration, 'CAN-SKIP-UNTIL is less than six target durations');
  must(playlist.hasEnded !== (playlist.hint !== undefined), 'a playlist either ends or hints');
  segments.forEach((segment, index) => {
    const name = `segment ${segment.number}`;
    const isLast = index === segments.length - 1;
    must(segment.duration !== undefined || isLast, `${name} is not complete, and not the last`);
    must(segment.dateMs !== undefined, `${name} has no date`);
    must(Math.round(segment.duration ?? 0) <= targetDuration, `${name} lasts ${segment.duration} s, over TARGETDURATION ${targetDuration}`);
    for (const part of segment.parts) {
      must(
        part.duration > 0 && part.duration <= (partTarget ?? 0) + ROUNDING_S,
        `a part of ${name} lasts ${part.duration} s, over PART-TARGET ${partTarget}`,
      );
    }
    if (segment.duration !== undefined && segment.parts.length > 0) {
      const sum = segment.parts.reduce((total, part) => total + part.duration, 0);
      must(Math.abs(sum - segment.duration) < ROUNDING_S * segment.parts.length, `${name} lasts ${segment.duration} s, its parts ${sum} s`);
    }
  });
  return [...faults, ...faultsInTime(segments)];
}

/** Dates follow one another by the durations, and never go back, not even where the source changes. */
function faultsInTime(segments: readonly ReadSegment[]): string[] {
  return segments.slice(1).flatMap((segment, index) => {
    const before = segments[index];
    if (before?.dateMs === undefined || before.duration === undefined || segment.dateMs === undefined) return [];
    const off = segment.dateMs - (before.dateMs + before.duration * 1000);
    if (segment.startsDiscontinuity)
      return off < -DATE_ROUNDING_MS ? [`segment ${segment.number} is dated ${off} ms before the end of the one before`] : [];
    return Math.abs(off) > DATE_ROUNDING_MS ? [`segment ${segment.number} is dated ${off} ms off the end of the one before`] : [];
  });
}

/** What a later playlist says against an earlier one (§6.2.1: only removals at the front and additions at the end). */
export function faultsBetween(before: ReadPlaylist, after: ReadPlaylist): string[] {
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  for (const name of ['version', 'targetDuration', 'partTarget', 'partHoldBack', 'canSkipUntil'] as const) {
    must(before[name] === after[name], `${name} changed from ${before[name]} to ${after[name]}`);
  }
  must(after.mediaSequence >= before.mediaSequence, 'EXT-X-MEDIA-SEQUENCE went back');
  const gone = before.segments.filter(({ number }) => number < after.mediaSequence);
  // The tag of the window's first segment is no longer written, and so is counted with those that have gone.
  const leftBehind = [...gone.slice(1), before.segments.find(({ number }) => number === after.mediaSequence)];
  const counted = gone.length === 0 ? 0 : leftBehind.filter((segment) => segment?.startsDiscontinuity).length;
  must(
    after.discontinuitySequence === before.discontinuitySequence + counted,
    `EXT-X-DISCONTINUITY-SEQUENCE ${before.discontinuitySequence} became ${after.discontinuitySequence}, and ${counted} had gone`,
  );
  for (const segment of before.segments) {
    const later = after.segments.find(({ number }) => number === segment.number);
    if (!later) {
      must(segment.number < after.mediaSequence, `segment ${segment.number} is gone from the middle`);
      continue;
    }
    must(segment.map === later.map && segment.dateMs === later.dateMs, `segment ${segment.number} has another map or date`);
    must(segment.duration === undefined || segment.duration === later.duration, `segment ${segment.number} has another duration`);
    segment.parts.forEach((part, index) => {
      // Parts far from the end are no longer listed.
      const same = later.parts[index];
      must(later.parts.length === 0 || (same?.uri === part.uri && same.duration === part.duration), `part ${part.uri} has changed`);
    });
  }
  return faults;
}
