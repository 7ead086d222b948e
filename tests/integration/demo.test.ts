import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { screens } from '#server/db/schema/screens.ts';
import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import { readManifest } from '#server/services/boards/read-manifest.ts';
import { browseJobs } from '#server/services/browse/browse-jobs.ts';
import { demoActor } from '#server/services/demo/people.ts';
import { sampleFiles } from '#server/services/demo/samples.ts';
import { seedDemo } from '#server/services/demo/seed.ts';
import { listIntakeRows } from '#server/services/intake/list-intakes.ts';
import { readIntake } from '#server/services/intake/read-intake.ts';
import { receiveFile } from '#server/services/intake/receive.ts';
import { readSheet } from '#server/services/truth/read-sheet.ts';
import { type House, openHouse } from '#tests/support/house.ts';

const firstDay = '2026-11-24T01:00:00Z';

let house: House;
afterEach(() => house.close());

async function startDemo(at: string): Promise<void> {
  house.clock.set(at);
  await seedDemo(house.ctx);
}

/** What each of the demo's screens would show now. */
async function walls(): Promise<SignedManifest[]> {
  await composeBoards(house.ctx, 'all');
  const all = await house.ctx.db.select({ id: screens.id }).from(screens);
  return Promise.all(all.map(async ({ id }) => JSON.parse((await readManifest(house.ctx, id))?.body.toString() ?? 'null')));
}

const rowsOf = (manifest: SignedManifest) => manifest.slides.flatMap((slide) => (slide.kind === 'jobs' ? slide.rows : []));

describe('the demo', () => {
  it('fills every wall with open jobs, marked as invented, with numbers that ring nowhere', async () => {
    house = await openHouse('embedded', { deterministic: true });
    await startDemo(firstDay);
    const shown = await walls();
    expect(shown).toHaveLength((await house.ctx.db.select().from(screens)).length);
    for (const manifest of shown) {
      expect(manifest.demo).toBe(true);
      expect(rowsOf(manifest).length, `${manifest.station.name} ${manifest.screen.name}`).toBeGreaterThan(3);
      expect(manifest.station.phone).toMatch(/^0000/);
      for (const row of rowsOf(manifest)) expect(Date.parse(row.expiresAt ?? '')).toBeGreaterThan(Date.parse(firstDay));
    }
  });

  it('shows the same 400 days later, to who started it before and to who starts it first then', async () => {
    const later = '2027-12-29T01:00:00Z';
    house = await openHouse('embedded', { deterministic: true });
    await startDemo(firstDay);
    const before = await walls();
    await startDemo(later);
    const after = await walls();
    const numbers = (all: SignedManifest[]) => all.map((manifest) => rowsOf(manifest).length).sort();
    expect(numbers(after)).toEqual(numbers(before));
    for (const row of after.flatMap(rowsOf)) expect(Date.parse(row.expiresAt ?? '')).toBeGreaterThan(Date.parse(later));

    await house.close();
    house = await openHouse('embedded', { deterministic: true });
    await startDemo(later);
    expect(numbers(await walls())).toEqual(numbers(before));
  });

  it('marks the phone’s first page too, and nothing where stations are real', async () => {
    house = await openHouse('embedded', { deterministic: true });
    expect((await browseJobs(house.ctx, { page: 1 })).demo).toBe(false);
    await startDemo(firstDay);
    expect((await browseJobs(house.ctx, { page: 1 })).demo).toBe(true);
  });

  it('lets employers offer what they do, and no page offer three times the same', async () => {
    house = await openHouse('embedded', { deterministic: true });
    await startDemo(firstDay);
    for (const { slides, station, screen } of await walls()) {
      for (const slide of slides) {
        if (slide.kind !== 'jobs') continue;
        const trades = Object.values(Object.groupBy(slide.rows, ({ trade }) => trade)).map((same) => same?.length ?? 0);
        expect(Math.max(...trades), `${station.name} ${screen.name}`).toBeLessThan(3);
        for (const { trade, employer } of slide.rows) {
          if (employer?.includes('光电')) expect(['质检员', '普工']).toContain(trade);
          if (employer?.includes('装修')) expect(trade).toBe('安装工');
          if (trade === '咖啡师') expect(employer).toMatch(/水吧|茶饮/);
        }
      }
    }
  });

  it('has rung up a part of last week’s walls, and begun with this week’s', async () => {
    house = await openHouse('embedded', { deterministic: true });
    await startDemo(firstDay);
    const sheet = () => readSheet(house.ctx, demoActor('clerk'), '330102');
    const { rounds, checks } = await sheet();
    expect(rounds.map(({ week, tally }) => [week, tally.drawn, tally.wrong, tally.open > 0])).toEqual([
      ['2026-11-23', 20, 0, true],
      ['2026-11-16', 20, 1, false],
    ]);
    expect(rounds[1]?.tally.right).toBeGreaterThan(5);
    expect(checks.filter(({ outcome }) => outcome === 'open').length).toBeGreaterThan(10);
    await startDemo(firstDay);
    expect((await sheet()).rounds).toEqual(rounds);
  });

  it('reads its own samples anew when a visitor sends them', async () => {
    house = await openHouse('embedded', { deterministic: true });
    await startDemo(firstDay);
    const { ctx } = house;
    const clerk = demoActor('clerk');
    for (const path of sampleFiles.tables) {
      const { id } = await receiveFile(ctx, clerk, { regionCode: '330102', fileName: basename(path), body: createReadStream(path) });
      await readIntake(ctx, id, new AbortController().signal);
      const { rows } = await listIntakeRows(ctx, clerk, { intakeId: id, query: { show: 'all', limit: 200 }, locale: 'zh-CN' });
      expect(rows.length, path).toBeGreaterThan(20);
      expect(rows.filter((row) => row.near !== null || row.renews !== null)).toEqual([]);
    }
  });
});
