import { AUDIO_TIMESCALE, VIDEO_TIMESCALE } from '../fmp4/init-segment.ts';
import type { AudioSample } from '../fmp4/media-part.ts';
import { type AccessUnit, H264Depacketizer } from '../h264/depacketizer.ts';
import { parseRtpPacket, type RtpPacket } from '../rtp/packet.ts';
import { type Ordered, ReorderBuffer } from '../rtp/reorder-buffer.ts';
import { RtpTimeline, type SenderReport } from '../rtp/timeline.ts';
import { OpusToAac } from './opus-to-aac.ts';

export type MediaKind = 'audio' | 'video';

/** A picture on the program's clock, with the parameter sets it needs. */
export interface TimedUnit {
  /** 90 kHz. */
  readonly time: number;
  readonly unit: AccessUnit;
}

/** Where an RTP timestamp of the picture stands on the program's clock; viewers over WebRTC see the same timestamps. */
export interface ProgramClock {
  readonly rtpTimestamp: number;
  readonly mediaTimeMs: number;
}

export interface IntakeEvents {
  /**
   * The first picture is at hand: what was there before it must end now.
   * @param dueMs when it would have come, had nothing held it up
   * @returns where it stands on the program's clock, ms
   */
  starting(dueMs: number): number;
  /** The clock is known: called once, before the first picture. */
  started(clock: ProgramClock, sound: { specificConfig: Buffer; channels: number }): void;
  picture(picture: TimedUnit): void;
  sound(sample: AudioSample): void;
  requestKeyframe(): void;
  /** The sender's time jumped: this intake has ended by itself. */
  jumped(): void;
}

const VIDEO_LIMITS = { packets: 256, waitMs: 150 };
const AUDIO_LIMITS = { packets: 16, waitMs: 100 };
/** Sender reports come 0.5 s (picture) and 2.5 s (sound) after the start; without them arrival must do. */
const WAIT_FOR_REPORTS_MS = 4000;
/** Chromium sends no keyframe for 7–10 s unless asked, and answers within 0.1 s. */
const KEYFRAME_EVERY_MS = 1900;
/** mediasoup passes on one request a second. */
const KEYFRAME_REQUEST_APART_MS = 1000;
/** Sound that is later than this against the picture becomes silence. */
const SOUND_MAY_LAG_MS = 500;
const JUMP_MS = 3000;
/** Sound and picture of one sender don't move against each other by more than this, whatever its reports say for a moment. */
const SOUND_STEP = (500 * AUDIO_TIMESCALE) / 1000;
/** Reports of both come well within this: what is still different then is how it is. */
const SOUND_STEP_PROVED = 12 * AUDIO_TIMESCALE;
/** Pictures may be that late; sound that is further ahead of them is of no known time. */
const SOUND_MAY_LEAD = ((JUMP_MS + WAIT_FOR_REPORTS_MS) * AUDIO_TIMESCALE) / 1000;
/** A keyframe that came within this is of this moment. */
const NEW_MS = 150;
/** A line's queue holds a first keyframe up for less than this; what says more is a sender's time that jumped. */
const HELD_UP_MS = 1000;

interface Waiting<T> {
  readonly item: T;
  readonly ticks: number;
  readonly arrivedMs: number;
}

interface Started {
  /** Unwrapped RTP ticks of the first picture, and where it stands on the program's clock (ms). */
  readonly zeroTicks: number;
  readonly startMs: number;
  /** Sound's ticks that belong to the first picture's moment, when there are no reports. */
  readonly soundZeroTicks: number | undefined;
}

/**
 * One publisher's RTP, from packets to pictures and sound on the program's clock. Nothing is lost while the sender's reports are awaited:
 * pictures and sound wait with it.
 */
export class SourceIntake {
  readonly #events: IntakeEvents;
  readonly #hasAudio: boolean;
  readonly #startsAtNewest: boolean;
  readonly #programTimeMs: (nowMs: number) => number;
  readonly #videoOrder = new ReorderBuffer(VIDEO_LIMITS);
  readonly #audioOrder = new ReorderBuffer(AUDIO_LIMITS);
  readonly #videoTime = new RtpTimeline(VIDEO_TIMESCALE);
  readonly #audioTime = new RtpTimeline(AUDIO_TIMESCALE);
  readonly #depacketizer = new H264Depacketizer();
  readonly #aac = new OpusToAac();
  #units: Waiting<AccessUnit>[] = [];
  #opus: Waiting<Buffer>[] = [];
  #firstPacketMs: number | undefined;
  /** When the picture of RTP time 0 would have come, had it been as little on its way as the quickest yet. */
  #quickestMs = Number.POSITIVE_INFINITY;
  #started: Started | undefined;
  #lastPictureTime: number | undefined;
  /** From sound's ticks to its time on the program's clock; where the reports say something else, since when. */
  #soundOffset: { ticks: number; oddSince: number | undefined } | undefined;
  readonly #lastPacketMs: { audio?: number; video?: number } = {};
  #lastKeyframeMs = 0;
  #lastRequestMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  /** @param input.startsAtNewest begins at a keyframe that has just come, not with the first one of all */
  constructor(input: {
    hasAudio: boolean;
    startsAtNewest: boolean;
    programTimeMs: (nowMs: number) => number;
    events: IntakeEvents;
  }) {
    this.#hasAudio = input.hasAudio;
    this.#startsAtNewest = input.startsAtNewest;
    this.#programTimeMs = input.programTimeMs;
    this.#events = input.events;
  }

