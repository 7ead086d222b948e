import { rm } from 'node:fs/promises';
import { plantDemo } from './demo-server.ts';

/** The demo's data take longer to plant than many a test to run: planted once, and every demo of the run begins with a copy. */
export default async function setUp(): Promise<() => Promise<void>> {
  const planted = await plantDemo();
  process.env.DEMO_PLANTED = planted;
  return () => rm(planted, { recursive: true, force: true });
}
