import { beforeAll, expect, it } from 'vitest';
import { chooseCanvas, insertNow, noteEffort, pinCard } from '#server/services/live/air-desk.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { viewForHost } from '#server/services/live/episode-view.ts';
import type { LivePort } from '#server/services/live/live-port.ts';
import { goLive, stepRundown } from '#server/services/live/run-show.ts';
import { setRundown } from '#server/services/live/set-rundown.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { fillPosting } from '#server/services/postings/count-places.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { person, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

describeBothModes('the air desk', (house) => {
  let world: PhoneWorld;
  let host: Awaited<ReturnType<typeof person>>;
  const live: LivePort = { open: () => {}, mediaTimeMs: () => 12_345, viewers: () => 0, end: () => {} };

  beforeAll(async () => {
    world = await phoneWorld(house());
    host = await person(world.ctx, '主播小赵', 'host', world.desk.li.grants[0]?.regionPath ?? null);
  });

  const onAir = async (count: number) => {
    const postingIds: string[] = [];
    for (let index = 0; index < count; index += 1) postingIds.push(await world.post(3));
    const facts = {
      title: '第 12 期',
      regionCode: shangcheng,
      hostName: '小赵',
      organiser: '城站零工市场',
      plannedAt: '2026-12-01T06:30:00Z',
    };
    const { episodeId } = await createEpisode(world.ctx, host, { ...facts, postingIds });
    await goLive(world.ctx, live, host, episodeId);
    await world.news();
    return { episodeId, postingIds };
  };
  const view = (episodeId: string) => viewForHost(world.ctx, live, host, episodeId);
  const press = async (episodeId: string, step: 'next' | 'undo') => {
    const { currentItemId } = await view(episodeId);
    await stepRundown(world.ctx, live, host, { episodeId, step, seenItemId: currentItemId ?? '' });
  };
  const pitchedNews = async () => (await world.news()).filter(({ type }) => type === 'episode.pitched').map(({ payload }) => payload);

  it('keeps a pinned card up while the talk goes on, for everybody, and lets it go again', async () => {
    const { episodeId, postingIds } = await onAir(3);
    const [first, second] = (await view(episodeId)).rundown;
    await pinCard(world.ctx, live, host, { episodeId, itemId: first?.id ?? '' });
    await press(episodeId, 'next');
    expect(await view(episodeId)).toMatchObject({
      currentItemId: second?.id,
      pinnedItemId: first?.id,
      pitch: { postingId: postingIds[0] },
    });
    await pinCard(world.ctx, live, host, { episodeId, itemId: null });
    expect(await view(episodeId)).toMatchObject({ pinnedItemId: null, pitch: { postingId: postingIds[1] } });
    // The same way to phones and walls as a step: by number and media time.
    expect(await pitchedNews()).toMatchObject([
      { seq: 2, itemId: first?.id, mediaTimeMs: 12_345 },
      { seq: 3, itemId: first?.id },
      { seq: 4, itemId: second?.id, mediaTimeMs: 12_345 },
    ]);
  });

  it('lets the card follow the talk again when the pinned job is taken out', async () => {
    const { episodeId, postingIds } = await onAir(3);
    const [, second] = (await view(episodeId)).rundown;
    await pinCard(world.ctx, live, host, { episodeId, itemId: second?.id ?? '' });
    await setRundown(world.ctx, host, { episodeId, items: [{ postingId: postingIds[0] ?? '' }, { postingId: postingIds[2] ?? '' }] });
    expect(await view(episodeId)).toMatchObject({ pinnedItemId: null, pitch: { postingId: postingIds[0] } });
  });

  it('can still take back the step before a pin', async () => {
    const { episodeId, postingIds } = await onAir(2);
    await press(episodeId, 'next');
    const { currentItemId } = await view(episodeId);
    await pinCard(world.ctx, live, host, { episodeId, itemId: currentItemId });
    await press(episodeId, 'undo');
    const { rundown, currentItemId: back } = await view(episodeId);
    expect(rundown.find(({ id }) => id === back)?.postingId).toBe(postingIds[0]);
  });

  it('pitches a job at once that was not planned, and goes on with the rest; a press takes it back', async () => {
    const { episodeId, postingIds } = await onAir(2);
    const hurried = await world.post(2);
    await insertNow(world.ctx, live, host, { episodeId, postingId: hurried });
    const now = await view(episodeId);
    expect(now.rundown.map(({ postingId }) => postingId)).toEqual([postingIds[0], hurried, postingIds[1]]);
    expect(now.pitch?.postingId).toBe(hurried);
    await press(episodeId, 'undo');
    expect((await view(episodeId)).pitch?.postingId).toBe(postingIds[0]);
    await press(episodeId, 'next');
    await press(episodeId, 'next');
    expect((await view(episodeId)).pitch?.postingId).toBe(postingIds[1]);
  });

  it('brings a later job of the rundown forward, and has it once', async () => {
    const { episodeId, postingIds } = await onAir(4);
    const [a, b, c, d] = postingIds;
    await insertNow(world.ctx, live, host, { episodeId, postingId: d ?? '' });
    expect((await view(episodeId)).rundown.map(({ postingId }) => postingId)).toEqual([a, d, b, c]);
    await insertNow(world.ctx, live, host, { episodeId, postingId: d ?? '' });
    expect((await view(episodeId)).rundown.map(({ postingId }) => postingId)).toEqual([a, d, b, c]);
  });

  it('puts in nothing that is off the walls', async () => {
    const { episodeId } = await onAir(1);
    const closed = await world.post(1);
    await withdrawPosting(world.ctx, world.desk.li, closed, { reason: 'withdrawn' });
    const refused = { problem: { code: 'POSTING_NOT_FOUND' } };
    await expect(insertNow(world.ctx, live, host, { episodeId, postingId: closed })).rejects.toMatchObject(refused);
    expect((await view(episodeId)).rundown).toHaveLength(1);
  });

  it('shows a filled job as filled; who is host alone may not fill it', async () => {
    const { episodeId, postingIds } = await onAir(1);
    await expect(fillPosting(world.ctx, host, postingIds[0] ?? '')).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    await fillPosting(world.ctx, world.desk.li, postingIds[0] ?? '');
    expect((await view(episodeId)).pitch).toMatchObject({ filled: true, placesLeft: 0 });
  });

  it('has one canvas for the length of a show', async () => {
    const { episodeId } = await onAir(1);
    await expect(chooseCanvas(world.ctx, host, { episodeId, canvas: 'portrait' })).rejects.toMatchObject({
      problem: { code: 'EPISODE_STATE' },
    });
    const facts = {
      title: '第 13 期',
      regionCode: shangcheng,
      hostName: '小赵',
      organiser: '城站零工市场',
      plannedAt: '2026-12-01T06:30:00Z',
    };
    const { episodeId: next } = await createEpisode(world.ctx, host, { ...facts, postingIds: [] });
    await chooseCanvas(world.ctx, host, { episodeId: next, canvas: 'portrait' });
    expect(await view(next)).toMatchObject({ canvas: 'portrait' });
  });

  it('writes down what the studio could not carry', async () => {
    const { episodeId } = await onAir(1);
    await noteEffort(world.ctx, host, { episodeId, rung: 'reduced', fps: 18.2, busy: 0.9 });
    const told = (await world.news()).filter(({ type }) => type === 'audit.recorded').map(({ payload }) => payload);
    expect(told).toContainEqual(
      expect.objectContaining({ action: 'program.effort', subject: episodeId, after: { rung: 'reduced', fps: 18.2, busy: 0.9 } }),
    );
  });

  it('belongs to the hosts of its region', async () => {
    const { episodeId } = await onAir(1);
    const stranger = await person(world.ctx, '外地主播', 'host', '9999/');
    for (const act of [
      () => pinCard(world.ctx, live, stranger, { episodeId, itemId: null }),
      () => insertNow(world.ctx, live, stranger, { episodeId, postingId: world.ctx.random.id() }),
      () => chooseCanvas(world.ctx, stranger, { episodeId, canvas: 'small' }),
      () => noteEffort(world.ctx, stranger, { episodeId, rung: 'card', fps: 3, busy: 1 }),
    ]) {
      await expect(act()).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    }
  });
});
