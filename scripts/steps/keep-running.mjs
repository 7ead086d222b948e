import { setTimeout as wait } from 'node:timers/promises';
import { run } from './process.mjs';
import { warn } from './progress.mjs';

/** A process that ends sooner than this has not been in service: a wrong setting, a taken port. Starting it again helps nobody. */
const soonestServiceMs = 15_000;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Runs the server until it is asked to end. One that falls over in service is started again, with a growing pause: nobody stands beside a
 * station's machine at night. Everything it had promised lies in its database.
 */
export async function keepRunning(program, args, options, { inServiceMs = soonestServiceMs } = {}) {
  let asked = false;
  const end = () => {
    asked = true;
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  try {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const startedAt = Date.now();
      const code = await run(program, args, options);
      const served = Date.now() - startedAt;
      if (asked || code === 0 || served < inServiceMs) return code;
      if (served > longestPauseMs * 10) pauseMs = firstPauseMs;
      warn(`服务意外停止（${code}），${pauseMs / 1000} 秒后自动重启 · the server fell over; starting it again`);
      await wait(pauseMs);
      if (asked) return code;
    }
  } finally {
    process.off('SIGTERM', end);
    process.off('SIGINT', end);
  }
}
