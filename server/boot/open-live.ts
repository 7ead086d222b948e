import { setTimeout as wait } from 'node:timers/promises';
import type { Probe } from '../http/health.ts';
import { LiveMedia } from '../media/live-media.ts';
import type { RecordingTrouble } from '../media/recording/recorder.ts';
import { RecordingShelf } from '../media/recording/shelf.ts';
import { findWorkerBinary } from '../media/worker-binary.ts';
import type { Context } from '../services/context.ts';
import type { Shutdown } from '../shutdown.ts';

/**
 * WebRTC viewers of a worker, whatever it shows: two SRTP consumers each, about 300 a core were measured. Everybody beyond watches by HLS. Screens
 * are few and hang in sight of a whole hall: theirs are kept free.
 */
const seatsPerWorker = { maxViewers: 250, maxScreens: 50 };
const askAgainMs = 2_000;

const troubles: Record<RecordingTrouble, string> = {
  full: '磁盘快满了，录制已暂停：请清理 MEDIA_DIR 所在的磁盘，有空间后自动继续 · the disk is nearly full: free some space, recording goes on by itself',
  slow: '磁盘太慢，录制有缺口 · the disk is too slow for the recording',
  broken: '写不进 MEDIA_DIR，录制已暂停 · MEDIA_DIR cannot be written to',
};

export interface Live {
  media: LiveMedia;
  recordings: RecordingShelf;
  probe: () => Promise<Probe>;
  recordingProbe: () => Probe;
}

/**
 * Live is there at once and able to work as soon as the media worker is: the launcher may still be fetching or building it while screens
 * already play.
 */
export function openLive({ config, log }: Pick<Context, 'config' | 'log'>, shutdown: Shutdown): Live {
  const recordings = RecordingShelf.open(config, log);
  const media = new LiveMedia({
    log,
    recordings,
    smallPicture: config.media.smallPicture,
    ...seatsPerWorker,
  });
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
    await media.close();
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
    recordings,
    recordingProbe() {
      const { trouble } = recordings;
      return trouble ? { state: 'failed', detail: troubles[trouble] } : { state: 'ready' };
    },
    async probe() {
      if (media.status.ready) return { state: 'ready' };
      const found = await findWorkerBinary(place);
      if (found.state === 'missing') return { state: 'missing', detail: `${found.what.zh} ${found.remedy.zh}` };
      return { state: 'starting', detail: found.state === 'ready' ? media.status.why : found.what.zh };
    },
  };
}
