import { z } from 'zod';
import { type DomainEvent, type DomainEventOf, whereShown } from '../server/contract/events.ts';
import { programmeTarget } from '../server/contract/programme.ts';

const boardsPayload = z.discriminatedUnion('of', [
  z.object({ of: z.literal('posting'), postingId: z.string(), formerly: whereShown.optional() }),
  z.object({ of: z.literal('screen'), screenId: z.string() }),
  z.object({ of: z.literal('takeover'), takeoverId: z.string() }),
  z.object({ of: z.literal('episode'), episodeId: z.string() }),
  z.object({ of: z.literal('region'), regionCode: z.string() }),
  z.object({ of: z.literal('programme'), targets: z.array(programmeTarget) }),
  /** Connected glass has the count already; the manifest follows when the rush is over. */
  z.object({ of: z.literal('counts'), postingId: z.string() }),
  /** Publications begin or end at this moment. */
  z.object({ of: z.literal('moment'), at: z.iso.datetime() }),
  /** All of them: mends what a lost queue would have left behind. */
  z.object({ of: z.literal('everything') }),
]);
type BoardsPayload = z.output<typeof boardsPayload>;
const textsPayload = z.union([
  z.object({ grabId: z.string(), fact: z.enum(['promoted', 'confirmed']) }),
  z.object({ reminderId: z.string(), fact: z.enum(['show-starting', 'show-cancelled']) }),
]);
const ofPosting = ({ postingId }: { postingId: string }): BoardsPayload => ({ of: 'posting', postingId });

/**
 * Every queue there is: what its jobs carry, how often they are tried, how many run at once, and which events and hours make them. Its
 * handler is the default export of `workers/<name>/handler.ts`; a process refuses to start when a queue has none or two.
 * Jobs are delivered at least once, and an event's may come twice: handlers are idempotent.
 */
export const queueTable = {
  /** Composes the boards of the screens that a change reaches, and tells those screens. */
  boards: queue(boardsPayload, {
    tries: 8,
    backoffMs: 500,
    // Jobs that arrive while boards are composed are composed together in the next round: see services/boards/compose-soon.ts.
    concurrency: 32,
    from: {
      'posting.published': ({ postingId, formerly }): BoardsPayload => ({ of: 'posting', postingId, ...(formerly && { formerly }) }),
      'posting.closed': ofPosting,
      'posting.counted': ({ postingId }): BoardsPayload => ({ of: 'counts', postingId }),
      'posting.confirmed': ofPosting,
      'screen.changed': ({ screenId }): BoardsPayload => ({ of: 'screen', screenId }),
      'programme.changed': ({ targets }): BoardsPayload => ({ of: 'programme', targets }),
      'screen.moved': ({ screenId }): BoardsPayload => ({ of: 'screen', screenId }),
      'takeover.changed': ({ takeoverId }): BoardsPayload => ({ of: 'takeover', takeoverId }),
      'show.changed': ({ regionCode }): BoardsPayload => ({ of: 'region', regionCode }),
      'episode.changed': ({ episodeId }): BoardsPayload => ({ of: 'episode', episodeId }),
      'episode.pitched': ({ episodeId }): BoardsPayload => ({ of: 'episode', episodeId }),
    },
    schedules: [{ id: 'boards-everything', every: minutes(5), payload: { of: 'everything' } }],
  }),
  /** Reads a file or paste into rows. A job that comes again goes on behind the last row it stored. */
  intake: queue(z.object({ intakeId: z.string() }), {
    tries: 5,
    backoffMs: 2000,
    concurrency: 2,
    from: { 'intake.received': ({ intakeId }) => ({ intakeId }) },
  }),
  /** 短信: tells people without the page open what has become of their grab, and who asked that a show begins. One text a fact, whatever is tried again. */
  texts: queue(textsPayload, {
    tries: 6,
    backoffMs: 30_000,
    concurrency: 4,
    from: {
      'grab.promoted': ({ grabId }) => ({ grabId, fact: 'promoted' as const }),
      'grab.confirmed': ({ grabId }) => ({ grabId, fact: 'confirmed' as const }),
    },
  }),
  /** 告警: webhooks, e-mails and texts of what is wrong with the fleet, for about an hour; each carries its own id, so that one that comes twice is known. */
  alerts: queue(z.object({ messageId: z.string() }), {
    tries: 10,
    backoffMs: 5_000,
    concurrency: 8,
    from: { 'alert.due': ({ messageId }) => ({ messageId }) },
  }),
  /** Looks at all screens: what each is, what has turned, whom that concerns. */
  fleet: queue(z.object({}), {
    // The next round is as good.
    tries: 1,
    backoffMs: 1_000,
    concurrency: 1,
    schedules: [{ id: 'fleet-look', every: seconds(10), payload: {} }],
  }),
  /** Finished recordings go to where they are kept; MP4 files and clips are made of them. */
  recordings: queue(
    z.discriminatedUnion('of', [
      z.object({ of: z.literal('episode'), episodeId: z.string() }),
      z.object({ of: z.literal('cut'), cutId: z.string() }),
      z.object({ of: z.literal('missed'), stretchId: z.string() }),
    ]),
    {
      tries: 8,
      backoffMs: 1_000,
      // Each reads and writes as fast as the disk lets it.
      concurrency: 2,
      from: {
        'episode.changed': ({ episodeId }) => ({ of: 'episode' as const, episodeId }),
        'recording.cut-asked': ({ cutId }) => ({ of: 'cut' as const, cutId }),
        'recording.missed-received': ({ stretchId }) => ({ of: 'missed' as const, stretchId }),
      },
    },
  ),
  /**
   * What time alone changes: postings expire, held places lapse, files that nobody reads any more are said to be stopped, episodes of weekly series
   * are made ahead, people who asked are reminded, what was on the glass is sealed, the week's postings to be rung up are drawn.
   */
  sweeps: queue(z.object({ what: z.enum(['postings', 'holds', 'intakes', 'series', 'reminders', 'missed', 'glass', 'truth']) }), {
    tries: 3,
    backoffMs: 1000,
    concurrency: 1,
    schedules: [
      { id: 'sweep-postings', every: seconds(10), payload: { what: 'postings' } },
      { id: 'sweep-holds', every: seconds(15), payload: { what: 'holds' } },
      { id: 'sweep-intakes', every: minutes(1), payload: { what: 'intakes' } },
      { id: 'sweep-series', every: minutes(10), payload: { what: 'series' } },
      { id: 'sweep-missed', every: minutes(10), payload: { what: 'missed' } },
      { id: 'sweep-reminders', every: seconds(15), payload: { what: 'reminders' } },
      { id: 'sweep-glass', every: minutes(5), payload: { what: 'glass' } },
      // Each county draws at the first of these that finds the week's draw missing: also after a Monday morning without power.
      { id: 'sweep-truth', every: minutes(15), payload: { what: 'truth' } },
    ],
  }),
  /** 数据: sums of what happened, brought up to date; at night those of the last weeks anew. */
  figures: queue(z.object({ of: z.enum(['recent', 'weeks']) }), {
    tries: 3,
    backoffMs: 5_000,
    concurrency: 1,
    schedules: [
      { id: 'figures-recent', every: seconds(20), payload: { of: 'recent' } },
      { id: 'figures-weeks', cron: '10 3 * * *', timeZone: 'Asia/Shanghai', payload: { of: 'weeks' } },
    ],
  }),
  /** Deletes what the retention rules say, in the small hours of the stations. */
  retention: queue(z.object({}), {
    tries: 5,
    backoffMs: 60_000,
    concurrency: 1,
    schedules: [{ id: 'retention-nightly', cron: '30 3 * * *', timeZone: 'Asia/Shanghai', payload: {} }],
  }),
} as const;

