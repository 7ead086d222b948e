import type { DomainEvent, DomainEventOf } from '../server/contract/events.ts';
import { type Job, jobsOf } from './queues.ts';

export interface EventRow {
  /** The outbox's number. */
  id: number;
  event: DomainEvent;
}

export interface BatchPlan {
  jobs: Job[];
  /** For the bus: topic `event.<type>`; the outbox's number tells a message that came twice. */
  news: { topic: string; message: EventMessage }[];
  audit: { id: number; event: DomainEventOf<'audit.recorded'> }[];
}

/** What a subscriber of `event.*` hears. */
export interface EventMessage {
  id: number;
  event: DomainEvent;
}

/** What a batch of events asks for. Events that ask for the very same job share one: it will read what all of them committed. */
export function planBatch(rows: readonly EventRow[]): BatchPlan {
  const jobs = new Map<string, Job>();
  const plan: BatchPlan = { jobs: [], news: [], audit: [] };
  for (const { id, event } of rows) {
    if (event.type === 'audit.recorded') {
      plan.audit.push({ id, event });
      continue;
    }
    plan.news.push({ topic: `event.${event.type}`, message: { id, event } });
    for (const job of jobsOf(event)) {
      const same = `${job.queue} ${JSON.stringify(job.payload)}`;
      // A repeated event finds its job known by this name. BullMQ allows neither colons nor bare numbers.
      if (!jobs.has(same)) jobs.set(same, { ...job, id: `event-${id}` });
    }
  }
  plan.jobs = [...jobs.values()];
  return plan;
}
