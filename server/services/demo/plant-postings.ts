import { readFile } from 'node:fs/promises';
import { and, eq, isNull } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { employers } from '../../db/schema/postings.ts';
import { daysSinceSample, toDemo, undiallableText } from '../../domain/demo/this-week.ts';
import type { Context } from '../context.ts';
import { checkEmployer } from '../employers/check-employer.ts';
import { pinPlace } from '../places/pin-place.ts';
import { approvePosting } from '../postings/approve-posting.ts';
import { createPosting } from '../postings/create-posting.ts';
import { demoActor } from './people.ts';
import { readSamples } from './read-samples.ts';
import { type SampleJob, spreadTrades, withFittingEmployers } from './sample-jobs.ts';
import { sampleFiles } from './samples.ts';

interface Pin {
  /** How the places of the sample begin: a street; their house numbers share its pin. */
  name: string;
  regionCode: string;
  lat: number;
  lon: number;
}

export interface Sample extends SampleJob {
  pin: Pin;
}

/** Stations far from the sample's streets get a few of its jobs too, each under a street of their own. */
const elsewhere: readonly Pin[] = [
  { name: '城中区南大街', regionCode: '630103', lat: 36.6178, lon: 101.7789 },
  { name: '城中区南川东路', regionCode: '630103', lat: 36.6042, lon: 101.7812 },
  { name: '汇川区洗马路', regionCode: '520303', lat: 27.7041, lon: 106.9222 },
  { name: '汇川区香港路', regionCode: '520303', lat: 27.7103, lon: 106.9241 },
];
const copiesElsewhere = 16;
/**
 * House numbers begin where those in the sample files have ended: nothing planted stands where a row of theirs would. A visitor who gives one
 * of the files to the intake sees it read anew, not as a repeat of itself.
 */
const firstHouse = 100;

/**
 * What is to be planted, in the order in which it matters to a first visitor: a few jobs for every wall before many for one. The same list
 * on every start, so that an interrupted planting goes on where it stopped.
 */
export async function listSamples(): Promise<Sample[]> {
  const pins = await readPins();
  const jobs = spreadTrades(withFittingEmployers(await readSamples()));
  const placed = jobs.flatMap((job, index) => {
    const pin = pins.find(({ name }) => job.facts.place?.startsWith(name));
    return pin ? [at(pin, firstHouse + index, job)] : [];
  });
  const moved = placed
    .slice(0, copiesElsewhere)
    .map((sample, index) => at(elsewhere[index % elsewhere.length] ?? sample.pin, index + 3, sample));
  const byRegion = Object.values(Object.groupBy([...placed, ...moved], ({ pin }) => pin.regionCode)).map((samples) => samples ?? []);
  const longest = Math.max(...byRegion.map((samples) => samples.length));
  return Array.from({ length: longest }, (_, turn) => byRegion.flatMap((samples) => samples[turn] ?? [])).flat();
}

const readPins = async (): Promise<Pin[]> => JSON.parse(await readFile(sampleFiles.places, 'utf8'));

/** The streets themselves: what a visitor pastes or uploads names them, and its jobs stand near the walls too. */
export async function pinStreets(ctx: Context): Promise<void> {
  for (const { name, regionCode, lat, lon } of await readPins())
    await pinPlace(ctx, demoActor('clerk'), { regionCode, name, position: { lat, lon } });
}

function at(pin: Pin, house: number, { facts, original }: SampleJob): Sample {
  const place = `${pin.name}${house}号`;
  return { facts: { ...facts, place }, original: original.replaceAll(facts.place ?? place, place), pin };
}

/** Takes one sample to the public, through the hands of two people. */
export async function plantPosting(ctx: Context, sample: Sample, today: Temporal.PlainDate): Promise<void> {
  const { facts, original, pin } = sample;
  await plantOne(ctx, { facts: toDemo(facts, daysSinceSample(today)), original: undiallableText(original), pin });
}

async function plantOne(ctx: Context, { facts, original, pin }: Sample): Promise<void> {
  const { regionCode, lat, lon } = pin;
  const clerk = demoActor('clerk');
  if (facts.place) await pinPlace(ctx, clerk, { regionCode, name: facts.place, position: { lat, lon } });
  const { id, version, status } = await createPosting(ctx, clerk, { regionCode, facts, original, submit: true }, { demo: true });
  const unchecked = await ctx.db
    .select({ id: employers.id })
    .from(employers)
    .where(and(eq(employers.regionCode, regionCode), isNull(employers.checkedAt)));
  for (const employer of unchecked) await checkEmployer(ctx, clerk, employer.id, { how: 'licence' });
  if (status === 'submitted') await approvePosting(ctx, demoActor('approver'), { postingId: id, version });
}