export type QueueName = keyof typeof queueTable;
export type PayloadOf<Name extends QueueName> = z.output<(typeof queueTable)[Name]['payload']>;
export type Job = { [Name in QueueName]: { queue: Name; payload: PayloadOf<Name>; id?: string; delayMs?: number } }[QueueName];

export const queueNames = Object.keys(queueTable) as QueueName[];

/** What a process may do with queues besides working on them. */
export interface Queues {
  /** A job with an `id` that is known already is not added again. @throws ZodError on a payload that the queue doesn't take */
  add(...jobs: Job[]): Promise<void>;
  /** Jobs by state. @throws when the queue's database doesn't answer */
  counts(): Promise<Record<QueueName, QueueCounts>>;
}

export interface QueueCounts {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

/** The jobs that an event makes, at most one a queue. */
export function jobsOf(event: DomainEvent): Job[] {
  return queueNames.flatMap((name) => {
    const make = (queueTable[name] as QueueDefinition<unknown>).from?.[event.type] as ((event: DomainEvent) => unknown) | undefined;
    return make ? [{ queue: name, payload: make(event) } as Job] : [];
  });
}

export interface QueueDefinition<Payload> {
  payload: z.ZodType<Payload>;
  /** Attempts in all, the first included. */
  tries: number;
  /** Wait before the second attempt; doubles with each. */
  backoffMs: number;
  /** Jobs at once in one process. */
  concurrency: number;
  from?: { [Type in DomainEvent['type']]?: (event: DomainEventOf<Type>) => Payload };
  schedules?: readonly Schedule<Payload>[];
}

export type Schedule<Payload> = { id: string; payload: Payload } & ({ every: number } | { cron: string; timeZone: string });

function queue<Payload>(payload: z.ZodType<Payload>, rest: Omit<QueueDefinition<NoInfer<Payload>>, 'payload'>): QueueDefinition<Payload> {
  return { payload, ...rest };
}

function seconds(count: number): number {
  return count * 1000;
}

function minutes(count: number): number {
  return seconds(count * 60);
}
