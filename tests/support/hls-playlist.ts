/** A media playlist as a player reads it (RFC 8216bis §4). Knows only what low-latency playlists of fragmented MP4 use. */
export interface ReadPlaylist {
  readonly version: number;
  readonly targetDuration: number;
  readonly partTarget: number | undefined;
  readonly partHoldBack: number | undefined;
  readonly canSkipUntil: number | undefined;
  readonly canBlockReload: boolean;
  readonly mediaSequence: number;
  readonly discontinuitySequence: number;
  /** Segments that a delta update leaves out. */
  readonly skipped: number;
  readonly segments: readonly ReadSegment[];
  readonly hint: string | undefined;
  readonly reports: readonly { uri: string; segment: number; part: number }[];
  readonly hasEnded: boolean;
}

export interface ReadSegment {
  readonly number: number;
  readonly startsDiscontinuity: boolean;
  /** In force at this segment; undefined where a delta update has left the tag out. */
  readonly map: string | undefined;
  readonly dateMs: number | undefined;
  readonly parts: readonly { duration: number; uri: string; isIndependent: boolean }[];
  /** s; undefined: not complete yet. */
  readonly duration: number | undefined;
  readonly uri: string | undefined;
}

type Draft = { -readonly [Key in keyof ReadSegment]: ReadSegment[Key] } & {
  parts: { duration: number; uri: string; isIndependent: boolean }[];
};

/** @throws Error on what no player would read */
export function readPlaylist(text: string): ReadPlaylist {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines[0] !== '#EXTM3U') throw new Error('no #EXTM3U on the first line');
  const said = (tag: string) => lines.find((line) => line.startsWith(`${tag}:`))?.slice(tag.length + 1);
  const control = attributesOf(said('#EXT-X-SERVER-CONTROL') ?? '');
  const mediaSequence = Number(said('#EXT-X-MEDIA-SEQUENCE') ?? 0);
  const skipped = Number(attributesOf(said('#EXT-X-SKIP') ?? '').get('SKIPPED-SEGMENTS') ?? 0);
  return {
    version: Number(said('#EXT-X-VERSION') ?? 1),
    targetDuration: Number(said('#EXT-X-TARGETDURATION') ?? Number.NaN),
    partTarget: numberOf(attributesOf(said('#EXT-X-PART-INF') ?? '').get('PART-TARGET')),
    partHoldBack: numberOf(control.get('PART-HOLD-BACK')),
    canSkipUntil: numberOf(control.get('CAN-SKIP-UNTIL')),
    canBlockReload: control.get('CAN-BLOCK-RELOAD') === 'YES',
    mediaSequence,
    discontinuitySequence: Number(said('#EXT-X-DISCONTINUITY-SEQUENCE') ?? 0),
    skipped,
    segments: readSegments(lines, mediaSequence + skipped),
    hint: attributesOf(said('#EXT-X-PRELOAD-HINT') ?? '').get('URI'),
    reports: lines
      .filter((line) => line.startsWith('#EXT-X-RENDITION-REPORT:'))
      .map((line) => attributesOf(line.slice(line.indexOf(':') + 1)))
      .map((report) => ({
        uri: report.get('URI') ?? '',
        segment: Number(report.get('LAST-MSN')),
        part: Number(report.get('LAST-PART')),
      })),
    hasEnded: lines.includes('#EXT-X-ENDLIST'),
  };
}

function readSegments(lines: readonly string[], firstNumber: number): ReadSegment[] {
  const segments: ReadSegment[] = [];
  let map: string | undefined;
  const empty = (): Draft => ({
    number: firstNumber + segments.length,
    startsDiscontinuity: false,
    map,
    dateMs: undefined,
    parts: [],
    duration: undefined,
    uri: undefined,
  });
  let open = empty();
  for (const line of lines) {
    const [tag = '', value = ''] = splitAt(line, ':');
    if (tag === '#EXT-X-DISCONTINUITY') open.startsDiscontinuity = true;
    else if (tag === '#EXT-X-MAP') open.map = map = attributesOf(value).get('URI');
    else if (tag === '#EXT-X-PROGRAM-DATE-TIME') open.dateMs = Date.parse(value);
    else if (tag === '#EXTINF') open.duration = Number.parseFloat(value);
    else if (tag === '#EXT-X-PART') {
      const part = attributesOf(value);
      open.parts.push({
        duration: Number(part.get('DURATION')),
        uri: part.get('URI') ?? '',
        isIndependent: part.get('INDEPENDENT') === 'YES',
      });
    } else if (!line.startsWith('#')) {
      open.uri = line;
      segments.push(open);
      open = empty();
    }
  }
  if (open.parts.length > 0) segments.push(open);
  return segments;
}

/** What a player holds after a delta update (§6.2.5.1): what was skipped, from the playlist before. @throws Error when it does not fit */
export function mergeDelta(before: ReadPlaylist, delta: ReadPlaylist): ReadPlaylist {
  const kept = Array.from({ length: delta.skipped }, (_, index) => {
    const segment = before.segments.find(({ number }) => number === delta.mediaSequence + index);
    if (!segment) throw new Error(`segment ${delta.mediaSequence + index} is skipped, and was never told`);
    return segment;
  });
  let map = kept.at(-1)?.map;
  const told = delta.segments.map((segment) => {
    map = segment.map ?? map;
    return { ...segment, map };
  });
  return { ...delta, skipped: 0, segments: [...kept, ...told] };
}

/** KEY=value and KEY="value", separated by commas (§4.2). */
function attributesOf(list: string): Map<string, string> {
  return new Map(
    [...list.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^,]*))/g)].map(([, key = '', quoted, bare]) => [key, quoted ?? bare ?? '']),
  );
}

function splitAt(line: string, mark: string): [string, string] {
  const at = line.indexOf(mark);
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}

const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));