  /** When something came last: silence here is how the loss of a host is noticed. */
  get lastHeardMs(): { any: number; picture: number } | undefined {
    const { audio, video } = this.#lastPacketMs;
    return video === undefined ? undefined : { any: Math.max(audio ?? 0, video), picture: video };
  }

  /** The sender's own wall clock at media time 0, ms since the Unix epoch, as its reports have it. */
  get senderZeroMs(): number | undefined {
    if (!this.#started) return undefined;
    const wallMs = this.#videoTime.wallMsOf(this.#started.zeroTicks);
    return wallMs === undefined ? undefined : wallMs - this.#started.startMs;
  }

  rtp(kind: MediaKind, data: Buffer, nowMs: number): void {
    if (this.#closed) return;
    const packet = parseRtpPacket(data);
    if (!packet) return;
    this.#firstPacketMs ??= nowMs;
    this.#lastPacketMs[kind] = nowMs;
    if (kind === 'video') {
      this.#takeVideo(this.#videoOrder.push(packet, nowMs), nowMs);
    } else {
      this.#takeAudio(this.#audioOrder.push(packet, nowMs), nowMs);
    }
  }

  report(kind: MediaKind, report: SenderReport): void {
    (kind === 'video' ? this.#videoTime : this.#audioTime).report(report);
  }

  /** To be called some 20 times a second, also when nothing arrives. */
  tick(nowMs: number): void {
    if (this.#closed) return;
    this.#takeVideo(this.#videoOrder.release(nowMs), nowMs);
    this.#takeAudio(this.#audioOrder.release(nowMs), nowMs);
    this.#askForKeyframe(nowMs);
    this.#fillSound();
  }

  /** The pictures from here on can't be used before the next keyframe: ask for one at once. */
  demandKeyframe(): void {
    this.#lastKeyframeMs = 0;
    this.#lastRequestMs = Number.NEGATIVE_INFINITY;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#aac.close();
  }

  #takeVideo(packets: Ordered<RtpPacket>[], nowMs: number): void {
    for (const ordered of packets) {
      for (const unit of this.#depacketizer.push(ordered)) {
        const ticks = this.#videoTime.unwrap(unit.timestamp);
        if (unit.isKeyframe) this.#lastKeyframeMs = nowMs;
        this.#units.push({ item: unit, ticks, arrivedMs: nowMs });
        this.#quickestMs = Math.min(this.#quickestMs, nowMs - (ticks * 1000) / VIDEO_TIMESCALE);
      }
    }
    this.#flow(nowMs);
  }

  #takeAudio(packets: Ordered<RtpPacket>[], nowMs: number): void {
    for (const { item } of packets) {
      const ticks = this.#audioTime.unwrap(item.timestamp);
      if (item.payload.length > 0) this.#opus.push({ item: item.payload, ticks, arrivedMs: nowMs });
    }
    this.#flow(nowMs);
  }

  #flow(nowMs: number): void {
    this.#started ??= this.#tryStart(nowMs);
    const started = this.#started;
    if (!started) return;
    const units = this.#units;
    this.#units = [];
    for (const { item, ticks } of units) {
      if (this.#closed) return;
      this.#emitPicture(item, ticks, started, nowMs);
    }
    const opus = this.#opus;
    this.#opus = [];
    for (const packet of opus) {
      if (this.#closed) return;
      this.#emitSound(packet, started);
    }
  }

  #tryStart(nowMs: number): Started | undefined {
    if (this.#units.length === 0 || this.#firstPacketMs === undefined) return undefined;
    const reported = this.#videoTime.isAnchored && (!this.#hasAudio || this.#audioTime.isAnchored);
    if (!reported && nowMs - this.#firstPacketMs < WAIT_FOR_REPORTS_MS) return undefined;
    if (this.#startsAtNewest && !this.#dropBacklog(nowMs)) return undefined;
    return this.#begin();
  }

  /** Forgets what came while the reports were awaited. @returns whether a keyframe of this moment is at hand */
  #dropBacklog(nowMs: number): boolean {
    const newest = this.#units.findLastIndex((unit) => unit.item.isKeyframe && nowMs - unit.arrivedMs <= NEW_MS);
    if (newest < 0) {
      this.#units = [];
      // mediasoup passes on one request a second; the tick asks.
      this.#lastKeyframeMs = 0;
      return false;
    }
    this.#units = this.#units.slice(newest);
    return true;
  }

  #begin(): Started | undefined {
    const [first] = this.#units;
    if (!first) return undefined;
    // A keyframe is the largest picture, and the line's queue holds it up: anchored by its arrival, all that follows would be as late for good.
    const dueMs = Math.max(this.#quickestMs + (first.ticks * 1000) / VIDEO_TIMESCALE, first.arrivedMs - HELD_UP_MS);
    const [firstSound] = this.#opus;
    const soundZeroTicks = firstSound ? firstSound.ticks - ((firstSound.arrivedMs - dueMs) * AUDIO_TIMESCALE) / 1000 : undefined;
    const startMs = this.#events.starting(dueMs);
    this.#events.started(
      { rtpTimestamp: first.item.timestamp, mediaTimeMs: startMs },
      { specificConfig: this.#aac.specificConfig, channels: this.#aac.channels },
    );
    return { zeroTicks: first.ticks, startMs, soundZeroTicks };
  }

  #emitPicture(unit: AccessUnit, ticks: number, started: Started, nowMs: number): void {
    const time = Math.round((started.startMs * VIDEO_TIMESCALE) / 1000) + (ticks - started.zeroTicks);
    const step = this.#lastPictureTime === undefined ? 0 : time - this.#lastPictureTime;
    const aheadMs = (time * 1000) / VIDEO_TIMESCALE - this.#programTimeMs(nowMs);
    if (Math.abs(step) > (JUMP_MS * VIDEO_TIMESCALE) / 1000 || Math.abs(aheadMs) > JUMP_MS + WAIT_FOR_REPORTS_MS) {
      this.#events.jumped();
      return;
    }
    this.#lastPictureTime = time;
    this.#events.picture({ time, unit });
  }

  #emitSound({ item, ticks }: Waiting<Buffer>, started: Started): void {
    const time = this.#soundTime(ticks, started);
    const startTime = (started.startMs * AUDIO_TIMESCALE) / 1000;
    // A little from before the first picture covers the encoder's priming.
    if (time === undefined || time < startTime - 4800) return;
    // Its own time jumped: an hour of silence up to there would be an hour's work in one go.
    if (time > this.#pictureInSoundTime() + SOUND_MAY_LEAD) return;
    for (const sample of this.#aac.push(item, Math.round(time))) this.#events.sound(sample);
  }

  #soundTime(ticks: number, started: Started): number | undefined {
    const startTime = (started.startMs * AUDIO_TIMESCALE) / 1000;
    const soundWall = this.#audioTime.wallMsOf(ticks);
    const pictureWall = this.#videoTime.wallMsOf(started.zeroTicks);
    if (soundWall !== undefined && pictureWall !== undefined) {
      return ticks + this.#steadyOffset(startTime + ((soundWall - pictureWall) * AUDIO_TIMESCALE) / 1000 - ticks, ticks);
    }
    return started.soundZeroTicks === undefined ? undefined : startTime + (ticks - started.soundZeroTicks);
  }

  /**
   * A sender whose clock is set (by NTP, after sleep) says so first in the reports of one of the two: taken at its word, the sound would be silence for as
   * long as the clock was moved. What held before holds until both have spoken, unless it is what leads away from the picture.
   */
  #steadyOffset(said: number, ticks: number): number {
    const held = this.#soundOffset;
    if (held && Math.abs(said - held.ticks) > SOUND_STEP) {
      const picture = this.#pictureInSoundTime();
      const isHeldNearer = Math.abs(ticks + held.ticks - picture) <= Math.abs(ticks + said - picture);
      held.oddSince ??= ticks;
      if (isHeldNearer && ticks - held.oddSince < SOUND_STEP_PROVED) return held.ticks;
    }
    this.#soundOffset = { ticks: said, oddSince: undefined };
    return said;
  }

  #pictureInSoundTime(): number {
    if (this.#lastPictureTime === undefined) return ((this.#started?.startMs ?? 0) * AUDIO_TIMESCALE) / 1000;
    return (this.#lastPictureTime * AUDIO_TIMESCALE) / VIDEO_TIMESCALE;
  }

  #askForKeyframe(nowMs: number): void {
    const isDue = this.#depacketizer.needsKeyframe || nowMs - this.#lastKeyframeMs >= KEYFRAME_EVERY_MS;
    if (!isDue || nowMs - this.#lastRequestMs < KEYFRAME_REQUEST_APART_MS) return;
    this.#lastRequestMs = nowMs;
    this.#events.requestKeyframe();
  }

  #fillSound(): void {
    if (!this.#started || this.#lastPictureTime === undefined) return;
    const lagMs = this.#hasAudio ? SOUND_MAY_LAG_MS : 0;
    const due = (this.#lastPictureTime * AUDIO_TIMESCALE) / VIDEO_TIMESCALE - (lagMs * AUDIO_TIMESCALE) / 1000;
    const startTime = (this.#started.startMs * AUDIO_TIMESCALE) / 1000;
    if (due <= startTime) return;
    const position = this.#aac.position;
    if (position !== undefined && position >= due) return;
    if (position === undefined) this.#aac.begin(Math.round(startTime));
    for (const sample of this.#aac.padTo(Math.round(due))) this.#events.sound(sample);
  }
}
