import { asc, eq } from 'drizzle-orm';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { SaveShow } from '#server/contract/shows.ts';
import { episodes } from '#server/db/schema/live.ts';
import { screens } from '#server/db/schema/screens.ts';
import { showReminders } from '#server/db/schema/shows.ts';
import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import { readManifest } from '#server/services/boards/read-manifest.ts';
import { openScannedPage } from '#server/services/browse/scanned-page.ts';
import { listPublicEpisodes, viewForHost } from '#server/services/live/episode-view.ts';
import type { LivePort } from '#server/services/live/live-port.ts';
import { setRundown } from '#server/services/live/set-rundown.ts';
import { provenSeeker } from '#server/services/seekers/identity.ts';
import { listCalendarDays, removeCalendarDay, saveCalendarDay } from '#server/services/shows/calendar-days.ts';
import { calendarFeed } from '#server/services/shows/calendar-feed.ts';
import { answerEpisode, cancelEpisode, editEpisode, moveEpisode, restoreEpisode } from '#server/services/shows/change-episode.ts';
import { keepAllAhead } from '#server/services/shows/keep-episodes.ts';
import { episodePoster } from '#server/services/shows/poster.ts';
import { askReminder, dropReminder, myReminder, sweepReminders, textReminder } from '#server/services/shows/remind.ts';
import { listSeries, saveSeries } from '#server/services/shows/series.ts';
import { SmsFailure } from '#server/services/sms/port.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import sweeps from '#workers/sweeps/handler.ts';
import texts from '#workers/texts/handler.ts';
import { city, gongshu, person, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

const noPicture: LivePort = { open: () => {}, mediaTimeMs: () => undefined, viewers: () => 0, end: () => {} };

const tuesdays = (change: Partial<SaveShow> = {}): SaveShow => ({
  ...{ name: '周二直播带岗', regionCode: shangcheng, weekdays: ['TU'], everyWeeks: 1, startTime: '14:30', minutes: 120 },
  ...{ startsOn: '2026-09-01', onHoliday: 'skip', onSwapped: 'usual', hostName: '小赵', organiser: '城站零工市场' },
  titlePattern: '周二直播带岗 第{n}期',
  ...change,
});

describeBothModes(
  'weekly shows',
  (house) => {
    let world: PhoneWorld;
    let host: Awaited<ReturnType<typeof person>>;
    beforeAll(async () => {
      house().clock.set('2026-09-21T01:00:00Z');
      world = await phoneWorld(house());
      host = await person(world.ctx, '主播小赵', 'host', world.desk.li.grants[0]?.regionPath ?? null);
      await house().startBackground([texts, sweeps]);
    });
    // A Monday; the Tuesday in two weeks is a holiday.
    beforeEach(() => house().clock.set('2026-09-21T01:00:00Z'));

    const begin = (change?: Partial<SaveShow>) => saveSeries(world.ctx, host, tuesdays(change)).then(({ id }) => id);
    const of = (showId: string) => world.ctx.db.select().from(episodes).where(eq(episodes.showId, showId)).orderBy(asc(episodes.occursAt));
    const said = async (showId: string) =>
      (await of(showId)).map(({ plannedAt, state, title }) => `${plannedAt.toString().slice(5, 16)} ${state} ${title}`);
    const first = async (showId: string) => {
      const [episode] = await of(showId);
      if (!episode) throw new Error('the series has no episode');
      return episode;
    };
    const only = async (showId: string) => {
      for (const one of await world.ctx.db.select().from(episodes))
        if (one.showId !== showId) await world.ctx.db.delete(episodes).where(eq(episodes.id, one.id));
    };

    it('have their episodes four weeks ahead, the holiday’s off with its name, however often they are made', async () => {
      const id = await begin();
      const expected = [
        '09-22T06:30 planned 周二直播带岗 第1期',
        '09-29T06:30 planned 周二直播带岗 第2期',
        '10-06T06:30 cancelled 周二直播带岗',
        '10-13T06:30 planned 周二直播带岗 第3期',
      ];
      expect(await said(id)).toEqual(expected);
      expect(await first(id)).toMatchObject({ hostName: '小赵', organiser: '城站零工市场', minutes: 120, byHand: false });
      await Promise.all([keepAllAhead(world.ctx), keepAllAhead(world.ctx), keepAllAhead(world.ctx)]);
      expect(await said(id)).toEqual(expected);
      house().clock.advance({ days: 7 });
      await world.ctx.queues.add({ queue: 'sweeps', payload: { what: 'series' }, id: 'by-test' });
      await house().settle();
      expect(await said(id)).toEqual([...expected, '10-20T06:30 planned 周二直播带岗 第4期']);
    });

    it('keep what a person has moved, cancelled or answered when the series changes', async () => {
      const id = await begin({ onHoliday: 'ask' });
      const [moved, cancelled, asked] = await of(id);
      if (!moved || !cancelled || !asked) throw new Error('three episodes are needed');
      expect(asked).toMatchObject({ state: 'planned', question: '国庆节' });
      await moveEpisode(world.ctx, host, { episodeId: moved.id, plannedAt: '2026-09-23T02:00:00Z', minutes: 60 });
      await cancelEpisode(world.ctx, host, { episodeId: cancelled.id, reason: '主播出差' });
      await answerEpisode(world.ctx, host, { episodeId: asked.id, held: true });
      await saveSeries(world.ctx, host, tuesdays({ onHoliday: 'skip', startTime: '16:00', minutes: 90 }), id);
      await keepAllAhead(world.ctx);
      expect((await said(id)).map((line) => line.slice(0, 21).trim())).toEqual([
        '09-23T02:00 planned 周',
        '09-29T06:30 cancelled',
        '10-06T06:30 planned 周',
        '10-13T08:00 planned 周',
      ]);
      expect(await first(id)).toMatchObject({ minutes: 60, byHand: true, sequence: 2 });
      await expect(moveEpisode(world.ctx, host, { episodeId: moved.id, plannedAt: '2026-09-20T02:00:00Z' })).rejects.toMatchObject({
        problem: { code: 'EPISODE_PAST' },
      });
      await restoreEpisode(world.ctx, host, cancelled.id);
      expect((await of(id))[1]).toMatchObject({ state: 'planned', cancelReason: null });
    });

    it('lose a date that the series no longer has, but not one that somebody has prepared', async () => {
      const id = await begin();
      const [prepared] = await of(id);
      await setRundown(world.ctx, host, { episodeId: prepared?.id ?? '', items: [{ postingId: await world.post(2) }] });
      await saveSeries(world.ctx, host, tuesdays({ weekdays: ['WE'] }), id);
      expect((await said(id)).map((line) => line.slice(0, 20).trim())).toEqual([
        '09-22T06:30 cancelle',
        '09-23T06:30 planned',
        '09-30T06:30 planned',
        '10-07T06:30 cancelle',
        '10-14T06:30 planned',
      ]);
      expect((await listSeries(world.ctx, host)).find((show) => show.id === id)).toMatchObject({
        weekdays: ['WE'],
        thisWeek: { off: true },
      });
    });

    it('follow the calendar that an administrator has corrected', async () => {
      const id = await begin();
      const day = { name: '本地', source: '本地公告 2026 第 1 号', publishedOn: '2026-09-01' };
      await saveCalendarDay(world.ctx, world.desk.admin, { day: '2026-09-29', kind: 'holiday', ...day });
      await saveCalendarDay(world.ctx, world.desk.admin, { day: '2026-10-06', kind: 'ordinary', ...day });
      expect((await of(id)).map(({ state, cancelReason }) => cancelReason ?? state)).toEqual(['planned', '本地', 'planned', 'planned']);
      expect(new Set((await of(id)).map(({ number }) => number)).size).toBe(4);
      await removeCalendarDay(world.ctx, world.desk.admin, '2026-09-29');
      await removeCalendarDay(world.ctx, world.desk.admin, '2026-10-06');
      expect((await of(id)).map(({ state }) => state)).toEqual(['planned', 'planned', 'cancelled', 'planned']);
      expect((await listCalendarDays(world.ctx, 2026)).filter(({ shipped }) => shipped)).toHaveLength(39);
      await expect(saveCalendarDay(world.ctx, host, { day: '2026-11-01', kind: 'holiday', ...day })).rejects.toMatchObject({
        problem: { code: 'NOT_ALLOWED' },
      });
    });

    it('say of which year nobody has entered the holidays, until somebody has', async () => {
      house().clock.set('2026-12-14T01:00:00Z');
      const id = await begin({ startsOn: '2026-12-01' });
      const held = await begin({ startsOn: '2026-12-01', onHoliday: 'hold' });
      const unknown = async (showId: string) => (await listSeries(world.ctx, host)).find((show) => show.id === showId)?.unknownYears;
      const asked = async (episodeId: string | undefined) => (await viewForHost(world.ctx, noPicture, host, episodeId ?? '')).unknownYear;
      expect([await unknown(id), await unknown(held)]).toEqual([[2027], []]);
      const made = await of(id);
      expect(made.map(({ plannedAt }) => plannedAt.toString().slice(0, 10))).toEqual([
        '2026-12-15',
        '2026-12-22',
        '2026-12-29',
        '2027-01-05',
      ]);
      expect([await asked(made[0]?.id), await asked(made[3]?.id)]).toEqual([null, 2027]);
      const day = { name: '元旦', source: '国务院办公厅通知', publishedOn: '2026-11-04' };
      await saveCalendarDay(world.ctx, world.desk.admin, { day: '2027-01-01', kind: 'holiday', ...day });
      expect([await unknown(id), await asked(made[3]?.id)]).toEqual([[], null]);
      await removeCalendarDay(world.ctx, world.desk.admin, '2027-01-01');
    });

    it('are nobody else’s to change', async () => {
      const stranger = await person(world.ctx, '拱墅主播', 'host', `${city}/${gongshu}/`);
      const id = await begin();
      const { id: episodeId } = await first(id);
      for (const act of [
        () => saveSeries(world.ctx, stranger, tuesdays(), id),
        () => cancelEpisode(world.ctx, stranger, { episodeId, reason: '停' }),
        () => moveEpisode(world.ctx, stranger, { episodeId, plannedAt: '2026-09-23T02:00:00Z' }),
        () => episodePoster(world.ctx, stranger, episodeId),
      ])
        await expect(act()).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    });

    it('tell calendars when, and what was moved or cancelled', async () => {
      const id = await begin();
      await only(id);
      const [moved, cancelled] = await of(id);
      const read = async () => {
        const text = await calendarFeed(world.ctx, { region: shangcheng });
        const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
        return new Map(events.map((event) => [event.uid.split('@')[0], event]));
      };
      const before = await read();
      expect(before.size).toBe(4);
      await moveEpisode(world.ctx, host, { episodeId: moved?.id ?? '', plannedAt: '2026-09-23T02:00:00Z' });
      await cancelEpisode(world.ctx, host, { episodeId: cancelled?.id ?? '', reason: '主播出差' });
      const after = await read();
      const one = (events: typeof after, episodeId: string | undefined) => {
        const event = events.get(episodeId ?? '');
        if (!event) throw new Error('the episode is in no calendar');
        return {
          from: event.startDate.toJSDate().toISOString(),
          to: event.endDate.toJSDate().toISOString(),
          sequence: event.sequence,
          status: event.component.getFirstPropertyValue('status'),
        };
      };
      expect(one(before, moved?.id)).toEqual({
        from: '2026-09-22T06:30:00.000Z',
        to: '2026-09-22T08:30:00.000Z',
        sequence: 0,
        status: 'CONFIRMED',
      });
      expect(one(after, moved?.id)).toEqual({
        from: '2026-09-23T02:00:00.000Z',
        to: '2026-09-23T04:00:00.000Z',
        sequence: 1,
        status: 'CONFIRMED',
      });
      expect(one(after, cancelled?.id)).toMatchObject({ sequence: 1, status: 'CANCELLED' });
      expect(after.get(cancelled?.id ?? '')?.summary).toBe('停播：周二直播带岗 第2期');
      const show = (await listSeries(world.ctx, host)).find((one) => one.id === id);
      expect(await calendarFeed(world.ctx, { show: show?.slug ?? '' })).toContain('主播出差');
      expect(await calendarFeed(world.ctx, { station: world.stationId })).toContain('BEGIN:VEVENT');
      expect(await calendarFeed(world.ctx, { region: gongshu })).not.toContain('BEGIN:VEVENT');
      expect((await calendarFeed(world.ctx, { episode: moved?.slug ?? '' })).match(/BEGIN:VEVENT/g)).toHaveLength(1);
    });

    const onGlass = async (): Promise<SignedManifest> => {
      await composeBoards(world.ctx, 'all');
      const [screen] = await world.ctx.db.select().from(screens).where(eq(screens.stationId, world.stationId));
      const held = await readManifest(world.ctx, screen?.id ?? '');
      return JSON.parse(String(held?.body)) as SignedManifest;
    };

    it('are announced on walls, counted down to within the day, and said to be off', async () => {
      const id = await begin();
      await only(id);
      house().clock.set('2026-09-22T01:00:00Z');
      const { id: episodeId, slug } = await first(id);
      const next = { title: '周二直播带岗 第1期', startsAt: '2026-09-22T06:30:00Z' };
      const told = await onGlass();
      expect(told).toMatchObject({ nextShow: next, coming: { episodeId, ...next, minutes: 120, hostName: '小赵' } });
      expect(told).not.toHaveProperty('offAir');
      const scanned = await openScannedPage(world.ctx, told.coming?.link?.code ?? '', { address: '127.0.0.1', browser: 'test' });
      expect(scanned).toMatchObject({ showSlug: slug });
      await cancelEpisode(world.ctx, host, { episodeId, reason: '主播生病' });
      const off = await onGlass();
      expect(off).toMatchObject({
        nextShow: { startsAt: '2026-09-29T06:30:00Z' },
        offAir: { episodeId, reason: '主播生病', startsAt: next.startsAt },
      });
      expect(off).not.toHaveProperty('coming');
      house().clock.set('2026-09-22T08:31:00Z');
      expect(await onGlass()).not.toHaveProperty('offAir');
      expect((await listPublicEpisodes(world.ctx)).map(({ state }) => state)).toEqual(['planned']);
    });

    it('name a substitute for one date, on walls, phones, posters and calendars', async () => {
      const id = await begin();
      await only(id);
      house().clock.set('2026-09-22T01:00:00Z');
      const { id: episodeId, slug } = await first(id);
      const words = { title: '周二直播带岗 代班', hostName: '小钱', organiser: '采荷驿站' };
      await editEpisode(world.ctx, host, { episodeId, ...words });
      expect(await onGlass()).toMatchObject({ coming: { episodeId, title: words.title, hostName: '小钱' } });
      expect(await listPublicEpisodes(world.ctx)).toEqual([
        expect.objectContaining({ slug, ...words }),
        expect.objectContaining({ hostName: '小赵' }),
      ]);
      expect(await episodePoster(world.ctx, host, episodeId)).toMatchObject(words);
      expect(await calendarFeed(world.ctx, { episode: slug })).toContain('小钱');
      // The series changes, and the date keeps its substitute.
      await saveSeries(world.ctx, host, tuesdays({ startTime: '16:00' }), id);
      expect(await first(id)).toMatchObject({ hostName: '小钱', plannedAt: Temporal.Instant.from('2026-09-22T08:00:00Z') });
      const stranger = await person(world.ctx, '拱墅代班', 'host', `${city}/${gongshu}/`);
      await expect(editEpisode(world.ctx, stranger, { episodeId, ...words })).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    });

    // --- 提醒我

    let last = 13_500_000_000;
    const somebody = async () => {
      const phone = String(++last);
      const { id } = await world.ctx.db.transaction((tx) => provenSeeker(tx, world.ctx, { phone }));
      return { phone, actor: { kind: 'seeker', seekerId: id } as const };
    };
    const sweep = async (at: string) => {
      house().clock.set(at);
      await sweepReminders(world.ctx);
      await house().settle();
    };

    it('remind who asked, once, and forget it the day after', async () => {
      const { slug, id: episodeId } = await first(await begin());
      const [one, other, gone] = [await somebody(), await somebody(), await somebody()];
      await askReminder(world.ctx, one.actor, { slug, minutesBefore: 30 });
      await askReminder(world.ctx, one.actor, { slug, minutesBefore: 60 });
      await askReminder(world.ctx, other.actor, { slug, minutesBefore: 10 });
      await askReminder(world.ctx, gone.actor, { slug, minutesBefore: 60 });
      expect(await dropReminder(world.ctx, gone.actor, slug)).toMatchObject({ minutesBefore: null });
      expect(await myReminder(world.ctx, one.actor, slug)).toMatchObject({ minutesBefore: 60, phoneMasked: expect.stringContaining('*') });
      await sweep('2026-09-22T05:29:00Z');
      expect(house().sms.textsTo(one.phone)).toEqual([]);
      await sweep('2026-09-22T05:30:00Z');
      const [reminder] = await world.ctx.db.select().from(showReminders).where(eq(showReminders.episodeId, episodeId));
      // Swept again, and a job that comes again after its worker died.
      await sweep('2026-09-22T05:31:00Z');
      await textReminder(world.ctx, { reminderId: reminder?.id ?? '', fact: 'show-starting' });
      expect(house().sms.textsTo(one.phone)).toEqual(['您要看的“周二直播带岗 第1期”9月22日 14:30开播，打开之前的直播页面就能看。']);
      expect(house().sms.textsTo(other.phone)).toEqual([]);
      await sweep('2026-09-22T06:25:00Z');
      expect(house().sms.textsTo(other.phone)).toHaveLength(1);
      expect(house().sms.textsTo(gone.phone)).toEqual([]);
      await sweep('2026-09-23T06:31:00Z');
      expect(await world.ctx.db.select().from(showReminders).where(eq(showReminders.episodeId, episodeId))).toEqual([]);
    });

    it('say only that they are off when they are, and remind anew of another time', async () => {
      const [cancelled, moved] = await of(await begin());
      const [one, two] = [await somebody(), await somebody()];
      await askReminder(world.ctx, one.actor, { slug: cancelled?.slug ?? '', minutesBefore: 60 });
      await askReminder(world.ctx, two.actor, { slug: moved?.slug ?? '', minutesBefore: 60 });
      await cancelEpisode(world.ctx, host, { episodeId: cancelled?.id ?? '', reason: '主播出差' });
      await sweep('2026-09-22T05:45:00Z');
      await sweep('2026-09-22T05:46:00Z');
      expect(house().sms.textsTo(one.phone)).toEqual([expect.stringContaining('停播')]);
      // Held after all, and off again: that is news.
      await restoreEpisode(world.ctx, host, cancelled?.id ?? '');
      await cancelEpisode(world.ctx, host, { episodeId: cancelled?.id ?? '', reason: '还是出差' });
      await sweep('2026-09-22T05:47:00Z');
      expect(house().sms.textsTo(one.phone)).toHaveLength(2);
      await sweep('2026-09-29T05:45:00Z');
      await moveEpisode(world.ctx, host, { episodeId: moved?.id ?? '', plannedAt: '2026-09-30T06:30:00Z' });
      await sweep('2026-09-29T05:50:00Z');
      expect(house().sms.textsTo(two.phone)).toHaveLength(1);
      await sweep('2026-09-30T05:50:00Z');
      expect(house().sms.textsTo(two.phone)).toEqual([expect.any(String), expect.stringContaining('9月30日 14:30开播')]);
    });

    it('try again what the carrier certainly did not send, and nothing else', async () => {
      const { slug, id: episodeId } = await first(await begin());
      const { actor, phone } = await somebody();
      await askReminder(world.ctx, actor, { slug, minutesBefore: 60 });
      house().clock.set('2026-09-22T05:45:00Z');
      const [reminder] = await world.ctx.db.select().from(showReminders).where(eq(showReminders.episodeId, episodeId));
      const failing = (unsent: boolean) => ({
        ...world.ctx,
        sms: { ...world.ctx.sms, send: () => Promise.reject(new SmsFailure('test', { unsent })) },
      });
      const text = { reminderId: reminder?.id ?? '', fact: 'show-starting' } as const;
      await expect(textReminder(failing(true), text)).rejects.toThrow(SmsFailure);
      await textReminder(failing(false), text);
      await textReminder(world.ctx, text);
      expect(house().sms.textsTo(phone)).toEqual([]);
    });

    it('remind nobody whose phone is not proved, nor when it is too late', async () => {
      const { slug } = await first(await begin());
      const { actor } = await somebody();
      await expect(askReminder(world.ctx, { kind: 'anyone' }, { slug, minutesBefore: 60 })).rejects.toMatchObject({
        problem: { code: 'NOT_SIGNED_IN' },
      });
      house().clock.set('2026-09-22T06:00:00Z');
      await expect(askReminder(world.ctx, actor, { slug, minutesBefore: 60 })).rejects.toMatchObject({
        problem: { code: 'REMINDER_TOO_LATE' },
      });
    });
  },
  { deterministic: true },
);
