import { asc, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { rundownChanges } from '#server/db/schema/live.ts';
import { callBacks } from '#server/db/schema/postings.ts';
import { screens } from '#server/db/schema/screens.ts';
import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { LiveMedia } from '#server/media/live-media.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import { readManifest } from '#server/services/boards/read-manifest.ts';
import { listCallBacks } from '#server/services/callbacks/callbacks.ts';
import { sealReportNotes } from '#server/services/callbacks/seal-report-notes.ts';
import { chooseCanvas } from '#server/services/live/air-desk.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { findEpisode, listEpisodes, viewForHost, viewForPublic } from '#server/services/live/episode-view.ts';
import type { LivePort } from '#server/services/live/live-port.ts';
import { reportShow } from '#server/services/live/report-show.ts';
import { requirePublishing } from '#server/services/live/require-publishing.ts';
import { endEpisode, goLive, notePresence, stepRundown } from '#server/services/live/run-show.ts';
import { setRundown } from '#server/services/live/set-rundown.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { importStations } from '#server/services/regions/import-stations.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { person, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

/** A picture that has run for as long as the test says. The real one is tests/integration/media's. */
function pictureAt(mediaTimeMs: number | undefined): LivePort & { ended: string[] } {
  const ended: string[] = [];
  return { open: () => {}, mediaTimeMs: () => mediaTimeMs, viewers: () => 0, end: (episodeId) => ended.push(episodeId), ended };
}

describeBothModes('a live show', (house) => {
  let world: PhoneWorld;
  let host: Awaited<ReturnType<typeof person>>;
  const live = pictureAt(12_345);

  beforeAll(async () => {
    world = await phoneWorld(house());
    host = await person(world.ctx, '主播小赵', 'host', world.desk.li.grants[0]?.regionPath ?? null);
  });

  const plan = async (count: number) => {
    const postingIds: string[] = [];
    for (let index = 0; index < count; index += 1) postingIds.push(await world.post(3));
    const input = {
      title: '第 12 期直播带岗',
      regionCode: shangcheng,
      hostName: '小赵',
      organiser: '城站零工市场',
      plannedAt: '2026-12-01T06:30:00Z',
    };
    const { episodeId, slug } = await createEpisode(world.ctx, host, { ...input, postingIds });
    await world.news();
    return { episodeId, slug, postingIds };
  };
  const view = (episodeId: string) => viewForHost(world.ctx, live, host, episodeId);
  const onGlass = async (episodeId: string) => {
    const { currentItemId } = await view(episodeId);
    if (currentItemId === null) throw new Error('no item is being pitched');
    return currentItemId;
  };
  const press = async (episodeId: string, step: 'next' | 'back' | 'undo') =>
    stepRundown(world.ctx, live, host, { episodeId, step, seenItemId: await onGlass(episodeId) });

  it('is planned with its jobs, each with a code of the show’s own', async () => {
    const { episodeId, slug, postingIds } = await plan(3);
    const episode = await view(episodeId);
    expect(episode).toMatchObject({ slug, state: 'planned', seq: 0, pitch: null, currentItemId: null });
    expect(episode.rundown.map((item) => item.postingId)).toEqual(postingIds);
    expect(new Set(episode.rundown.map((item) => item.pitch?.link.code)).size).toBe(3);
    expect((await listEpisodes(world.ctx, host)).find(({ id }) => id === episodeId)).toMatchObject({ pitches: 3, state: 'planned' });
  });

  it('comes to the screens whose stations have said so, and to no other; the host reads how many', async () => {
    const { episodeId } = await plan(1);
    await goLive(world.ctx, live, host, episodeId);
    await importStations(world.ctx, world.desk.admin, {
      regions: [],
      weeklyShows: [],
      stations: [
        {
          name: '城站火车站星工驿站',
          region: shangcheng,
          phone: '0000-8700000',
          hours: [],
          screens: [{ name: '没说放直播的屏', widthMm: 1210, heightMm: 680, pixels: '1920x1080', viewingDistanceM: 3, mountHeightM: 2 }],
        },
      ],
    });
    await composeBoards(world.ctx, 'all');
    const walls = await world.ctx.db
      .select({ id: screens.id, name: screens.name })
      .from(screens)
      .where(eq(screens.stationId, world.stationId));
    const shows = await Promise.all(
      walls.map(async ({ id, name }) => {
        const { live: show } = JSON.parse((await readManifest(world.ctx, id))?.body.toString() ?? '{}') as Partial<SignedManifest>;
        return [name, show?.episodeId];
      }),
    );
    expect(Object.fromEntries(shows)).toEqual({ 大屏: episodeId, 没说放直播的屏: undefined });
    expect((await view(episodeId)).screens).toEqual({ taking: 1, others: 1 });
    await endEpisode(world.ctx, live, host, episodeId);
  });

  it('tells phones and screens alike which shape its picture has', async () => {
    const { episodeId, slug } = await plan(1);
    await chooseCanvas(world.ctx, host, { episodeId, canvas: 'portrait' });
    await goLive(world.ctx, live, host, episodeId);
    expect(await viewForPublic(world.ctx, live, await findEpisode(world.ctx.db, { slug }))).toMatchObject({ canvas: 'portrait' });
    await composeBoards(world.ctx, 'all');
    const [wall] = await world.ctx.db.select({ id: screens.id }).from(screens).where(eq(screens.name, '大屏'));
    const manifest = JSON.parse((await readManifest(world.ctx, wall?.id ?? ''))?.body.toString() ?? '{}') as Partial<SignedManifest>;
    expect(manifest.live).toMatchObject({ episodeId, canvas: 'portrait' });
    await endEpisode(world.ctx, live, host, episodeId);
  });

  it('goes live with the first job, and tells it', async () => {
    const { episodeId, postingIds } = await plan(2);
    await goLive(world.ctx, live, host, episodeId);
    expect(await view(episodeId)).toMatchObject({ state: 'live', seq: 1, pitch: { postingId: postingIds[0] } });
    const told = (await world.news()).filter(({ type }) => type.startsWith('episode.'));
    expect(told.map(({ type, payload }) => [type, payload.state ?? payload.seq])).toEqual([
      ['episode.changed', 'live'],
      ['episode.pitched', 1],
    ]);
  });

  it('steps with the media time of the key, and is taken back within 5 s', async () => {
    const { episodeId, postingIds } = await plan(3);
    await goLive(world.ctx, live, host, episodeId);
    await world.news();
    expect(await press(episodeId, 'next')).toBe(true);
    const [pitched] = (await world.news()).filter(({ type }) => type === 'episode.pitched');
    expect(pitched?.payload).toMatchObject({ episodeId, seq: 2, mediaTimeMs: 12_345 });
    const stepped = await view(episodeId);
    expect(stepped.pitch?.postingId).toBe(postingIds[1]);
    expect(stepped.undoUntil).not.toBeNull();
    await press(episodeId, 'undo');
    expect(await view(episodeId)).toMatchObject({ seq: 3, pitch: { postingId: postingIds[0] }, undoUntil: null });
  });

  it('takes two presses on one picture for one step, also when they come at once', async () => {
    const { episodeId, postingIds } = await plan(3);
    await goLive(world.ctx, live, host, episodeId);
    const seenItemId = await onGlass(episodeId);
    const steps = await Promise.all([1, 2, 3].map(() => stepRundown(world.ctx, live, host, { episodeId, step: 'next', seenItemId })));
    expect(steps.filter(Boolean)).toHaveLength(1);
    expect((await view(episodeId)).pitch?.postingId).toBe(postingIds[1]);
  });

  it('hears a press from a page that has not yet heard that its host was lost and is back', async () => {
    const { episodeId, postingIds } = await plan(2);
    await goLive(world.ctx, live, host, episodeId);
    const seenItemId = await onGlass(episodeId);
    await notePresence(world.ctx, live, episodeId, 'away');
    await notePresence(world.ctx, live, episodeId, 'live');
    expect(await stepRundown(world.ctx, live, host, { episodeId, step: 'next', seenItemId })).toBe(true);
    expect((await view(episodeId)).pitch?.postingId).toBe(postingIds[1]);
  });

  it('can be taken back also when the host was lost and is back in between', async () => {
    const { episodeId, postingIds } = await plan(2);
    await goLive(world.ctx, live, host, episodeId);
    await press(episodeId, 'next');
    await notePresence(world.ctx, live, episodeId, 'away');
    await notePresence(world.ctx, live, episodeId, 'live');
    expect((await view(episodeId)).undoUntil).not.toBeNull();
    expect(await press(episodeId, 'undo')).toBe(true);
    expect((await view(episodeId)).pitch?.postingId).toBe(postingIds[0]);
  });

  it('numbers every change: they are the chapters', async () => {
    const { episodeId } = await plan(2);
    await goLive(world.ctx, live, host, episodeId);
    await press(episodeId, 'next');
    await notePresence(world.ctx, live, episodeId, 'away');
    await notePresence(world.ctx, live, episodeId, 'away');
    await notePresence(world.ctx, live, episodeId, 'live');
    await endEpisode(world.ctx, live, host, episodeId);
    const changes = await world.ctx.db
      .select()
      .from(rundownChanges)
      .where(eq(rundownChanges.episodeId, episodeId))
      .orderBy(asc(rundownChanges.seq));
    expect(changes.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(['1 start', '2 next', '3 away', '4 resume', '5 end']);
    expect(live.ended).toContain(episodeId);
    await expect(goLive(world.ctx, live, host, episodeId)).rejects.toMatchObject({ problem: { code: 'EPISODE_STATE' } });
  });

  it('is rearranged while live, but never out from under the host', async () => {
    const { episodeId, postingIds } = await plan(3);
    const [a = '', b = '', c = ''] = postingIds;
    const added = await world.post(2);
    await goLive(world.ctx, live, host, episodeId);
    await setRundown(world.ctx, host, { episodeId, items: [{ postingId: added }, { postingId: c, notes: '宿舍有夫妻房' }] });
    const { rundown, pitch } = await view(episodeId);
    expect(rundown.map((item) => item.postingId)).toEqual([a, added, c]);
    expect(rundown[2]?.notes).toBe('宿舍有夫妻房');
    expect(rundown.map((item) => item.postingId)).not.toContain(b);
    expect(pitch?.postingId).toBe(a);
  });

  it('pitches only what is on the walls; what closes meanwhile loses its card', async () => {
    const { episodeId, postingIds } = await plan(2);
    await expect(setRundown(world.ctx, host, { episodeId, items: [{ postingId: world.ctx.random.id() }] })).rejects.toMatchObject({
      problem: { code: 'POSTING_NOT_FOUND' },
    });
    await withdrawPosting(world.ctx, world.desk.li, postingIds[1] ?? '', { reason: 'withdrawn' });
    expect((await view(episodeId)).rundown[1]).toMatchObject({ postingId: postingIds[1], pitch: null });
  });

  it('belongs to the hosts of its region', async () => {
    const { episodeId, slug } = await plan(1);
    const stranger = await person(world.ctx, '外地主播', 'host', '9999/');
    for (const act of [
      () => goLive(world.ctx, live, stranger, episodeId),
      () => setRundown(world.ctx, stranger, { episodeId, items: [] }),
      () => viewForHost(world.ctx, live, stranger, episodeId),
      () => requirePublishing(world.ctx, stranger, episodeId),
    ]) {
      await expect(act()).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    }
    await expect(requirePublishing(world.ctx, host, episodeId)).rejects.toMatchObject({ problem: { code: 'EPISODE_STATE' } });
    expect(await viewForPublic(world.ctx, live, await findEpisode(world.ctx.db, { slug }))).toMatchObject({
      id: episodeId,
      state: 'planned',
    });
  });

  it('is not announced where no picture can be carried', async () => {
    const { episodeId } = await plan(1);
    const none = new LiveMedia({ log: world.ctx.log, maxViewers: 1 });
    await expect(goLive(world.ctx, none, host, episodeId)).rejects.toMatchObject({ problem: { code: 'LIVE_UNAVAILABLE' } });
    expect((await view(episodeId)).state).toBe('planned');
    expect((await world.news()).filter(({ type }) => type === 'episode.changed')).toEqual([]);
  });

  it('can be reported by anybody, to the clerk’s list', async () => {
    const { episodeId } = await plan(1);
    const note = '主播王某某叫我加他 13800000001 交押金';
    await reportShow(world.ctx, { kind: 'anyone' }, { episodeId, kind: 'fee', note, clientAddress: '192.0.2.77' });
    const list = await listCallBacks(world.ctx, world.desk.li, shangcheng);
    expect(list.find((row) => row.facts.includes('show-fee'))).toMatchObject({
      kind: 'report',
      show: '第 12 期直播带岗',
      note,
      reportId: null,
    });
    // Whoever reads the database alone reads neither name nor number.
    const [row] = await world.ctx.db.select().from(callBacks).where(eq(callBacks.episodeId, episodeId));
    expect(JSON.stringify(row)).not.toMatch(/王某某|13800000001/);
  });

  it('keeps what an older release was told of it, sealed from now on', async () => {
    const { ctx, desk } = world;
    const { episodeId } = await plan(1);
    const written = { kind: 'report' as const, regionCode: shangcheng, createdAt: ctx.clock.now() };
    const claimed = ['show', 'show-abuse', `episode:${episodeId}`];
    const [noted, bare] = [ctx.random.id(), ctx.random.id()];
    await ctx.db.insert(callBacks).values([
      { ...written, id: noted, facts: [...claimed, '李某某骂人 13800000002'] },
      { ...written, id: bare, facts: claimed },
    ]);
    // At the start, and again: by another process or in the night.
    await sealReportNotes(ctx);
    await sealReportNotes(ctx);
    const listed = new Map((await listCallBacks(ctx, desk.li, shangcheng)).map((row) => [row.id, row]));
    const shown = { facts: ['show', 'show-abuse'], show: '第 12 期直播带岗' };
    expect(listed.get(noted)).toMatchObject({ ...shown, note: '李某某骂人 13800000002' });
    expect(listed.get(bare)).toMatchObject({ ...shown, note: null });
    const [row] = await ctx.db.select().from(callBacks).where(eq(callBacks.id, noted));
    expect(JSON.stringify(row)).not.toMatch(/李某某|13800000002/);
  });
});
