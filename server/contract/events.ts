import { z } from 'zod';
import { programmeTarget } from './programme.ts';

/** Places that a posting was published to. */
export const whereShown = z.object({ stationIds: z.array(z.string()), regionCodes: z.array(z.string()) });
export type WhereShown = z.infer<typeof whereShown>;

/**
 * What happened, as it leaves the transaction through the outbox. Names are past tense; payloads are ids and small facts,
 * never personal data. Delivered at least once, in order of the outbox: handlers are idempotent.
 */
export const domainEvent = z.discriminatedUnion('type', [
  /** Approved and published, corrected, renewed, or shown elsewhere: boards that reach it, or did until now, are composed anew. */
  z.object({ type: z.literal('posting.published'), postingId: z.string(), formerly: whereShown.optional() }),
  /** Off every glass at once: withdrawn, expired, hidden after a fee report. */
  z.object({ type: z.literal('posting.closed'), postingId: z.string(), reason: z.string() }),
  /** Places changed; `filled` greys the row, and a later count reopens it. */
  z.object({ type: z.literal('posting.counted'), postingId: z.string(), placesLeft: z.int(), filled: z.boolean() }),
  /** The clerk has rung: 核实于. */
  z.object({ type: z.literal('posting.confirmed'), postingId: z.string() }),
  /** A clerk's list changed (drafts, approvals, call-backs). */
  z.object({ type: z.literal('desk.changed'), regionCode: z.string(), what: z.string() }),
  /** A file or paste waits to be read, or to be read again with other columns. */
  z.object({ type: z.literal('intake.received'), intakeId: z.string() }),
  /** What somebody on the staff may do has changed, or they have signed out. */
  z.object({ type: z.literal('staff.changed'), userId: z.string() }),
  z.object({ type: z.literal('screen.changed'), screenId: z.string() }),
  /** Stands at another station now: whoever listens for the old one listens anew. */
  z.object({ type: z.literal('screen.moved'), screenId: z.string() }),
  z.object({ type: z.literal('screen.revoked'), screenId: z.string() }),
  /** What is shown where and when has changed for these: content, a playlist or a schedule. */
  z.object({ type: z.literal('programme.changed'), targets: z.array(programmeTarget) }),
  /** A playlist that is scheduled on these screens has nothing valid for them: they show the station's own slide. Told once. */
  z.object({ type: z.literal('playlist.empty'), playlistId: z.string(), screenIds: z.array(z.string()) }),
  /** …and now it has, or is theirs no longer. */
  z.object({ type: z.literal('playlist.filled'), playlistId: z.string(), screenIds: z.array(z.string()) }),
  /** A rule has something to say of an alert: a webhook, an e-mail or a text waits to be sent. */
  z.object({ type: z.literal('alert.due'), messageId: z.string() }),
  z.object({ type: z.literal('takeover.changed'), takeoverId: z.string(), screenIds: z.array(z.string()).nullable() }),
  z.object({ type: z.literal('grab.changed'), grabId: z.string(), postingId: z.string(), seekerId: z.string(), state: z.string() }),
  /** 候补 has become a place of a person whose phone is proved: they are texted. */
  z.object({ type: z.literal('grab.promoted'), grabId: z.string() }),
  z.object({ type: z.literal('grab.confirmed'), grabId: z.string() }),
  /** 栏目: a weekly series has other dates. */
  z.object({ type: z.literal('show.changed'), showId: z.string(), regionCode: z.string() }),
  /** planned → live → away ⇄ live → ended; planned ⇄ cancelled */
  z.object({
    type: z.literal('episode.changed'),
    episodeId: z.string(),
    state: z.enum(['planned', 'live', 'away', 'ended', 'cancelled']),
  }),
  /** 讲解: the rundown moved. Numbered: a smaller seq than one already seen is old news. */
  z.object({
    type: z.literal('episode.pitched'),
    episodeId: z.string(),
    seq: z.int(),
    itemId: z.string().nullable(),
    mediaTimeMs: z.int().nullable(),
  }),
  /** An MP4 of a recording, or of one pitch, is wanted. */
  z.object({ type: z.literal('recording.cut-asked'), cutId: z.string() }),
  /** A stretch that the server missed is here whole, and waits to be put into the recording. */
  z.object({ type: z.literal('recording.missed-received'), stretchId: z.string() }),
  /** Off every phone at once; the short way has told it already, and this one is sure. */
  z.object({ type: z.literal('chat.removed'), episodeId: z.string(), messageIds: z.array(z.string()) }),
  /** One entry for the audit chain of its area. */
  z.object({
    type: z.literal('audit.recorded'),
    area: z.string(),
    at: z.string(),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
  }),
]);
export type DomainEvent = z.infer<typeof domainEvent>;
export type DomainEventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

/** What a subscriber of `event.*` hears on the bus: the event, and the outbox's number by which one that comes twice is known. */
export const relayedEvent = z.object({ id: z.int(), event: domainEvent });
