import type { RestreamState, RestreamTrouble } from '../../contract/feeds.ts';
import { AUDIO_TIMESCALE, VIDEO_TIMESCALE } from '../fmp4/init-segment.ts';
import { readAvcC, readPictures } from '../fmp4/read-part.ts';
import type { ProgramMap, ProgramPart, ProgramSink } from '../packager/program-sink.ts';
import { DoorShut, openDoor, type RtmpAddress } from './door.ts';
import { AUDIO_TAG, audioBody, audioHeader, VIDEO_TAG, videoBody, videoHeader } from './flv.ts';
import { RtmpError, RtmpPublisher } from './rtmp/publish.ts';

/** Seconds until the next try: a platform that restarts is back soon, one that refuses must not be hammered for three hours. */
const BACK_OFF_S = [1, 2, 4, 8, 15, 30];
/** Whoever has taken the show for this long has a new beginning. */
const PROVEN_MS = 30_000;
/** What may wait in the socket: some six seconds of the program. Above it the show is left out until the next keyframe. */
const MOST_QUEUED_BYTES = 2_000_000;
/** And it goes on only when most of that has gone. */
const FEW_QUEUED_BYTES = 250_000;
/** A platform that takes nothing at all for so long is hung up on. */
const STALLED_MS = 10_000;
const WINDOW_MS = 4_000;

export interface TargetLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface TargetPlace {
  readonly targetId: string;
  readonly episodeId: string;
  readonly address: RtmpAddress;
  readonly key: string;
}

interface Line {
  readonly publisher: RtmpPublisher;
  readonly sinceMs: number;
  /** Program time of the first picture sent, s: what the platform gets begins at 0. */
  zeroS: number | undefined;
  map: ProgramMap | undefined;
  lastMs: { video: number; audio: number };
  leavesOut: boolean;
  leftOutMs: number;
  sent: { atMs: number; bytes: number }[];
  queued: number;
  movedMs: number;
}

/**
 * One platform that the show is sent on to, as a subscriber of the program's parts: the same pictures and sound as everybody's, put into FLV. It never
 * holds the program up: what the platform doesn't take in time is left out for it alone.
 */
export class RestreamTarget implements ProgramSink {
  readonly #place: TargetPlace;
  readonly #allowPrivate: boolean;
  readonly #comes: () => boolean;
  readonly #missing: 'picture' | 'cut';
  readonly #now: () => number;
  readonly #log: TargetLog;
  readonly #watch: NodeJS.Timeout;
  #line: Line | undefined;
  #isOpening = false;
  #retry: { trouble: RestreamTrouble; said: string; atMs: number } | undefined;
  #tries = 0;
  #closed = false;

  /** @param input.comes whether the picture that this target takes comes now */
  constructor(input: {
    place: TargetPlace;
    allowPrivate: boolean;
    comes: () => boolean;
    missing: 'picture' | 'cut';
    now: () => number;
    log: TargetLog;
  }) {
    this.#place = input.place;
    this.#allowPrivate = input.allowPrivate;
    this.#comes = input.comes;
    this.#missing = input.missing;
    this.#now = input.now;
    this.#log = input.log;
    this.#watch = setInterval(() => this.#look(), 500);
  }

