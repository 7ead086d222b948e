import { TARGET_DURATION_S } from '../hls/playlist.ts';
import type { Recording } from './run-files.ts';

/** RFC 8216bis §4.4.3.8: at least six target durations. */
const CAN_SKIP_UNTIL_S = 6 * TARGET_DURATION_S;

/** Names below the playlist: of a run's maps and segments. None is ever used for anything else. */
export const wholeMapName = (run: string, map: number): string => `${run}/m${map}.mp4`;
export const wholeSegmentName = (run: string, segment: number): string => `${run}/s${segment}.m4s`;

/**
 * The whole episode as one list of segments that only grows (RFC 8216bis §4.4.3.5, EVENT): to look back while the show is on, and the replay after
 * it. The live edge has a list of its own (hls/playlist.ts), which this one does not slow down.
 * @param skip a delta update was asked for (`_HLS_skip`)
 */
export function renderWholePlaylist(recording: Recording, { hasEnded, skip }: { hasEnded: boolean; skip: boolean }): string {
  const listed = recording.runs.flatMap((run) => run.segments.map((segment) => ({ run, segment })));
  const skipped = skip && !hasEnded ? skippable(listed.map(({ segment }) => segment.durationMs)) : 0;
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    `#EXT-X-TARGETDURATION:${TARGET_DURATION_S}`,
    `#EXT-X-PLAYLIST-TYPE:${hasEnded ? 'VOD' : 'EVENT'}`,
    ...(hasEnded ? [] : [`#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=${CAN_SKIP_UNTIL_S}`]),
    '#EXT-X-MEDIA-SEQUENCE:0',
  ];
  if (skipped > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`);
  const before = listed[skipped - 1];
  let map = before && wholeMapName(before.run.name, before.segment.map);
  let last = before?.run;
  listed.forEach(({ run, segment }, position) => {
    if (position < skipped) return;
    const breaks = position > 0 && (segment.breaks || run !== last);
    if (breaks) lines.push('#EXT-X-DISCONTINUITY');
    const wanted = wholeMapName(run.name, segment.map);
    if (wanted !== map) lines.push(`#EXT-X-MAP:URI="${wanted}"`);
    // Players count on from one date to the next; after a break they can't.
    if (position === 0 || breaks || position === skipped) {
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(run.epochMs + segment.timeMs).toISOString()}`);
    }
    lines.push(`#EXTINF:${(segment.durationMs / 1000).toFixed(5)},`, wholeSegmentName(run.name, segment.number));
    map = wanted;
    last = run;
  });
  if (hasEnded) lines.push('#EXT-X-ENDLIST');
  lines.push('');
  return lines.join('\n');
}

/** Segments further from the end than CAN-SKIP-UNTIL (§6.2.5.1). */
function skippable(durations: readonly number[]): number {
  let age = 0;
  for (let position = durations.length - 1; position >= 0; position -= 1) {
    age += durations[position] ?? 0;
    if (age > CAN_SKIP_UNTIL_S * 1000) return position + 1;
  }
  return 0;
}
