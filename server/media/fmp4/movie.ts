import { ascii, box, fullBox, UNITY_MATRIX, u16, u32, u64, zeros } from './boxes.ts';
import { AUDIO_TIMESCALE, AUDIO_TRACK, VIDEO_TIMESCALE, VIDEO_TRACK } from './init-segment.ts';
import { type BoxAt, boxesIn, findBox, type PartTrack, readPartTracks } from './read-boxes.ts';

const MOVIE_TIMESCALE = 1000;
/** What a 32-bit chunk offset reaches (stco); above it stands co64. */
const FOUR_GIB = 2 ** 32;

/** Fields of a VisualSampleEntry before its boxes (§12.1.3). */
const VISUAL_ENTRY_BYTES = 78;

/**
 * One plain MP4 file (ISO/IEC 14496-12 without fragments, tables first) of the parts of a program, nothing encoded anew: what every player and
 * every platform's upload takes. Parts behind a break are put where the ones before end, sound and picture of a part keeping their distance.
 */
export class MovieTables {
  readonly #video = new TrackTable(VIDEO_TIMESCALE);
  readonly #audio = new TrackTable(AUDIO_TIMESCALE);
  #map: Buffer | undefined;
  #firstMap: Buffer | undefined;
  /**
   * The present map's, put before each keyframe that leads a part: a file has several maps where the source changed, and players that only ever read the
   * first one's parameter sets (FFmpeg's, and so Chromium's) find the others in the stream.
   */
  #parameterSets: Buffer = Buffer.alloc(0);
  /** Bytes of samples so far. */
  #bytes = 0;
  /** Media time of the present stretch's first picture, s, and where it is put, s. */
  #stretch: { fromS: number; atS: number } | undefined;

  get bytes(): number {
    return this.#bytes;
  }

  get durationMs(): number {
    return this.#video.endS * 1000;
  }

