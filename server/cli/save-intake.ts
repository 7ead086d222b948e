import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { IntakeForStaff, SaveOutcome } from '../contract/intake-desk.ts';
import { runningServer, ServerRefused } from './running-server.ts';

const askEveryMs = 300;

/** Hands the file to the running server, waits until it is read, and saves every row that can be. @throws ServerRefused */
export async function saveIntake(path: string, { as, region }: { as: string; region: string }): Promise<SaveOutcome> {
  const server = await runningServer(as);
  const query = new URLSearchParams({ region, name: basename(path) });
  const { id } = await server.call<{ id: string }>('POST', `/intake?${query}`, new Uint8Array(await readFile(path)));
  for (;;) {
    const intake = await server.call<IntakeForStaff>('GET', `/intake/${id}`);
    if (intake.state === 'failed') throw new ServerRefused(intake.problem?.message ?? 'the file could not be read');
    if (intake.state === 'preview') break;
    if (process.stderr.isTTY) process.stderr.write(`\r${intake.rowsDone} / ${intake.rowsTotal ?? '…'}`);
    await wait(askEveryMs);
  }
  return await server.call<SaveOutcome>('POST', `/intake/${id}/save`, { rows: 'all', submit: true });
}
