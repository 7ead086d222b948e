import { lockDataDir } from '#server/db/lock.ts';

// A process that holds a data folder until it is killed.
lockDataDir(process.argv[2] ?? '');
setInterval(() => {}, 1000);
process.send?.('held');