  /** @param map ftyp and moov that the parts from here on need */
  useMap(map: Buffer): void {
    if (this.#map?.equals(map)) return;
    this.#map = map;
    this.#firstMap ??= map;
    const entry = entryOf(map, VIDEO_TRACK);
    this.#video.describe(entry);
    this.#parameterSets = parameterSetsOf(entry);
    this.#audio.describe(entryOf(map, AUDIO_TRACK));
  }

  /** What follows is not what came before. */
  break(): void {
    this.#stretch = undefined;
  }

  /** Takes moof + mdat. @returns the bytes of its samples, to be appended to the file's mdat */
  take(part: Buffer): Buffer {
    const [moof, mdat] = [...boxesIn(part)];
    if (moof?.type !== 'moof' || mdat?.type !== 'mdat') throw new Error('not a part of a program');
    const tracks = readPartTracks(part.subarray(0, moof.to));
    const picture = tracks.find(({ track }) => track === VIDEO_TRACK);
    const sound = tracks.find(({ track }) => track === AUDIO_TRACK);
    this.#stretch ??= this.#openStretch(picture, sound);
    // A sample's place in the file is its place in this part's mdat, behind what is there already.
    const shift = this.#bytes - mdat.from;
    const sets = picture?.samples[0]?.isKeyframe ? this.#parameterSets : Buffer.alloc(0);
    const before = picture?.dataOffset ?? mdat.from;
    const { fromS, atS } = this.#stretch;
    if (picture) this.#video.take(withLonger(picture, sets.length), { fromS, atS, offset: picture.dataOffset + shift });
    if (sound) {
      const behind = sound.dataOffset > before ? sets.length : 0;
      this.#audio.take(sound, { fromS, atS, offset: sound.dataOffset + shift + behind });
    }
    const bytes = Buffer.concat([part.subarray(mdat.from, before), sets, part.subarray(before, mdat.to)]);
    this.#bytes += bytes.length;
    return bytes;
  }

  /** ftyp, moov and the head of mdat: the samples follow. @throws when nothing was taken */
  head(): Buffer {
    const map = this.#firstMap;
    if (!map) throw new Error('a movie without a picture');
    const ftyp = box('ftyp', ascii('isom'), u32(0x200), ascii('isom'), ascii('iso2'), ascii('avc1'), ascii('mp41'));
    const isLarge = this.#bytes + 16 >= FOUR_GIB;
    const mdat = isLarge
      ? Buffer.concat([u32(1), ascii('mdat'), u64(this.#bytes + 16)])
      : Buffer.concat([u32(this.#bytes + 8), ascii('mdat')]);
    // Chunk offsets count from the start of the file, so the size of moov must be known first: written twice.
    const draft = this.#moov(map, 0);
    const moov = this.#moov(map, ftyp.length + draft.length + mdat.length);
    return Buffer.concat([ftyp, moov.length === draft.length ? moov : this.#moov(map, ftyp.length + moov.length + mdat.length), mdat]);
  }

  /** Neither track may begin before what it has already ends. */
  #openStretch(picture: PartTrack | undefined, sound: PartTrack | undefined): { fromS: number; atS: number } {
    const fromS = picture ? picture.time / VIDEO_TIMESCALE : (sound?.time ?? 0) / AUDIO_TIMESCALE;
    const soundLeadS = sound ? fromS - sound.time / AUDIO_TIMESCALE : 0;
    return { fromS, atS: Math.max(this.#video.endS, this.#audio.endS + soundLeadS, 0) };
  }

  #moov(map: Buffer, start: number): Buffer {
    const tables = [this.#video, this.#audio].filter((table) => table.hasSamples);
    const durationMs = Math.max(...tables.map(({ endS }) => Math.ceil(endS * MOVIE_TIMESCALE)), 0);
    return box(
      'moov',
      fullBox('mvhd', 0, 0, u32(0, 0, MOVIE_TIMESCALE, durationMs, 0x10000), u16(0x100, 0), zeros(8), UNITY_MATRIX, zeros(24), u32(3)),
      ...(this.#video.hasSamples ? [this.#video.box(map, VIDEO_TRACK, start)] : []),
      ...(this.#audio.hasSamples ? [this.#audio.box(map, AUDIO_TRACK, start)] : []),
    );
  }
}

interface Chunk {
  readonly offset: number;
  readonly samples: number;
  readonly description: number;
}

class TrackTable {
  readonly #timescale: number;
  readonly #descriptions: Buffer[] = [];
  #description = 0;
  /** Where the first sample is put, in the time scale. */
  #start: number | undefined;
  #end = 0;
  readonly #durations: number[] = [];
  readonly #sizes: number[] = [];
  readonly #keyframes: number[] = [];
  readonly #chunks: Chunk[] = [];

  constructor(timescale: number) {
    this.#timescale = timescale;
  }

  get hasSamples(): boolean {
    return this.#sizes.length > 0;
  }

  get endS(): number {
    return this.#end / this.#timescale;
  }

  describe(entry: Buffer): void {
    const known = this.#descriptions.findIndex((description) => description.equals(entry));
    this.#description = known >= 0 ? known + 1 : this.#descriptions.push(entry);
  }

  take(track: PartTrack, { fromS, atS, offset }: { fromS: number; atS: number; offset: number }): void {
    const wanted = Math.round((atS - fromS) * this.#timescale) + track.time;
    if (this.#start === undefined) {
      this.#start = Math.max(wanted, 0);
      this.#end = this.#start;
    } else if (wanted > this.#end) {
      // What was shown or heard last stays until then.
      const last = this.#durations.length - 1;
      this.#durations[last] = (this.#durations[last] ?? 0) + wanted - this.#end;
      this.#end = wanted;
    }
    for (const sample of track.samples) {
      this.#durations.push(sample.duration);
      this.#sizes.push(sample.size);
      this.#end += sample.duration;
      if (sample.isKeyframe) this.#keyframes.push(this.#sizes.length);
    }
    this.#chunks.push({ offset, samples: track.samples.length, description: this.#description });
  }

  /** @param start of the samples in the file */
  box(map: Buffer, trackId: number, start: number): Buffer {
    const like = trackOf(map, trackId);
    const content = (...path: string[]): Buffer => {
      const found = findBox(map, path, like);
      if (!found) throw new Error(`a map without ${path.join('/')}`);
      return map.subarray(found.from, found.to);
    };
    const whole = (...path: string[]): Buffer => {
      const found = findBox(map, path, like);
      return found ? map.subarray(found.from - 8, found.to) : Buffer.alloc(0);
    };
    const media = this.#end - (this.#start ?? 0);
    const inMovie = (ticks: number) => Math.round((ticks / this.#timescale) * MOVIE_TIMESCALE);
    const delay = inMovie(this.#start ?? 0);
    return box(
      'trak',
      box('tkhd', withNumber(content('tkhd'), 20, delay + inMovie(media))),
      // A track that begins later says so by an empty edit (§8.6.6).
      box(
        'edts',
        fullBox(
          'elst',
          0,
          0,
          u32(delay > 0 ? 2 : 1),
          ...(delay > 0 ? [u32(delay, 0xffffffff, 0x10000)] : []),
          u32(inMovie(media), 0, 0x10000),
        ),
      ),
      box(
        'mdia',
        box('mdhd', withNumber(content('mdia', 'mdhd'), 16, media)),
        whole('mdia', 'hdlr'),
        box(
          'minf',
          whole('mdia', 'minf', 'vmhd'),
          whole('mdia', 'minf', 'smhd'),
          whole('mdia', 'minf', 'dinf'),
          box(
            'stbl',
            fullBox('stsd', 0, 0, u32(this.#descriptions.length), ...this.#descriptions),
            fullBox('stts', 0, 0, ...this.#times()),
            ...(trackId === VIDEO_TRACK ? [fullBox('stss', 0, 0, numbers([this.#keyframes.length, ...this.#keyframes]))] : []),
            fullBox('stsc', 0, 0, ...this.#samplesOfChunks()),
            fullBox('stsz', 0, 0, u32(0), numbers([this.#sizes.length, ...this.#sizes])),
            this.#places(start),
          ),
        ),
      ),
    );
  }

  #times(): Buffer[] {
    const runs: number[] = [];
    let count = 0;
    this.#durations.forEach((duration, index) => {
      count += 1;
      if (this.#durations[index + 1] === duration) return;
      runs.push(count, duration);
      count = 0;
    });
    return [u32(runs.length / 2), numbers(runs)];
  }

  #samplesOfChunks(): Buffer[] {
    const runs: number[] = [];
    let last: Chunk | undefined;
    this.#chunks.forEach((chunk, index) => {
      if (last?.samples === chunk.samples && last.description === chunk.description) return;
      runs.push(index + 1, chunk.samples, chunk.description);
      last = chunk;
    });
    return [u32(runs.length / 3), numbers(runs)];
  }

  #places(start: number): Buffer {
    const places = this.#chunks.map(({ offset }) => offset + start);
    if ((places.at(-1) ?? 0) < FOUR_GIB) return fullBox('stco', 0, 0, numbers([places.length, ...places]));
    const bytes = Buffer.alloc(places.length * 8);
    places.forEach((place, index) => {
      bytes.writeBigUInt64BE(BigInt(place), index * 8);
    });
    return fullBox('co64', 0, 0, u32(places.length), bytes);
  }
}

function trackOf(map: Buffer, trackId: number): BoxAt {
  const moov = findBox(map, ['moov']);
  for (const trak of boxesIn(map, moov?.from, moov?.to)) {
    if (trak.type !== 'trak') continue;
    const head = findBox(map, ['tkhd'], trak);
    if (head && map.readUInt32BE(head.from + 12) === trackId) return trak;
  }
  throw new Error(`a map without track ${trackId}`);
}

/** The sample entry (avc1, mp4a) of a map's track. */
function entryOf(map: Buffer, trackId: number): Buffer {
  const stsd = findBox(map, ['mdia', 'minf', 'stbl', 'stsd'], trackOf(map, trackId));
  if (!stsd) throw new Error('a map without a sample entry');
  return map.subarray(stsd.from + 8, stsd.to);
}

/** ISO/IEC 14496-15 §5.3.3.1: the SPS and PPS of an avc1 entry, each behind its length as in a sample. */
function parameterSetsOf(entry: Buffer): Buffer {
  const avcC = findBox(entry, ['avcC'], { from: 8 + VISUAL_ENTRY_BYTES, to: entry.length });
  if (!avcC) throw new Error('a map without parameter sets');
  const sets: Buffer[] = [];
  let at = avcC.from + 5;
  for (const mask of [0x1f, 0xff]) {
    const count = entry.readUInt8(at) & mask;
    at += 1;
    for (let index = 0; index < count; index += 1) {
      const size = entry.readUInt16BE(at);
      sets.push(u32(size), entry.subarray(at + 2, at + 2 + size));
      at += 2 + size;
    }
  }
  return Buffer.concat(sets);
}

/** With parameter sets before its first sample. */
function withLonger(track: PartTrack, by: number): PartTrack {
  const [first, ...rest] = track.samples;
  return first && by > 0 ? { ...track, samples: [{ ...first, size: first.size + by }, ...rest] } : track;
}

function withNumber(content: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(content);
  copy.writeUInt32BE(value, at);
  return copy;
}

/** As u32, for tables too long for an argument list. */
function numbers(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value, index * 4);
  });
  return bytes;
}
