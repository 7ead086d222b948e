import type { Context } from '../server/services/context.ts';
import type { PayloadOf, QueueName } from './queues.ts';

/** What `workers/<queue>/handler.ts` exports by default. */
export interface Handler<Name extends QueueName = QueueName> {
  queue: Name;
  handle(ctx: Context, payload: PayloadOf<Name>, job: JobInfo): Promise<void>;
  /** The last try has failed, or the process died of each of them: for whoever waits for the result to hear of it. */
  givenUp?(ctx: Context, payload: PayloadOf<Name>): Promise<void>;
}

export interface JobInfo {
  id: string;
  /** 1 on the first try. */
  attempt: number;
  /** Aborts when the process is about to end: a long job stops at a point from which it can be done again. */
  signal: AbortSignal;
}

/** Any handler, once its payload has been parsed by its own queue's schema. */
export type AnyHandler = { [Name in QueueName]: Handler<Name> }[QueueName];

export function defineHandler<Name extends QueueName>(
  queue: Name,
  handle: Handler<Name>['handle'],
  rest: Pick<Handler<Name>, 'givenUp'> = {},
): Handler<Name> {
  return { queue, handle, ...rest };
}