  get state(): RestreamState {
    const line = this.#line;
    if (this.#closed) return { is: 'off' };
    if (line) {
      const leftOutSeconds = Math.round(line.leftOutMs / 1000);
      if (line.zeroS === undefined) return { is: 'connecting' };
      return { is: 'sending', sinceMs: this.#now() - line.sinceMs, bitrate: this.#bitrate(line), leftOutSeconds };
    }
    if (this.#isOpening) return { is: 'connecting' };
    if (this.#retry) {
      const { trouble, said, atMs } = this.#retry;
      return { is: 'retrying', trouble, said, tries: this.#tries, inSeconds: Math.max(0, Math.ceil((atMs - this.#now()) / 1000)) };
    }
    return { is: 'waiting', why: this.#comes() ? 'picture' : this.#missing };
  }

  part(part: ProgramPart): void {
    if (this.#closed) return;
    // A platform is called when there is something to send, and from a keyframe on.
    if (!this.#line && part.isIndependent) this.#call();
    const line = this.#line;
    if (!line) return;
    if (line.publisher.queued > MOST_QUEUED_BYTES) line.leavesOut = true;
    if (line.leavesOut && part.isIndependent && line.publisher.queued < FEW_QUEUED_BYTES) line.leavesOut = false;
    if (line.leavesOut) {
      line.leftOutMs += part.durationMs;
      return;
    }
    if (line.zeroS === undefined && !part.isIndependent) return;
    this.#send(line, part);
  }

  /** The show is over. */
  end(): void {
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#watch);
    this.#line?.publisher.close();
    this.#line = undefined;
  }

  #call(): void {
    if (this.#isOpening || (this.#retry && this.#retry.atMs > this.#now())) return;
    this.#isOpening = true;
    this.#tries += 1;
    this.#open().then(
      (line) => {
        this.#isOpening = false;
        if (this.#closed) return line.publisher.close();
        this.#retry = undefined;
        this.#line = line;
        this.#log.info(this.#facts(), 'restream: the platform takes the show');
      },
      (error: unknown) => {
        this.#isOpening = false;
        this.#failed(error);
      },
    );
  }

  async #open(): Promise<Line> {
    const { address, key } = this.#place;
    const socket = await openDoor(address, { allowPrivate: this.#allowPrivate });
    let line: Line | undefined;
    const publisher = await RtmpPublisher.open(socket, { tcUrl: address.tcUrl, app: address.app, key }, (error) => {
      if (!line || this.#line !== line) return;
      this.#line = undefined;
      if (this.#now() - line.sinceMs > PROVEN_MS) this.#tries = 0;
      this.#failed(error);
    });
    const nowMs = this.#now();
    line = {
      publisher,
      sinceMs: nowMs,
      zeroS: undefined,
      map: undefined,
      lastMs: { video: 0, audio: 0 },
      leavesOut: false,
      leftOutMs: 0,
      sent: [],
      queued: 0,
      movedMs: nowMs,
    };
    return line;
  }

  #failed(error: unknown): void {
    if (this.#closed) return;
    const isKnown = error instanceof RtmpError || error instanceof DoorShut;
    const trouble: RestreamTrouble = isKnown ? error.trouble : 'protocol';
    const said = isKnown ? error.said : '';
    const waitS = BACK_OFF_S[Math.min(Math.max(this.#tries, 1), BACK_OFF_S.length) - 1] ?? 30;
    this.#retry = { trouble, said, atMs: this.#now() + waitS * 1000 };
    this.#log.warn(
      { ...this.#facts(), trouble, said, waitS, ...(isKnown ? {} : { err: error }) },
      'restream: the platform does not take the show',
    );
  }

  #send(line: Line, part: ProgramPart): void {
    const pictures = readPictures(part.bytes);
    const [first] = pictures;
    if (!first) return;
    const zeroS = first.time / VIDEO_TIMESCALE;
    line.zeroS ??= zeroS;
    if (line.map !== part.map) this.#sendHeads(line, part.map, this.#stamp(line, 'video', zeroS));
    // By time, as a player reads them: a platform's own buffer is short.
    const tags = [
      ...pictures.map(({ time, isKeyframe, data }) => ({
        kind: 'video' as const,
        at: time / VIDEO_TIMESCALE,
        body: videoBody(data, isKeyframe),
      })),
      ...part.sound.map(({ time, data }) => ({ kind: 'audio' as const, at: time / AUDIO_TIMESCALE, body: audioBody(data) })),
    ].sort((a, b) => a.at - b.at);
    let bytes = 0;
    for (const { kind, at, body } of tags) {
      // Sound from before the first picture.
      if (at < line.zeroS) continue;
      bytes += line.publisher.media(kind === 'video' ? VIDEO_TAG : AUDIO_TAG, this.#stamp(line, kind, at), body);
    }
    const nowMs = this.#now();
    line.sent.push({ atMs: nowMs, bytes });
    line.sent = line.sent.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS);
  }

  /** Also in the middle of the stream: the slate and a host who comes back are other pictures. */
  #sendHeads(line: Line, map: ProgramMap, stampMs: number): void {
    const avcC = readAvcC(map.bytes);
    if (!avcC) return;
    if (line.map === undefined) {
      const facts = { width: map.width, height: map.height, videocodecid: 7, audiocodecid: 10, audiosamplerate: 48_000, stereo: true };
      line.publisher.data('@setDataFrame', 'onMetaData', { ...facts, encoder: 'gangbo' });
    }
    line.map = map;
    line.publisher.media(VIDEO_TAG, stampMs, videoHeader(avcC));
    line.publisher.media(AUDIO_TAG, stampMs, audioHeader(map.sound.specificConfig));
  }

  /** Whole milliseconds from 0, never backwards. */
  #stamp(line: Line, kind: 'video' | 'audio', atS: number): number {
    const stamp = Math.max(Math.round((atS - (line.zeroS ?? atS)) * 1000), line.lastMs[kind]);
    line.lastMs[kind] = stamp;
    return stamp;
  }

  #bitrate(line: Line): number {
    const nowMs = this.#now();
    const recent = line.sent.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS);
    const [first] = recent;
    if (!first) return 0;
    return (recent.reduce((sum, { bytes }) => sum + bytes, 0) * 8000) / Math.max(nowMs - first.atMs, 1000);
  }

  /** Whether what waits in the socket moves. */
  #look(): void {
    const line = this.#line;
    if (!line) return;
    const nowMs = this.#now();
    const { queued } = line.publisher;
    if (queued === 0 || queued < line.queued) line.movedMs = nowMs;
    line.queued = queued;
    if (nowMs - line.movedMs > STALLED_MS) line.publisher.abort('stalled');
  }

  #facts(): object {
    const { targetId, episodeId, address } = this.#place;
    return { targetId, episodeId, host: address.host, tries: this.#tries };
  }
}
