import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { sampleDay } from '../../domain/demo/this-week.ts';
import { runIntake } from '../intake/read/run-intake.ts';
import type { SampleJob } from './sample-jobs.ts';
import { sampleFiles } from './samples.ts';

/** The clean postings of the three sample files, read as of the sample's own day. */
export async function readSamples(): Promise<SampleJob[]> {
  const now = sampleDay.toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '08:00' }).toInstant();
  const read = await Promise.all(
    sampleFiles.tables.map(async (file) => await runIntake({ bytes: await readFile(file), fileName: basename(file), now })),
  );
  return read
    .flatMap(({ postings }) => postings)
    .filter(({ state, facts }) => state === 'ready' && facts.place !== undefined && facts.employer !== undefined)
    .map(({ facts, original }) => ({ facts, original: Object.values(original).join(' ') }));
}
