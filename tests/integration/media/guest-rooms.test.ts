import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GuestRooms } from '#server/media/guest-rooms.ts';
import { WorkerPool } from '#server/media/sfu/worker-pool.ts';
import { tellGuestRooms } from '#server/realtime/guest-news.ts';
import { createHub } from '#server/realtime/hub.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { cancelEpisode } from '#server/services/shows/change-episode.ts';
import { openHouse } from '#tests/support/house.ts';
import { workerBinary } from '#tests/support/live-server.ts';
import { quietLog } from '#tests/support/quiet-log.ts';
import { until } from '#tests/support/until.ts';
import { person, shangcheng } from '../desk-world.ts';
import { phoneWorld } from '../phone-world.ts';

/** With the real SFU and without browsers: a room is there as long as something needs it. */
describe('a green room', () => {
  let pool: WorkerPool;
  beforeAll(async () => {
    pool = await WorkerPool.start({
      workers: 1,
      firstPort: 0,
      listenIp: '127.0.0.1',
      announcedAddress: '127.0.0.1',
      workerBin: await workerBinary(),
      seats: { phones: 0, screens: 0 },
      log: quietLog,
    });
  });
  afterAll(() => pool?.close());

  const line = { from: 'host', text: '马上开始', at: '2026-12-01T06:00:00Z' };
  const isOpen = (rooms: GuestRooms, episodeId: string) => rooms.lines(episodeId).length > 0;

  it('is closed when nobody has been in it for a while, and stays while somebody is', async () => {
    const rooms = new GuestRooms(() => pool, { emptyMs: 1_000 });
    const [quiet, left] = [randomUUID(), randomUUID()];
    const host = await rooms.enter(quiet).enter('host');
    rooms.say(quiet, line);
    rooms.say(left, line);
    await until(() => !isOpen(rooms, left));
    expect(() => rooms.require(left)).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'LIVE_SESSION_GONE' }) }));
    expect(isOpen(rooms, quiet)).toBe(true);
    host.close();
    await until(() => !isOpen(rooms, quiet));
  });

  it('is closed when its show is called off, and no other', async () => {
    const house = await openHouse('embedded');
    const rooms = new GuestRooms(() => pool);
    const hub = createHub({ tick: () => ({ type: 'tick', data: {} }) });
    const untell = await tellGuestRooms(house.ctx, rooms, hub);
    try {
      const world = await phoneWorld(house);
      const host = await person(world.ctx, '主播', 'host', world.desk.li.grants[0]?.regionPath ?? null);
      const plan = { title: '第一期', regionCode: shangcheng, hostName: '小赵', organiser: '城站', postingIds: [] };
      const plannedAt = house.ctx.clock.now().add({ hours: 1 }).toString();
      const off = await createEpisode(world.ctx, host, { ...plan, plannedAt });
      const on = await createEpisode(world.ctx, host, { ...plan, plannedAt });
      for (const { episodeId } of [off, on]) rooms.say(episodeId, line);
      await house.startBackground();
      await cancelEpisode(world.ctx, host, { episodeId: off.episodeId, reason: '主播生病' });
      await until(() => !isOpen(rooms, off.episodeId));
      expect(isOpen(rooms, on.episodeId)).toBe(true);
    } finally {
      untell();
      hub.close();
      rooms.close();
      await house.close();
    }
  });
});
