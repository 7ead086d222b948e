import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { screenTags } from '#server/db/schema/fleet.ts';
import { emptyPlaylists } from '#server/db/schema/programme.ts';
import { outbox } from '#server/db/schema/records.ts';
import { screens } from '#server/db/schema/screens.ts';
import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { slidesAt } from '#server/domain/programme/on-glass.ts';
import type { ScheduleRule } from '#server/domain/programme/timetable.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import { readManifest } from '#server/services/boards/read-manifest.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { submitPosting } from '#server/services/postings/submit-posting.ts';
import { checkSchedule } from '#server/services/programme/check-schedule.ts';
import { approveContent, changeContent, createContent, rejectContent, withdrawContent } from '#server/services/programme/contents.ts';
import { dayOnScreen } from '#server/services/programme/day-on-screen.ts';
import { listContents } from '#server/services/programme/list-contents.ts';
import { changePlaylist, createPlaylist, removePlaylist } from '#server/services/programme/playlists.ts';
import { previewPlaylist } from '#server/services/programme/preview-playlist.ts';
import { createSchedule, listSchedules, removeSchedule } from '#server/services/programme/schedules.ts';
import { listScreens } from '#server/services/screens/list-screens.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk, caihe, checkEveryEmployer, type Desk, gongshu, porter, shangcheng } from './desk-world.ts';

const rule = (change: Partial<ScheduleRule> = {}): ScheduleRule => ({
  dayparts: [],
  weekdays: [],
  onHoliday: 'as-usual',
  onSwapped: 'as-weekday',
  stationHours: false,
  ...change,
});
const morning = rule({ dayparts: [{ from: '05:00', to: '07:00' }] });
const region = (regionCode: string) => ({ kind: 'region' as const, regionCode });

