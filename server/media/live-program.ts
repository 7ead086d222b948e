import type { PictureCut, PictureSource } from '../contract/live.ts';
import { HOST_SILENT_MS, PICTURE_SILENT_MS } from '../domain/live/host-loss.ts';
import { HlsRenditions } from './hls/hls-renditions.ts';
import { numberingFrom } from './hls/numbering.ts';
import { IncomingMeter } from './incoming.ts';
import { Packager } from './packager/packager.ts';
import type { ProgramSink } from './packager/program-sink.ts';
import type { ProgramClock, SourceIntake } from './packager/source-intake.ts';
import { Presence } from './presence.ts';
import { ProgramCut } from './program-cut.ts';
import { ProgramRoom } from './sfu/program-room.ts';
import type { Publisher, TrackName } from './sfu/publisher.ts';
import type { PoolLog, WorkerPool } from './sfu/worker-pool.ts';
import { ViewingTally } from './viewing-tally.ts';

const TICK_MS = 40;

export interface ProgramEvents {
  /** No picture comes from the host any more. */
  hostLost(): void;
  /** A picture comes (again). */
  hostBack(): void;
  /** Where the picture's RTP time stands on the program's clock has become known (again). */
  clockChanged(): void;
}

export interface ProgramStatus {
  readonly isOnAir: boolean;
  /** Whoever sends; undefined while nobody does. */
  readonly from: PictureSource | undefined;
  readonly mediaTimeMs: number | undefined;
  readonly epochMs: number | undefined;
  readonly clock: ProgramClock | undefined;
  readonly webrtcViewers: number;
}

/** What comes in, measured where it arrives. */
export interface Incoming {
  readonly from: PictureSource;
  readonly onAir: boolean;
  readonly codecs: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly fps: number;
  readonly bitrate: number;
}

/** One episode's picture: its room in the SFU, its packager and what hangs on it. Lives from going live to the end. */
export class LiveProgram {
  readonly episodeId: string;
  readonly room: ProgramRoom;
  readonly hls: HlsRenditions;
  readonly presence: Presence;
  readonly viewing = new ViewingTally();
  readonly #packager: Packager;
  readonly #now: () => number;
  readonly #events: ProgramEvents;
  readonly #log: PoolLog;
  readonly #timer: NodeJS.Timeout;
  readonly #meter = new IncomingMeter();
  readonly #cuts = new Map<PictureCut, ProgramCut>();
  readonly #firstSegment: number;
  /** The smaller picture was more than this machine could do. */
  hasDroppedSmall = false;
  #intake: SourceIntake | undefined;
  #tapped: Publisher | undefined;
  #hostIsHere = false;
  #closed = false;

