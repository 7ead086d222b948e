/** Playlists as RFC 8216bis (draft-pantos-hls-rfc8216bis) writes them. Pure: text from state. */

export interface PlaylistPart {
  readonly durationMs: number;
  readonly isIndependent: boolean;
}

export interface PlaylistSegment {
  readonly number: number;
  readonly mapId: number;
  readonly startsDiscontinuity: boolean;
  /** Server time of its first picture, ms since the Unix epoch. */
  readonly dateMs: number;
  readonly parts: readonly PlaylistPart[];
  readonly isComplete: boolean;
}

export interface PlaylistState {
  /** Oldest first. Only the last may be incomplete. */
  readonly segments: readonly PlaylistSegment[];
  /** The program's first, where there is none yet. */
  readonly firstSegment: number;
  /** Discontinuities that have left the window. */
  readonly discontinuitySequence: number;
  readonly hasEnded: boolean;
  /** Folder of the media, relative to the playlist: changes when numbering starts again. */
  readonly folder: string;
  /** PART-TARGET, s: at least every part's duration (Safari refuses otherwise). */
  readonly partTargetS: number;
  /** Where the other renditions of the same program are. */
  readonly reports: readonly RenditionReport[];
}

/** §4.4.5.4: the last part of another rendition, so that a player who changes to it knows what to ask for. */
export interface RenditionReport {
  /** Of its playlist, relative to this one. */
  readonly uri: string;
  readonly segment: number;
  readonly part: number;
}

/** Parts with a picture are cut at 0.2 s minus half a frame. */
export const PART_TARGET_S = 0.24;
/** Sound comes in frames of 21 ms: those that begin in a part of the picture, and one that was begun before it. */
export const SOUND_PART_TARGET_S = 0.28;
/** PART-HOLD-BACK in PART-TARGETs: the specification recommends three, and Safari wants them. */
const HOLD_BACK_PARTS = 3;
/** IDRs come up to 2.1 s apart; RFC 8216bis rounds to the nearest second. */
export const TARGET_DURATION_S = 3;
/** RFC 8216bis §4.4.3.8: at least six target durations. */
const CAN_SKIP_UNTIL_S = 18;
/** Parts older than three target durations from the end are no longer listed (§4.4.4.9). */
const PARTS_FOR_MS = 3 * TARGET_DURATION_S * 1000;

export const mapName = (mapId: number): string => `init${mapId}.mp4`;
export const segmentName = (segment: number): string => `s${segment}.m4s`;
export const partName = (segment: number, part: number): string => `s${segment}.${part}.m4s`;

export interface Variant {
  readonly uri: string;
  /** Bits a second. */
  readonly bandwidth: number;
  readonly codecs: string;
  /** Absent where there is sound alone. */
  readonly size?: { readonly width: number; readonly height: number };
}

/**
 * What is listed first is where a player begins.
 * @param captions the playlist of the captions, which nobody sees who does not choose them
 */
export function renderMultivariantPlaylist(variants: readonly Variant[], { captions }: { captions: string }): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="字幕",LANGUAGE="zh",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="${captions}"`,
  ];
  for (const { uri, bandwidth, codecs, size } of variants) {
    const resolution = size ? `,RESOLUTION=${size.width}x${size.height}` : '';
    lines.push(`#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},CODECS="${codecs}"${resolution},SUBTITLES="captions"`, uri);
  }
  return [...lines, ''].join('\n');
}

/** @param skip a delta update was asked for (`_HLS_skip=YES`). */
export function renderMediaPlaylist(state: PlaylistState, { skip }: { skip: boolean }): string {
  const [first] = state.segments;
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    `#EXT-X-TARGETDURATION:${TARGET_DURATION_S}`,
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${holdBackOf(state)},CAN-SKIP-UNTIL=${CAN_SKIP_UNTIL_S}`,
    `#EXT-X-PART-INF:PART-TARGET=${state.partTargetS}`,
    `#EXT-X-MEDIA-SEQUENCE:${first?.number ?? state.firstSegment}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${state.discontinuitySequence}`,
  ];
  const skipped = skip ? skippableSegments(state) : 0;
  if (skipped > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`);

  const ages = agesFromEnd(state.segments);
  let mapId: number | undefined = skipped > 0 ? state.segments[skipped - 1]?.mapId : undefined;
  state.segments.forEach((segment, position) => {
    if (position < skipped) return;
    if (segment.startsDiscontinuity && position > 0) lines.push('#EXT-X-DISCONTINUITY');
    if (segment.mapId !== mapId) {
      mapId = segment.mapId;
      lines.push(`#EXT-X-MAP:URI="${state.folder}/${mapName(mapId)}"`);
    }
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.dateMs).toISOString()}`);
    if ((ages[position] ?? 0) < PARTS_FOR_MS && !state.hasEnded) {
      segment.parts.forEach((part, index) => {
        const independent = part.isIndependent ? ',INDEPENDENT=YES' : '';
        const uri = `${state.folder}/${partName(segment.number, index)}`;
        lines.push(`#EXT-X-PART:DURATION=${seconds(part.durationMs)},URI="${uri}"${independent}`);
      });
    }
    if (segment.isComplete) {
      lines.push(`#EXTINF:${seconds(durationOf(segment))},`, `${state.folder}/${segmentName(segment.number)}`);
    }
  });
  if (state.hasEnded) {
    lines.push('#EXT-X-ENDLIST');
  } else {
    const next = nextPart(state.segments, state.firstSegment);
    lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${state.folder}/${partName(next.segment, next.part)}"`);
    for (const { uri, segment, part } of state.reports)
      lines.push(`#EXT-X-RENDITION-REPORT:URI="${uri}",LAST-MSN=${segment},LAST-PART=${part}`);
  }
  lines.push('');
  return lines.join('\n');
}

const holdBackOf = ({ partTargetS }: PlaylistState): number => Math.round(partTargetS * HOLD_BACK_PARTS * 100) / 100;

/** The part that does not exist yet. */
export function nextPart(segments: readonly PlaylistSegment[], firstSegment: number): { segment: number; part: number } {
  const last = segments.at(-1);
  if (!last) return { segment: firstSegment, part: 0 };
  return last.isComplete ? { segment: last.number + 1, part: 0 } : { segment: last.number, part: last.parts.length };
}

/** Complete segments further from the end than CAN-SKIP-UNTIL (§6.2.5.1). */
function skippableSegments({ segments }: PlaylistState): number {
  const ages = agesFromEnd(segments);
  const kept = ages.findIndex((age) => age <= CAN_SKIP_UNTIL_S * 1000);
  return Math.max(kept, 0);
}

/** How far each segment's start is from the end of the playlist, ms. */
function agesFromEnd(segments: readonly PlaylistSegment[]): number[] {
  const ages: number[] = new Array(segments.length).fill(0);
  let age = 0;
  for (let position = segments.length - 1; position >= 0; position -= 1) {
    const segment = segments[position];
    if (segment) age += durationOf(segment);
    ages[position] = age;
  }
  return ages;
}

export function durationOf(segment: PlaylistSegment): number {
  return segment.parts.reduce((sum, part) => sum + part.durationMs, 0);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(5);
}
