import { openLog } from '#server/services/log.ts';

/** Errors only, or what `TEST_LOG_LEVEL` asks for. */
export const quietLog = openLog(
  { level: process.env.TEST_LOG_LEVEL === 'debug' ? 'debug' : process.env.TEST_LOG_LEVEL === 'info' ? 'info' : 'error', pretty: true },
  process.stderr,
);