describeBothModes(
  'the programme',
  (house) => {
    let desk: Desk;
    let wall: string;
    let other: string;

    beforeAll(async () => {
      desk = await buildDesk(house().ctx);
      const all = await listScreens(house().ctx, desk.admin);
      wall = all.find(({ station }) => station.name.startsWith('城站'))?.id ?? '';
      other = all.find(({ station }) => station.name.startsWith('拱墅'))?.id ?? '';
      const made = await createPosting(house().ctx, desk.li, { regionCode: shangcheng, facts: porter(), submit: false });
      await submitPosting(house().ctx, desk.li, { postingId: made.id, version: made.version });
      await checkEveryEmployer(house().ctx, desk.wang);
      await approvePosting(house().ctx, desk.wang, { postingId: made.id, version: made.version });
    });

    async function manifestOf(screenId: string): Promise<SignedManifest> {
      await composeBoards(house().ctx, [screenId]);
      const held = await readManifest(house().ctx, screenId);
      return JSON.parse(held?.body.toString() ?? '{}');
    }
    /** What a wall goes through at a time of its own zone. */
    const kindsAt = async (screenId: string, at: string) =>
      slidesAt(await manifestOf(screenId), Date.parse(`${at}+08:00`)).map((slide) => ('title' in slide ? slide.title : slide.kind));

    const notice = (title: string, change = {}) => ({
      regionCode: shangcheng,
      facts: {
        kind: 'notice' as const,
        title,
        source: '区人社局',
        topic: 'policy' as const,
        paragraphs: ['灵活就业社保补贴，满一年可领。'],
        targets: [],
        ...change,
      },
    });
    async function approved(title: string, change = {}): Promise<string> {
      const { id } = await createContent(house().ctx, desk.li, notice(title, change));
      await approveContent(house().ctx, desk.wang, { contentId: id, version: 1 });
      return id;
    }
    async function playlistOf(...contentIds: string[]): Promise<string> {
      const items = contentIds.map((contentId) => ({ kind: 'content' as const, id: contentId, contentId }));
      return (await createPlaylist(house().ctx, desk.li, { regionCode: shangcheng, name: '早间', items })).id;
    }
    const scheduled = async (playlistId: string, change: Partial<Parameters<typeof createSchedule>[2]> = {}) =>
      (
        await createSchedule(house().ctx, desk.li, {
          playlistId,
          name: '早高峰',
          target: region(shangcheng),
          rule: morning,
          priority: 0,
          ...change,
        })
      ).id;

    test('a notice, approved by a second person, stands on a region’s walls at its hours and gives way to the jobs after', async () => {
      const { id } = await createContent(house().ctx, desk.li, notice('社保补贴'));
      const schedule = await scheduled(await playlistOf(id));
      expect(await kindsAt(wall, '2026-03-03T06:10')).toEqual(['station']);
      await approveContent(house().ctx, desk.wang, { contentId: id, version: 1 });
      expect(await kindsAt(wall, '2026-03-03T06:10')).toEqual(['社保补贴', 'station']);
      expect(await kindsAt(wall, '2026-03-03T07:00')).toEqual(['jobs', 'station']);
      expect((await manifestOf(other)).programme).toBeUndefined();
      await removeSchedule(house().ctx, desk.li, schedule);
      expect((await manifestOf(wall)).programme).toBeUndefined();
    });

    test('nothing new is published for a programme that has not changed', async () => {
      const schedule = await scheduled(await playlistOf(await approved('培训')));
      const before = await manifestOf(wall);
      expect((await manifestOf(wall)).version).toBe(before.version);
      await removeSchedule(house().ctx, desk.li, schedule);
    });

    describe('content', () => {
      test('is listed to its end, however much there is of it', async () => {
        for (const title of ['一', '二', '三']) await createContent(house().ctx, desk.li, notice(`通知${title}`));
        const page = (asked: { after?: string; limit?: number } = {}) =>
          listContents(house().ctx, desk.li, { region: shangcheng, ...asked });
        const ids = ({ contents }: Awaited<ReturnType<typeof page>>) => contents.map(({ id }) => id);
        const whole = await page();
        expect(whole.next).toBeNull();
        const all = ids(whole);
        let answer = await page({ limit: 2 });
        const paged = ids(answer);
        // The very one after which the list goes on comes to stand first.
        const last = answer.contents.at(-1);
        if (last === undefined) throw new Error('there are contents');
        house().clock.advance({ seconds: 1 });
        await changeContent(house().ctx, desk.li, { contentId: last.id, version: last.version, facts: last.facts });
        while (answer.next !== null) {
          answer = await page({ limit: 2, after: answer.next });
          paged.push(...ids(answer));
        }
        expect(paged).toEqual(all);
      });

      test('is never approved by who wrote a word of it', async () => {
        const { id } = await createContent(house().ctx, desk.wang, notice('维权热线'));
        await expect(approveContent(house().ctx, desk.wang, { contentId: id, version: 1 })).rejects.toThrow('CONTENT_SAME_PERSON');
        await expect(approveContent(house().ctx, desk.li, { contentId: id, version: 1 })).rejects.toThrow('NOT_ALLOWED');
        await approveContent(house().ctx, desk.zhao, { contentId: id, version: 1 });
      });

      test('stays as it was approved until its other words are, too; sent back, it goes on', async () => {
        const id = await approved('通知一');
        const schedule = await scheduled(await playlistOf(id));
        await changeContent(house().ctx, desk.li, { contentId: id, version: 1, facts: notice('通知二').facts });
        expect(await kindsAt(wall, '2026-03-03T06:10')).toEqual(['通知一', 'station']);
        await expect(approveContent(house().ctx, desk.wang, { contentId: id, version: 1 })).rejects.toThrow('CONTENT_CHANGED');
        await rejectContent(house().ctx, desk.wang, { contentId: id, version: 2, reason: '标题不清楚' });
        const { contents } = await listContents(house().ctx, desk.li, { region: shangcheng });
        const listed = contents.find((one) => one.id === id);
        expect(listed).toMatchObject({ state: 'rejected', rejectedReason: '标题不清楚', approvedFacts: { title: '通知一' } });
        expect(await kindsAt(wall, '2026-03-03T06:10')).toEqual(['通知一', 'station']);
        await withdrawContent(house().ctx, desk.li, id);
        expect(await kindsAt(wall, '2026-03-03T06:10')).toEqual(['station']);
        await removeSchedule(house().ctx, desk.li, schedule);
      });

      test('meant for a tag is left out of every other wall', async () => {
        const id = await approved('竖屏专用', { targets: [{ kind: 'tag', tag: '竖屏', regionCode: shangcheng }] });
        const schedule = await scheduled(await playlistOf(id));
        expect(await kindsAt(wall, '2026-03-03T06:10')).toEqual(['station']);
        await house().ctx.db.insert(screenTags).values({ screenId: wall, tag: '竖屏' });
        expect(await kindsAt(wall, '2026-03-03T06:10')).toEqual(['竖屏专用', 'station']);
        await removeSchedule(house().ctx, desk.li, schedule);
      });

      test('never hangs outside the region whose approver has seen it', async () => {
        const made = await createContent(house().ctx, desk.li, { ...notice('采荷通知'), regionCode: caihe });
        await approveContent(house().ctx, desk.wang, { contentId: made.id, version: 1 });
        const schedule = await scheduled(await playlistOf(made.id));
        expect(await kindsAt(wall, '2026-03-03T06:10')).toEqual(['station']);
        await removeSchedule(house().ctx, desk.li, schedule);
      });
    });

    describe('a schedule', () => {
      test('reaches only where its author works, and no further than its playlist', async () => {
        const playlistId = await playlistOf();
        const asked = { playlistId, name: '越界', rule: rule(), priority: 0 };
        await expect(createSchedule(house().ctx, desk.li, { ...asked, target: region(gongshu) })).rejects.toThrow('NOT_ALLOWED');
        await expect(createSchedule(house().ctx, desk.zhao, { ...asked, target: region(gongshu) })).rejects.toThrow('PLAYLIST_TOO_FAR');
      });

      test('says before it is saved whom it would meet, and which of the two plays', async () => {
        const ids = [await scheduled(await playlistOf())];
        const asked = {
          playlistId: await playlistOf(),
          name: '本屏',
          target: { kind: 'screen' as const, screenId: wall },
          rule: morning,
          priority: 0,
        };
        const { screens: reached, clashes } = await checkSchedule(house().ctx, desk.li, asked);
        expect(reached).toBe(1);
        expect(clashes).toMatchObject([{ scheduleId: ids[0], screens: 1, at: { time: '05:00' }, wins: true, because: 'nearness' }]);
        for (const id of ids) await removeSchedule(house().ctx, desk.li, id);
      });

      test('says before it is saved of which years it can’t know the holidays', async () => {
        const asked = { playlistId: await playlistOf(), name: '过年', target: { kind: 'screen' as const, screenId: wall }, priority: 0 };
        const unknown = async (change: Partial<ScheduleRule>) =>
          (await checkSchedule(house().ctx, desk.li, { ...asked, rule: rule(change) })).unknownYears;
        const overNewYear = { fromDay: '2031-12-20', untilDay: '2032-01-10' };
        expect(await unknown({ ...overNewYear, onHoliday: 'never' })).toEqual([2031, 2032]);
        expect(await unknown({ ...overNewYear, onSwapped: 'as-workday' })).toEqual([2031, 2032]);
        expect(await unknown(overNewYear)).toEqual([]);
        expect(await unknown({ fromDay: '2026-12-01', untilDay: '2026-12-31', onHoliday: 'never' })).toEqual([]);
      });

      test('keeps its playlist from being removed', async () => {
        const playlistId = await playlistOf();
        const schedule = await scheduled(playlistId);
        await expect(removePlaylist(house().ctx, desk.li, playlistId)).rejects.toThrow('PLAYLIST_IN_USE');
        await removeSchedule(house().ctx, desk.li, schedule);
        await removePlaylist(house().ctx, desk.li, playlistId);
      });
    });

    test('the calendar says what a wall shows at ten past six on a Tuesday, and why nothing else', async () => {
      const near = await scheduled(await playlistOf(await approved('近')), { target: { kind: 'screen', screenId: wall } });
      const far = await scheduled(await playlistOf(), { name: '全区' });
      const saturdays = await scheduled(await playlistOf(), { name: '周六', rule: rule({ weekdays: [6] }), priority: 5 });
      const { stretches, at } = await dayOnScreen(house().ctx, desk.li, { screenId: wall, day: '2026-03-03', time: '06:10' });
      expect(stretches.map(({ from, to, scheduleId }) => [from, to, scheduleId])).toEqual([
        ['00:00', '05:00', null],
        ['05:00', '07:00', near],
        ['07:00', '24:00', null],
      ]);
      expect(at?.candidates.map(({ scheduleId, verdict }) => [scheduleId, verdict])).toEqual([
        [saturdays, { kind: 'off', why: 'OTHER_WEEKDAY' }],
        [near, { kind: 'plays' }],
        [far, { kind: 'pushed-aside', by: near, because: 'nearness' }],
      ]);
      for (const id of [near, far, saturdays]) await removeSchedule(house().ctx, desk.li, id);
    });

    test('the calendar says nothing of a day that is over: its schedules may have ended, and what stood there is traced', async () => {
      const asked = async (day: string) => dayOnScreen(house().ctx, desk.li, { screenId: wall, day, time: '06:10' });
      const today = house().ctx.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
      expect((await asked(today.toString())).day).toBe(today.toString());
      const yesterday = today.subtract({ days: 1 }).toString();
      await expect(asked(yesterday)).rejects.toMatchObject({ problem: { code: 'DAY_OVER', details: { day: yesterday } } });
    });

    test('the calendar says what goes round at a time, and leaves out what has not begun by then', async () => {
      const held = [await approved('一直有'), await approved('三月五日起', { from: '2026-03-04T16:00:00Z' })];
      const schedule = await scheduled(await playlistOf(...held));
      await manifestOf(wall);
      const shows = async (day: string, time = '06:10') =>
        (await dayOnScreen(house().ctx, desk.li, { screenId: wall, day, time })).at?.shows.map(({ title, kind }) => title ?? kind);
      expect(await shows('2026-03-04')).toEqual(['一直有']);
      expect(await shows('2026-03-05')).toEqual(['一直有', '三月五日起']);
      expect(await shows('2026-03-05', '08:00')).toEqual(['jobs']);
      const known = async (day: string) => (await dayOnScreen(house().ctx, desk.li, { screenId: wall, day })).calendarKnown;
      expect([await known('2026-10-01'), await known('2031-10-01')]).toEqual([true, false]);
      await removeSchedule(house().ctx, desk.li, schedule);
    });

    test('a playlist with nothing valid is told of once, and once more when it has something', async () => {
      const told = async () =>
        (await house().ctx.db.select({ payload: outbox.payload }).from(outbox))
          .map(({ payload }) => payload as { type: string; playlistId?: string; screenIds?: string[] })
          .filter(({ type }) => type === 'playlist.empty' || type === 'playlist.filled');
      const playlistId = await playlistOf();
      const schedule = await scheduled(playlistId);
      await manifestOf(wall);
      await manifestOf(wall);
      const mine = async () => (await told()).filter((one) => one.playlistId === playlistId);
      expect(await mine()).toMatchObject([{ type: 'playlist.empty', screenIds: [wall] }]);
      await changePlaylist(house().ctx, desk.li, { playlistId, version: 1, name: '早间', items: [{ kind: 'jobs', id: 'a', filter: {} }] });
      await manifestOf(wall);
      expect((await mine()).map(({ type }) => type)).toEqual(['playlist.empty', 'playlist.filled']);
      await removeSchedule(house().ctx, desk.li, schedule);
    });

    test('a playlist whose schedule begins next month may still be empty, and is told of the day before', async () => {
      const playlistId = await playlistOf();
      const today = house().ctx.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
      const schedule = await scheduled(playlistId, { rule: rule({ fromDay: today.add({ months: 1 }).toString() }) });
      await manifestOf(wall);
      const isTold = async () => (await house().ctx.db.select().from(emptyPlaylists)).some((row) => row.playlistId === playlistId);
      expect(await isTold()).toBe(false);
      const tomorrow = await scheduled(playlistId, { rule: rule({ fromDay: today.add({ days: 1 }).toString() }) });
      await manifestOf(wall);
      expect(await isTold()).toBe(true);
      for (const id of [schedule, tomorrow]) await removeSchedule(house().ctx, desk.li, id);
    });

    test('a station’s figures stand in a playlist, and make no new manifest while they are the same', async () => {
      const items = [
        { kind: 'figures' as const, id: 'a' },
        { kind: 'leaderboard' as const, id: 'b' },
      ];
      const { id: playlistId } = await createPlaylist(house().ctx, desk.li, { regionCode: shangcheng, name: '数据', items });
      const schedule = await scheduled(playlistId);
      const before = await manifestOf(wall);
      const shown = slidesAt(before, Date.parse('2026-03-03T06:10+08:00'));
      // As many slides as its words need room.
      const figures = shown.flatMap((slide) => (slide.kind === 'figures' ? slide.figures : []));
      expect(figures.map(({ key }) => key)).toContain('postings');
      expect((await manifestOf(wall)).version).toBe(before.version);
      await removeSchedule(house().ctx, desk.li, schedule);
    });

    test('a preview goes through an unsaved playlist as the wall would', async () => {
      const contentId = await approved('预览');
      await manifestOf(wall);
      const { slides } = await previewPlaylist(house().ctx, desk.li, {
        screenId: wall,
        regionCode: shangcheng,
        items: [
          { kind: 'content', id: 'a', contentId },
          { kind: 'jobs', id: 'b', filter: { trades: ['搬运工'] } },
          { kind: 'jobs', id: 'c', filter: { trades: ['保洁'] } },
          { kind: 'figures', id: 'd' },
          { kind: 'teams', id: 'e' },
        ],
      });
      expect(slides.map((slide) => ('title' in slide ? slide.title : slide.kind))).toEqual(['预览', 'jobs', 'figures', 'figures']);
    });

    test('no desk is told of another’s playlists and leaders', async () => {
      const { ctx } = house();
      const contentId = await approved('只在上城');
      await playlistOf(contentId);
      const items = [{ kind: 'content' as const, id: 'x', contentId }];
      await createPlaylist(ctx, desk.zhao, { regionCode: gongshu, name: '拱墅内部名称', items });
      const { contents } = await listContents(ctx, desk.li, { region: shangcheng });
      const listed = contents.find(({ id }) => id === contentId);
      expect(listed?.playlists).toEqual(['早间']);
      await manifestOf(wall);
      const leaders = { screenId: wall, regionCode: gongshu, items: [{ kind: 'leaderboard' as const, id: 'l' }] };
      await expect(previewPlaylist(ctx, desk.li, leaders)).rejects.toThrow('NOT_ALLOWED');
    });

    test('a schedule says how many screens it means', async () => {
      const { ctx } = house();
      const playlistId = await playlistOf();
      const everywhere = await scheduled(playlistId);
      const alone = await scheduled(playlistId, { target: { kind: 'screen', screenId: wall } });
      const tagged = await scheduled(playlistId, { target: { kind: 'tag', tag: '没有', regionCode: shangcheng } });
      const counts = new Map((await listSchedules(ctx, desk.li, shangcheng)).map(({ id, screens: count }) => [id, count]));
      expect([everywhere, alone, tagged].map((id) => counts.get(id))).toEqual([1, 1, 0]);
      for (const id of [everywhere, alone, tagged]) await removeSchedule(ctx, desk.li, id);
    });

    test('a screen that is revoked is a target no longer', async () => {
      const playlistId = await playlistOf();
      await house().ctx.db.update(screens).set({ revokedAt: house().ctx.clock.now() }).where(eq(screens.id, other));
      const asked = { playlistId, name: '旧屏', target: { kind: 'screen' as const, screenId: other }, rule: rule(), priority: 0 };
      await expect(createSchedule(house().ctx, desk.zhao, asked)).rejects.toThrow('TARGET_UNKNOWN');
    });
  },
  { deterministic: true },
);
