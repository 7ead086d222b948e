// Brings the mediasoup worker, and keeps DATA_DIR/media-worker.json true while doing so. Runs beside the server, which shows jobs on screens
// long before the worker is there. Usage: node scripts/media-worker/ensure.mjs
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { takeLock } from '../steps/lock.mjs';
import { dataDir } from '../steps/paths.mjs';
import { note } from '../steps/progress.mjs';
import { buildPackages, buildWorker, canBuild } from './build.mjs';
import { fetchWorker } from './fetch.mjs';
import { cachedWorker, isWorker } from './place.mjs';
import { writeStatus } from './status.mjs';

process.on('SIGTERM', () => process.exit(0));
process.on('SIGINT', () => process.exit(0));

const remedy = {
  zh: `以 root 运行一次 sudo apt-get install -y ${buildPackages}，再运行 npm start；或把别处编译好的 mediasoup-worker 路径写入环境变量 MEDIASOUP_WORKER_BIN。`,
  en: `Run once as root: apt-get install -y ${buildPackages}, then npm start again; or set MEDIASOUP_WORKER_BIN to a mediasoup-worker built elsewhere.`,
};

const say = (status) => {
  writeStatus(dataDir, status);
  note(`直播组件 live: ${status.what.zh} ${status.what.en}`);
};
const ready = (binary) => say({ state: 'ready', binary, what: { zh: '已就绪', en: 'ready' } });

const given = process.env.MEDIASOUP_WORKER_BIN;
if (given) {
  if (await isWorker(given)) ready(given);
  else
    say({
      state: 'missing',
      what: { zh: `MEDIASOUP_WORKER_BIN 指向的文件不能运行：${given}`, en: `MEDIASOUP_WORKER_BIN does not run here: ${given}` },
      remedy: { zh: '请改正或去掉这个环境变量。', en: 'Correct this setting, or remove it.' },
    });
} else {
  await ensure(cachedWorker());
}

async function ensure(target) {
  if (await isWorker(target)) return ready(target);
  mkdirSync(dirname(target), { recursive: true });
  const lock = takeLock(`${target}.lock`);
  if ('owner' in lock) return waitFor(target, lock.owner);
  process.once('exit', lock.release);
  try {
    say({ state: 'downloading', what: { zh: '正在下载 mediasoup 组件', en: 'downloading mediasoup’s prebuilt worker' } });
    if (await fetchWorker(target)) return ready(target);
    if (!canBuild()) {
      return say({
        state: 'missing',
        what: { zh: '下载不到直播组件，本机也无法编译', en: 'it can be neither downloaded nor built here' },
        remedy,
      });
    }
    await build(target);
  } finally {
    lock.release();
  }
}

async function build(target) {
  const what = {
    zh: '正在编译直播组件，约需 5 分钟；大屏和抢单不受影响',
    en: 'building the worker, about 5 minutes; screens and grabs already work',
  };
  say({ state: 'building', progress: 0, what });
  let shown = 0;
  const result = await buildWorker(target, (progress) => {
    if (progress - shown < 0.02) return;
    shown = progress;
    writeStatus(dataDir, { state: 'building', progress: Math.round(progress * 100) / 100, what });
  });
  if (result.ok) return ready(target);
  note(result.output.trim().split('\n').slice(-8).join('\n  '));
  say({ state: 'missing', what: { zh: '直播组件编译失败', en: 'building the worker failed' }, remedy });
}

/** Another start on this machine is at it already. */
async function waitFor(target, owner) {
  const what = {
    zh: `本机另一个进程（${owner}）正在准备直播组件`,
    en: `another process (${owner}) on this machine is preparing the worker`,
  };
  say({ state: 'building', what });
  while (!existsSync(target)) {
    await wait(2000);
    if (existsSync(target)) break;
    if (!existsSync(`${target}.lock`)) return ensure(target);
  }
  return (await isWorker(target)) ? ready(target) : ensure(target);
}
