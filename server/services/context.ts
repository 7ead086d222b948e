import type { Queues } from '../../workers/queues.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { MailPort } from './mail/port.ts';
import type { Random } from './random.ts';
import type { SmsPort } from './sms/port.ts';
import type { Vault } from './vault.ts';

/** What a use case may reach: the world behind small ports. Made once by `openInfrastructure`, the same for HTTP, workers, CLI and tests. */
export interface Context {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly bus: Bus;
  /** For schedules and the operator's tools. A change reaches a queue through `announce`, in its own transaction. */
  readonly queues: Queues;
  readonly vault: Vault;
  readonly sms: SmsPort;
  readonly mail: MailPort;
  readonly log: Log;
  readonly config: Config;
}
