import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { regions, stations } from '#server/db/schema/org.ts';
import { loadPublications } from '#server/services/boards/load-boards.ts';
import { grabPlace } from '#server/services/grabs/grab-place.ts';
import { setPlaces } from '#server/services/postings/count-places.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

describeBothModes(
  'a row that is full',
  (house) => {
    let world: PhoneWorld;
    beforeAll(async () => {
      world = await phoneWorld(house());
    });

    const isOnBoards = async (postingId: string) => {
      const at = await world.ctx.db
        .select({ station: stations, path: regions.path })
        .from(stations)
        .innerJoin(regions, eq(regions.code, stations.regionCode));
      const rows = at.map(({ station, path }) => ({ ...station, path }));
      const shown = await world.ctx.db.transaction((tx) => loadPublications(tx, rows, world.ctx.clock.now()));
      return shown.some(({ posting }) => posting.id === postingId);
    };

    it('leaves newly laid out boards three minutes after its last place went, whoever queues behind it meanwhile', async () => {
      const postingId = await world.post(1);
      const [first = '', second = '', third = ''] = await world.people(3);
      await grabPlace(world.ctx, { postingId, seekerId: first });
      house().clock.advance({ minutes: 2 });
      await grabPlace(world.ctx, { postingId, seekerId: second });
      expect(await isOnBoards(postingId)).toBe(true);
      house().clock.advance({ seconds: 59 });
      await grabPlace(world.ctx, { postingId, seekerId: third });
      expect(await isOnBoards(postingId)).toBe(true);
      house().clock.advance({ seconds: 2 });
      expect(await isOnBoards(postingId)).toBe(false);
    });

    it('that has places again and fills again has its three minutes anew', async () => {
      const postingId = await world.post(2);
      await setPlaces(world.ctx, world.desk.li, postingId, { placesLeft: 0 });
      house().clock.advance({ minutes: 5 });
      expect(await isOnBoards(postingId)).toBe(false);
      await setPlaces(world.ctx, world.desk.li, postingId, { placesLeft: 1 });
      expect(await isOnBoards(postingId)).toBe(true);
      house().clock.advance({ minutes: 5 });
      await setPlaces(world.ctx, world.desk.li, postingId, { placesLeft: 0 });
      house().clock.advance({ minutes: 2 });
      expect(await isOnBoards(postingId)).toBe(true);
      house().clock.advance({ minutes: 2 });
      expect(await isOnBoards(postingId)).toBe(false);
    });
  },
  { deterministic: true },
);
