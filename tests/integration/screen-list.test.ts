import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { stations } from '#server/db/schema/org.ts';
import { listScreens } from '#server/services/screens/list-screens.ts';
import { reportPresented } from '#server/services/screens/player-reports.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

describeBothModes(
  'the list of screens',
  (house) => {
    let world: PhoneWorld;
    beforeAll(async () => {
      world = await phoneWorld(house());
    });

    const wall = async () => {
      const found = (await listScreens(world.ctx, world.desk.li)).find(({ station }) => station.id === world.stationId);
      if (!found) throw new Error('the station has no screen');
      return found;
    };

    it('says which orders a glass has carried out: the newest twenty, in their order', async () => {
      const { id } = await wall();
      const report = { version: 1, hash: 'h', slideId: 's', presentedAt: world.ctx.clock.now().toString() };
      const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `order-${from + i}`);
      await reportPresented(world.ctx, id, { ...report, echoes: ids(0, 2) });
      await reportPresented(world.ctx, id, { ...report, echoes: [] });
      expect((await wall()).echoes).toEqual(ids(0, 2));
      await reportPresented(world.ctx, id, { ...report, echoes: ids(2, 25) });
      expect((await wall()).echoes).toEqual(ids(5, 25));
    });

    it('knows the hours of each station, in its own zone', async () => {
      const hours = [{ days: 'MO-FR', open: '08:30', close: '17:30' }];
      await world.ctx.db.update(stations).set({ hours, timeZone: 'Asia/Shanghai' }).where(eq(stations.id, world.stationId));
      // Wednesday, by the clock of Shanghai: 08:29, 08:30, 17:30.
      for (const [instant, open] of [
        ['2026-03-04T00:29:00Z', false],
        ['2026-03-04T00:30:00Z', true],
        ['2026-03-04T09:30:00Z', false],
      ] as const) {
        house().clock.set(instant);
        expect((await wall()).station.openNow).toBe(open);
      }
    });
  },
  { deterministic: true },
);
