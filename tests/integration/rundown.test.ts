import { beforeAll, expect, it } from 'vitest';
import type { SetRundown } from '#server/contract/live.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { viewForHost } from '#server/services/live/episode-view.ts';
import type { LivePort } from '#server/services/live/live-port.ts';
import { goLive, stepRundown } from '#server/services/live/run-show.ts';
import { setRundown } from '#server/services/live/set-rundown.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { person, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

const noPicture: LivePort = { open: () => {}, mediaTimeMs: () => undefined, viewers: () => 0, end: () => {} };

describeBothModes('a rundown', (house) => {
  let world: PhoneWorld;
  let host: Awaited<ReturnType<typeof person>>;
  beforeAll(async () => {
    world = await phoneWorld(house());
    host = await person(world.ctx, '主播小赵', 'host', world.desk.li.grants[0]?.regionPath ?? null);
  });

  const plan = async () => {
    const { episodeId } = await createEpisode(world.ctx, host, {
      ...{ title: '第 12 期直播带岗', regionCode: shangcheng, hostName: '小赵', organiser: '城站零工市场' },
      ...{ plannedAt: '2026-12-01T06:30:00Z', postingIds: [] },
    });
    return { episodeId, jobs: [await world.post(3), await world.post(3)] as const };
  };
  const view = (episodeId: string) => viewForHost(world.ctx, noPicture, host, episodeId);
  const set = (episodeId: string, items: SetRundown['items'], revision?: number) =>
    setRundown(world.ctx, host, { episodeId, items, ...(revision === undefined ? {} : { revision }) });
  const opening = { segment: 'intro' as const, title: '开场', notes: '先问好', guests: '王主任', plannedMinutes: 3 };
  const step = async (episodeId: string, which: 'next' | 'back') => {
    const { currentItemId } = await view(episodeId);
    await stepRundown(world.ctx, noPicture, host, { episodeId, step: which, seenItemId: currentItemId ?? '' });
    return view(episodeId);
  };

  it('holds segments beside jobs, with who is on, what the host reads and how long it takes', async () => {
    const { episodeId, jobs } = await plan();
    await set(episodeId, [opening, { postingId: jobs[0], notes: '宿舍有夫妻房' }]);
    const { rundown } = await view(episodeId);
    expect(rundown).toMatchObject([
      {
        kind: 'segment',
        segment: 'intro',
        title: '开场',
        notes: '先问好',
        guests: '王主任',
        plannedMinutes: 3,
        postingId: null,
        pitch: null,
      },
      { kind: 'pitch', postingId: jobs[0], notes: '宿舍有夫妻房', plannedMinutes: null, aired: false },
    ]);
    // Rearranged without a word about them, they keep what was said of them; an empty text empties it.
    const [first, second] = rundown;
    await set(episodeId, [
      { id: second?.id, postingId: jobs[0], notes: '' },
      { id: first?.id ?? '', segment: 'guest', title: '嘉宾' },
    ]);
    expect((await view(episodeId)).rundown).toMatchObject([
      { id: second?.id, notes: null },
      { id: first?.id, segment: 'guest', title: '嘉宾', notes: '先问好', guests: '王主任', plannedMinutes: 3 },
    ]);
    await set(episodeId, [{ id: first?.id ?? '', segment: 'guest', title: '嘉宾', plannedMinutes: null }]);
    expect((await view(episodeId)).rundown).toMatchObject([{ id: first?.id, notes: '先问好', plannedMinutes: null }]);
  });

  it('is stepped through segment by segment, without a card where nothing is pitched', async () => {
    const { episodeId, jobs } = await plan();
    await set(episodeId, [opening, { postingId: jobs[0] }, { segment: 'break', title: '休息' }, { postingId: jobs[1] }]);
    await goLive(world.ctx, noPicture, host, episodeId);
    const shown: (string | null)[] = [(await view(episodeId)).pitch?.postingId ?? null];
    for (let count = 0; count < 3; count += 1) shown.push((await step(episodeId, 'next')).pitch?.postingId ?? null);
    expect(shown).toEqual([null, jobs[0], null, jobs[1]]);
    expect((await step(episodeId, 'back')).pitch).toBeNull();
  });

  it('keeps what has been on air, and takes what is new behind it', async () => {
    const { episodeId, jobs } = await plan();
    await set(episodeId, [opening, { postingId: jobs[0] }, { segment: 'break', title: '休息' }]);
    await goLive(world.ctx, noPicture, host, episodeId);
    const { rundown } = await step(episodeId, 'next');
    expect(rundown.map(({ aired }) => aired)).toEqual([true, true, false]);
    await set(episodeId, [{ postingId: jobs[1] }]);
    expect((await view(episodeId)).rundown.map(({ title, postingId }) => title ?? postingId)).toEqual(['开场', jobs[0], jobs[1]]);
  });

  it('is not written over by an editor who saw an older one', async () => {
    const { episodeId, jobs } = await plan();
    const { rundownRevision } = await view(episodeId);
    const outcomes = await Promise.allSettled([
      set(episodeId, [{ postingId: jobs[0] }], rundownRevision),
      set(episodeId, [{ postingId: jobs[1] }], rundownRevision),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { problem: { code: 'RUNDOWN_CHANGED' } } });
    expect((await view(episodeId)).rundown).toHaveLength(1);
  });
});
