import { afterEach, describe, expect, it } from 'vitest';
import { screens } from '#server/db/schema/screens.ts';
import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import { seedDemo } from '#server/services/demo/seed.ts';
import { readManifest } from '#server/services/screens/read-manifest.ts';
import { type House, openHouse } from '#tests/support/house.ts';

const firstDay = '2026-11-24T01:00:00Z';

let house: House;
afterEach(() => house.close());

async function startDemo(at: string): Promise<void> {
  house.clock.set(at);
  const { rest } = await seedDemo(house.ctx, { signal: new AbortController().signal, pauseMs: 0 });
  await rest;
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
});