  constructor(input: {
    episodeId: string;
    /** When the show began, server time: before now when a server is started again in its middle. */
    startedMs: number;
    pool: WorkerPool;
    /** Server time in ms that never goes back. */
    now: () => number;
    log: PoolLog;
    events: ProgramEvents;
    /** Server time of media time 0, where the episode has run before. */
    epochMs?: number | undefined;
    /** Makes a picture of 360 lines beside the program's, while the machine keeps up. */
    smallPicture?: boolean;
    /** Further subscribers of the same parts: recording, restream. */
    sinks?: readonly ProgramSink[];
  }) {
    this.episodeId = input.episodeId;
    this.#now = input.now;
    this.#log = input.log;
    this.#events = input.events;
    this.presence = new Presence(input.now);
    const { firstSegment, firstDiscontinuity } = numberingFrom(input);
    this.#firstSegment = firstSegment;
    this.hls = new HlsRenditions({
      firstSegment,
      firstDiscontinuity,
      folder: Math.floor(input.now()).toString(36),
      epochMs: () => this.#packager.epochMs ?? input.now(),
      ...(input.smallPicture && { small: { dropped: (why: unknown) => this.#smallDropped(why) } }),
    });
    this.#packager = new Packager({
      sinks: [this.hls, ...(input.sinks ?? [])],
      firstSegment,
      epochMs: input.epochMs,
      now: input.now,
      onProblem: (what) => input.log.warn({ episodeId: input.episodeId, what }, 'program packager'),
      onSourceJumped: () => this.#tapAgain(),
      onClock: () => input.events.clockChanged(),
    });
    this.room = new ProgramRoom({
      pool: input.pool,
      events: {
        reopened: () => input.log.warn({ episodeId: input.episodeId }, 'program room open again on another worker'),
        publisherGone: () => this.#hostGone(),
      },
    });
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  get closed(): boolean {
    return this.#closed;
  }

  get status(): ProgramStatus {
    return {
      isOnAir: this.#hostIsHere,
      from: this.#tapped?.closed ? undefined : this.#tapped?.from,
      mediaTimeMs: this.#packager.mediaTimeMs(),
      epochMs: this.#packager.epochMs,
      clock: this.#packager.clock,
      webrtcViewers: this.room.viewerCount,
    };
  }

  /** Nothing while nobody has come to send. */
  get incoming(): Incoming | undefined {
    const publisher = this.#tapped;
    if (!publisher || publisher.closed) return undefined;
    const map = this.#hostIsHere ? this.#packager.map : undefined;
    return {
      from: publisher.from,
      onAir: this.#hostIsHere,
      codecs: map?.codecs ?? null,
      width: map?.width ?? null,
      height: map?.height ?? null,
      ...this.#meter.figures(this.#now()),
    };
  }

  /** Whether the picture in this cut comes: the program's own always does when any does. */
  comes(picture: 'program' | PictureCut): boolean {
    if (picture === 'program') return this.#hostIsHere;
    return this.#cuts.get(picture)?.comes ?? false;
  }

  /** Hangs a further subscriber on the program, or on a cut of it. @returns what takes it away */
  attach(picture: 'program' | PictureCut, sink: ProgramSink): () => void {
    if (picture === 'program') return this.#packager.addSink(sink);
    const cut = this.#cuts.get(picture) ?? this.#openCut(picture);
    const remove = cut.addSink(sink);
    return () => {
      remove();
      if (!cut.isUnused) return;
      this.#cuts.delete(picture);
      cut.close();
    };
  }

  /** Both tracks are produced: from here on the program runs. @throws Refusal LIVE_SESSION_GONE */
  async goOnAir(publisherId: string): Promise<void> {
    await this.#tap(this.room.requirePublisher(publisherId));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.room.close();
    this.#packager.close();
    for (const cut of this.#cuts.values()) cut.close();
    this.#cuts.clear();
  }

  #smallDropped(why: unknown): void {
    this.hasDroppedSmall = true;
    this.#log.warn({ err: why, episodeId: this.episodeId }, 'the picture of 360 lines is given up: the program’s own goes on');
  }

  #openCut(name: PictureCut): ProgramCut {
    const cut = new ProgramCut({
      cut: name,
      firstSegment: this.#firstSegment,
      now: this.#now,
      onProblem: (what) => this.#log.warn({ episodeId: this.episodeId, cut: name, what }, 'program packager'),
      requestKeyframe: (publisher, track) => this.#requestKeyframe(publisher, track),
    });
    this.#cuts.set(name, cut);
    if (this.#tapped && !this.#tapped.closed) cut.follow(this.#tapped);
    return cut;
  }

  async #tap(publisher: Publisher): Promise<void> {
    const intake = this.#packager.openSource({
      hasAudio: publisher.hasAudio,
      requestKeyframe: () => this.#requestKeyframe(publisher),
    });
    this.#intake = intake;
    this.#tapped = publisher;
    this.#meter.clear();
    for (const cut of this.#cuts.values()) cut.follow(publisher);
    await publisher.tap({
      rtp: (track: TrackName, packet: Buffer) => {
        if (this.#intake !== intake) return;
        const now = this.#now();
        for (const cut of this.#cuts.values()) cut.rtp(track, packet, now);
        if (track !== 'audio' && track !== 'video') return;
        this.#meter.rtp(track, packet, now);
        intake.rtp(track, packet, now);
        if (track === 'video') this.#hostCame();
      },
      report: (track, report) => {
        for (const cut of this.#cuts.values()) cut.report(track, report);
        if (track === 'audio' || track === 'video') intake.report(track, report);
      },
    });
  }

  #tapAgain(): void {
    const publisher = this.#tapped;
    if (!publisher || publisher.closed) return;
    this.#log.warn({ episodeId: this.episodeId }, 'the host’s clock jumped, the program starts a new stretch');
    this.#tap(publisher).catch((error: unknown) => {
      if (!publisher.closed) this.#log.error({ err: error, episodeId: this.episodeId }, 'the program could not be tapped again');
    });
  }

  #requestKeyframe(publisher: Publisher, track: TrackName = 'video'): void {
    publisher.requestKeyframe(track).catch((error: unknown) => {
      // A worker that dies under the request takes the publisher with it, which says everything.
      if (!publisher.closed) this.#log.warn({ err: error, episodeId: this.episodeId }, 'no keyframe could be asked for');
    });
  }

  #tick(): void {
    const now = this.#now();
    this.#intake?.tick(now);
    this.#packager.tick(now);
    for (const cut of this.#cuts.values()) cut.tick(now);
    const heard = this.#intake?.lastHeardMs;
    if (heard && (now - heard.any > HOST_SILENT_MS || now - heard.picture > PICTURE_SILENT_MS)) this.#hostGone();
  }

  #hostCame(): void {
    if (this.#hostIsHere || this.#closed) return;
    this.#hostIsHere = true;
    this.#events.hostBack();
  }

  #hostGone(): void {
    if (!this.#hostIsHere || this.#closed) return;
    this.#hostIsHere = false;
    this.#packager.showSlate();
    this.#events.hostLost();
    if (this.#tapped?.closed) {
      this.#intake = undefined;
      this.#packager.closeSource();
    }
  }
}
