import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page } from '@playwright/test';
import type { DeskPosting } from '#server/contract/desk.ts';
import type { ScreenForStaff } from '#server/contract/screens.ts';
import type { PostingFacts } from '#server/domain/posting/facts.ts';
import { sampleFiles } from '#server/services/demo/samples.ts';
import { codeOnDevice } from './glass.ts';
import { invite, join, type Person } from './people.ts';
import type { RunningHouse } from './running-house.ts';

export const station = { name: '湖滨工联CC零工市场亭', screen: '亭侧屏', region: '330102-hubin' };

/** From an empty house to one with stations and the colleagues named. */
export async function staffHouse(browser: Browser, house: RunningHouse): Promise<{ admin: Person; clerk: Person; approver: Person }> {
  const admin = await join(browser, house.setUpLink, 'admin');
  await admin.call('POST', '/regions/import', JSON.parse(await readFile(sampleFiles.stations, 'utf8')));
  return { admin, clerk: await invite(browser, admin, 'clerk'), approver: await invite(browser, admin, 'approver') };
}

/** A clerk types the code that stands on the device, and lets shows come to this screen. */
export async function pairScreen(clerk: Person, screen: Page): Promise<string> {
  const screens = await clerk.call<ScreenForStaff[]>('GET', '/screens');
  const found = screens.find((each) => each.station.name === station.name && each.glass.name === station.screen);
  if (!found) throw new Error(`no screen ${station.screen} at ${station.name}`);
  await clerk.call('POST', '/screens/pair', { code: await codeOnDevice(screen), stationId: found.station.id, screenId: found.id });
  await clerk.call('PUT', `/screens/${found.id}/glass`, { ...found.glass, liveMode: 'beside' });
  await expect(screen.locator('.glass[data-phase]')).toHaveAttribute('data-phase', 'board');
  return found.id;
}

export interface PublicJob {
  id: string;
  /** Spoken in the hall. */
  number: number;
}

/** One job of this station from a clerk's form through a second person's approval to the public. */
export async function publishJob(
  desk: { clerk: Person; approver: Person },
  job: { trade: string; places: number } & Partial<PostingFacts>,
): Promise<PublicJob> {
  const { places, ...more } = job;
  const facts: PostingFacts = {
    employer: '城东物业',
    employerKind: 'organisation',
    headcount: { min: places, max: places, approximate: false },
    pay: { min: 220, max: 220, unit: 'day', settlement: 'daily', negotiable: false },
    shift: { kind: 'fixed', start: '09:00', end: '17:00', text: '9:00-17:00' },
    place: '湖滨街道平海路',
    phones: ['05710000000'],
    requirements: [],
    benefits: [],
    expiry: { kind: 'long-term' },
    ...more,
  };
  const { id } = await desk.clerk.call<{ id: string }>('POST', '/postings', { regionCode: station.region, facts, submit: true });
  const posting = await desk.approver.call<DeskPosting>('GET', `/postings/${id}`);
  if (!posting.employerChecked) await desk.approver.call('POST', `/employers/${posting.employerId}/check`, { how: 'licence' });
  const approved = await desk.approver.call<{ number: number }>('POST', `/approvals/${id}/approve`, { version: posting.version });
  return { id, number: approved.number };
}

/** In the host's studio, on the page of a show with these jobs. */
export async function planShow(host: Person, jobs: readonly PublicJob[]): Promise<void> {
  const { episodeId } = await host.call<{ episodeId: string }>('POST', '/live/episodes', {
    title: '第 1 期直播带岗',
    regionCode: station.region,
    hostName: '小赵',
    organiser: station.name,
    plannedAt: new Date().toISOString(),
    postingIds: jobs.map(({ id }) => id),
  });
  await host.page.goto(new URL(`/studio/live/${episodeId}`, host.page.url()).href);
}
