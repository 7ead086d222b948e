import { setTimeout as wait } from 'node:timers/promises';
import type { Probe } from '../http/health.ts';
import { LiveMedia } from '../media/live-media.ts';
import { findWorkerBinary } from '../media/worker-binary.ts';
import type { Context } from '../services/context.ts';
import type { Shutdown } from '../shutdown.ts';

/** Above this many WebRTC viewers a machine serves the rest by HLS: two SRTP consumers each, about 300 a core. */
const viewersPerWorker = 250;
const askAgainMs = 2_000;

export interface Live {
  media: LiveMedia;
  probe: () => Promise<Probe>;
}

/**
 * Live is there at once and able to work as soon as the media worker is: the launcher may still be fetching or building it while screens
 * already play.
 */
export function openLive({ config, log }: Pick<Context, 'config' | 'log'>, shutdown: Shutdown): Live {
  const media = new LiveMedia({ log, maxViewers: viewersPerWorker * config.media.workers });
  const place = { dataDir: config.dataDir, given: config.media.workerBin };
  const workers = {
    workers: config.media.workers,
    firstPort: config.media.port,
    listenIp: '0.0.0.0',
    announcedAddress: config.media.announcedAddress,
  };
  const ending = new AbortController();
  shutdown.add('live', async () => {
    ending.abort();
    media.close();
  });

  const startWhenThere = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const found = await findWorkerBinary(place);
      if (found.state === 'ready') await media.start({ ...workers, workerBin: found.binary });
      else media.notReady(found.what.zh);
      if (media.status.ready) return;
      // Also when the port was taken: after a crash the old worker may hold it for a moment.
      await wait(askAgainMs, undefined, { signal: ending.signal, ref: false });
    }
  };
  startWhenThere().catch((error: unknown) => {
    if (!ending.signal.aborted) log.error({ err: error }, 'live did not start');
  });

  return {
    media,
    async probe() {
      if (media.status.ready) return { state: 'ready' };
      const found = await findWorkerBinary(place);
      if (found.state === 'missing') return { state: 'missing', detail: `${found.what.zh} ${found.remedy.zh}` };
      return { state: 'starting', detail: found.state === 'ready' ? media.status.why : found.what.zh };
    },
  };
}
