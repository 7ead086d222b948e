import { cachedWorker, isWorker } from '../../scripts/media-worker/place.mjs';
import { readStatus } from '../../scripts/media-worker/status.mjs';

interface Wording {
  zh: string;
  en: string;
}

/**
 * What live has to work with. The launcher fetches or builds the worker beside the running server (scripts/media-worker/ensure.mjs) and writes
 * down how far it is; whoever needs the worker asks again until it is `ready`.
 */
export type WorkerBinary =
  | { state: 'ready'; binary: string }
  | { state: 'downloading' | 'building'; progress: number | undefined; what: Wording }
  | { state: 'missing'; what: Wording; remedy: Wording };

const notTriedYet = {
  what: { zh: '还没有直播组件', en: 'the media worker is not there yet' },
  remedy: {
    zh: '用 npm start 启动，它会下载或编译直播组件；或设置 MEDIASOUP_WORKER_BIN。',
    en: 'Start with npm start, which fetches or builds it; or set MEDIASOUP_WORKER_BIN.',
  },
} as const;

/**
 * @param place.given MEDIASOUP_WORKER_BIN: stands above everything, also when it is wrong, and then says so
 */
export async function findWorkerBinary(place: { dataDir: string; given: string | undefined }): Promise<WorkerBinary> {
  if (place.given !== undefined) {
    if (await isWorker(place.given)) return { state: 'ready', binary: place.given };
    return {
      state: 'missing',
      what: { zh: `MEDIASOUP_WORKER_BIN 指向的文件不能运行：${place.given}`, en: `MEDIASOUP_WORKER_BIN does not run here: ${place.given}` },
      remedy: { zh: '请改正或去掉这个环境变量。', en: 'Correct this setting, or remove it.' },
    };
  }
  const cached = cachedWorker();
  if (await isWorker(cached)) return { state: 'ready', binary: cached };

  const status = readStatus(place.dataDir);
  if (status?.state === 'downloading' || status?.state === 'building') {
    return { state: status.state, progress: status.progress, what: status.what };
  }
  return { state: 'missing', what: status?.what ?? notTriedYet.what, remedy: status?.remedy ?? notTriedYet.remedy };
}
