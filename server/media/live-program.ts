import type { types } from 'mediasoup';
import { HOST_SILENT_MS, PICTURE_SILENT_MS } from '../domain/live/host-loss.ts';
import { HlsRenditions } from './hls/hls-renditions.ts';
import { numberingFrom } from './hls/numbering.ts';
import { Packager } from './packager/packager.ts';
import type { ProgramSink } from './packager/program-sink.ts';
import type { ProgramClock, SourceIntake } from './packager/source-intake.ts';
import { Presence } from './presence.ts';
import { ProgramRoom } from './sfu/program-room.ts';
import type { Publisher } from './sfu/publisher.ts';
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
  readonly mediaTimeMs: number | undefined;
  readonly epochMs: number | undefined;
  readonly clock: ProgramClock | undefined;
  readonly webrtcViewers: number;
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
  #intake: SourceIntake | undefined;
  #tapped: Publisher | undefined;
  #hostIsHere = false;
  #closed = false;

  constructor(input: {
    episodeId: string;
    /** When the show began, server time: before now when a server is started again in its middle. */
    startedMs: number;
    pool: WorkerPool;
    maxViewers: number;
    /** Server time in ms that never goes back. */
    now: () => number;
    log: PoolLog;
    events: ProgramEvents;
    /** Server time of media time 0, where the episode has run before. */
    epochMs?: number | undefined;
    /** Further subscribers of the same parts: recording, restream. */
    sinks?: readonly ProgramSink[];
  }) {
    this.episodeId = input.episodeId;
    this.#now = input.now;
    this.#log = input.log;
    this.#events = input.events;
    this.presence = new Presence(input.now);
    const { firstSegment, firstDiscontinuity } = numberingFrom(input);
    this.hls = new HlsRenditions({
      firstSegment,
      firstDiscontinuity,
      folder: Math.floor(input.now()).toString(36),
      epochMs: () => this.#packager.epochMs ?? input.now(),
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
      maxViewers: input.maxViewers,
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
      mediaTimeMs: this.#packager.mediaTimeMs(),
      epochMs: this.#packager.epochMs,
      clock: this.#packager.clock,
      webrtcViewers: this.room.viewerCount,
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
  }

  async #tap(publisher: Publisher): Promise<void> {
    const intake = this.#packager.openSource({
      hasAudio: publisher.hasAudio,
      requestKeyframe: () => this.#requestKeyframe(publisher),
    });
    this.#intake = intake;
    this.#tapped = publisher;
    await publisher.tap({
      rtp: (kind: types.MediaKind, packet: Buffer) => {
        if (this.#intake !== intake) return;
        intake.rtp(kind, packet, this.#now());
        if (kind === 'video') this.#hostCame();
      },
      report: (kind, report) => intake.report(kind, report),
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

  #requestKeyframe(publisher: Publisher): void {
    publisher.requestKeyframe().catch((error: unknown) => {
      // A worker that dies under the request takes the publisher with it, which says everything.
      if (!publisher.closed) this.#log.warn({ err: error, episodeId: this.episodeId }, 'no keyframe could be asked for');
    });
  }

  #tick(): void {
    const now = this.#now();
    this.#intake?.tick(now);
    this.#packager.tick(now);
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
