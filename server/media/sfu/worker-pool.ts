import { createWorker, type types } from 'mediasoup';
import { leastLoaded, WorkerSeats } from './worker-seats.ts';

export interface PoolSettings {
  /** How many processes; one a core is the most that makes sense. */
  readonly workers: number;
  /** UDP and TCP port of the first worker; each next one takes the next. 0: any free ones. */
  readonly firstPort: number;
  readonly listenIp: string;
  /** The address in ICE candidates: what other devices on the network reach. */
  readonly announcedAddress: string;
  readonly workerBin: string | undefined;
  /** Of each worker. */
  readonly seats: { readonly phones: number; readonly screens: number };
  readonly log: PoolLog;
}

export interface PoolLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface PooledWorker {
  readonly worker: types.Worker;
  readonly server: types.WebRtcServer;
}

/** Where a room stands: a router of its own on one worker, whose port and seats it shares. */
export interface Ground {
  readonly router: types.Router;
  readonly server: types.WebRtcServer;
  readonly seats: WorkerSeats;
}

interface Slot {
  readonly index: number;
  readonly port: number;
  readonly seats: WorkerSeats;
  current: PooledWorker | undefined;
  routers: number;
}

/** How long a replacement waits after a failed start, ms. */
const RETRY_MS = 500;

/**
 * mediasoup's processes, watched: one that dies is replaced on the same port at once. Whoever holds a router of the dead one hears it from
 * mediasoup (`workerclose`) and asks for another with `createRouter`.
 */
export class WorkerPool {
  readonly #settings: PoolSettings;
  readonly #slots: Slot[];
  #closed = false;

  private constructor(settings: PoolSettings) {
    this.#settings = settings;
    this.#slots = Array.from({ length: settings.workers }, (_, index) => ({
      index,
      port: settings.firstPort === 0 ? 0 : settings.firstPort + index,
      seats: new WorkerSeats(settings.seats),
      current: undefined,
      routers: 0,
    }));
  }

  /** @throws Error when the worker's program is missing or a port is taken */
  static async start(settings: PoolSettings): Promise<WorkerPool> {
    const pool = new WorkerPool(settings);
    try {
      await Promise.all(pool.#slots.map((slot) => pool.#fill(slot)));
    } catch (error) {
      pool.close();
      throw error;
    }
    return pool;
  }

  /** Process ids of the workers alive: for health, and for tests that kill one. */
  get pids(): number[] {
    return this.#slots.flatMap((slot) => slot.current?.worker.pid ?? []);
  }

  /** A router on the least loaded worker. Waits while a dead one is being replaced. @throws Error when the pool is closed */
  async createRouter(mediaCodecs: types.RouterRtpCodecCapability[]): Promise<Ground> {
    for (;;) {
      if (this.#closed) throw new Error('The SFU is closed');
      const slot = leastLoaded(this.#slots.filter(({ current }) => current && !current.worker.closed));
      if (!slot?.current) {
        await delay(20);
        continue;
      }
      const { worker, server } = slot.current;
      // Counted before it is there: shows that begin at the same minute go to different workers.
      slot.routers += 1;
      try {
        const router = await worker.createRouter({ mediaCodecs });
        router.observer.once('close', () => {
          slot.routers -= 1;
        });
        return { router, server, seats: slot.seats };
      } catch (error) {
        slot.routers -= 1;
        // The worker died under the request: take another.
        if (!worker.closed) throw error;
      }
    }
  }

  close(): void {
    this.#closed = true;
    for (const slot of this.#slots) slot.current?.worker.close();
  }

  async #fill(slot: Slot): Promise<void> {
    const { listenIp, announcedAddress, workerBin, log } = this.#settings;
    const worker = await createWorker({ logLevel: 'error', ...(workerBin ? { workerBin } : {}) });
    if (this.#closed) {
      worker.close();
      return;
    }
    const listen = { ip: listenIp, announcedAddress, port: slot.port };
    try {
      const server = await worker.createWebRtcServer({
        listenInfos: [
          { protocol: 'udp', ...listen },
          { protocol: 'tcp', ...listen },
        ],
      });
      slot.current = { worker, server };
    } catch (error) {
      worker.close();
      throw error;
    }
    log.info({ worker: slot.index, pid: worker.pid, port: slot.port }, 'media worker ready');
    worker.once('died', (error) => {
      log.error({ err: error, worker: slot.index }, 'media worker died');
      slot.current = undefined;
      void this.#refill(slot);
    });
  }

  async #refill(slot: Slot): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#fill(slot);
        return;
      } catch (error) {
        this.#settings.log.error({ err: error, worker: slot.index }, 'media worker could not be replaced, trying again');
        await delay(RETRY_MS);
      }
    }
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
