import { z } from 'zod';
import { regionCode, id as uuid } from '../contract/primitives.ts';
import {
  answerEpisode as answerInput,
  askReminder as askInput,
  calendarDay,
  calendarDayForStaff,
  calendarYear,
  cancelEpisode as cancelInput,
  editEpisode as editInput,
  moveEpisode as moveInput,
  poster,
  previewShow,
  reminderState,
  saveShow,
  seriesForPublic,
  showDate,
  showForStaff,
} from '../contract/shows.ts';
import { consume } from '../services/seekers/limits.ts';
import { listCalendarDays, removeCalendarDay, saveCalendarDay } from '../services/shows/calendar-days.ts';
import { calendarFeed, type FeedOf } from '../services/shows/calendar-feed.ts';
import { answerEpisode, cancelEpisode, editEpisode, moveEpisode, restoreEpisode } from '../services/shows/change-episode.ts';
import { episodePoster } from '../services/shows/poster.ts';
import { openPosterPicture, removePosterPicture, savePosterPicture } from '../services/shows/poster-picture.ts';
import { askReminder, dropReminder, myReminder } from '../services/shows/remind.ts';
import { listSeries, previewSeries, saveSeries } from '../services/shows/series.ts';
import { viewSeries } from '../services/shows/view-series.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, open, openUnasked, type RouteContext, routes } from './env.ts';

const docs = deskDocs('shows');
const saved = z.object({ id: z.string() });
const bySlug = z.object({ slug: z.string().regex(/^[a-z0-9-]{1,80}$/) });
const icsSlug = z.object({ file: z.string().regex(/^[a-z0-9-]{1,80}\.ics$/) });
const icsCode = z.object({ file: z.string().min(6).max(68).endsWith('.ics') });
const jpegFile = z.object({ file: z.string().regex(/^[0-9a-f]{16}\.jpg$/) });
const dayParam = z.object({ day: calendarDay.shape.day });

async function sendFeed(c: RouteContext, of: FeedOf) {
  // A calendar asks by itself, day and night.
  await consume(c.var.context, { 'feed-address': c.var.clientAddress });
  return c.body(await calendarFeed(c.var.context, of), 200, {
    'Content-Type': 'text/calendar; charset=utf-8',
    'Content-Disposition': 'inline; filename="gangbo.ics"',
    'Cache-Control': 'public, max-age=300',
  });
}
const feed = () => openUnasked('when a show is on is public; limited by address');
const page = () => openUnasked('a series and its picture are public');
const withoutEnding = (file: string) => file.slice(0, -'.ics'.length);

/** 栏目: series and what becomes of their episodes before they are on, holidays, calendars, reminders. */
export const showsRoutes = () =>
  routes()
    .get('/', allow('host'), docs('Series that I may hold', { schema: z.array(showForStaff) }), async (c) =>
      c.json(await listSeries(c.var.context, c.var.actor)),
    )
    .post('/', allow('host'), input('json', saveShow), docs('Begin a weekly series', { schema: saved, status: 201 }), async (c) =>
      c.json(await saveSeries(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .post(
      '/preview',
      allow('host'),
      input('json', previewShow),
      docs('The dates that rules give', { schema: z.array(showDate) }),
      async (c) => c.json(await previewSeries(c.var.context, c.var.actor, c.req.valid('json'))),
    )
    .put('/:id', allow('host'), input('param', idParam), input('json', saveShow), docs('Change a series', { schema: saved }), async (c) =>
      c.json(await saveSeries(c.var.context, c.var.actor, c.req.valid('json'), c.req.valid('param').id)),
    )
    .post('/:id/poster-picture', allow('host'), input('param', idParam), docs('A series’ picture: a JPEG as the body'), async (c) => {
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      await savePosterPicture(c.var.context, c.var.actor, { showId: c.req.valid('param').id, bytes });
      return c.body(null, 204);
    })
    .delete('/:id/poster-picture', allow('host'), input('param', idParam), docs('Take a series’ picture away'), async (c) => {
      await removePosterPicture(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .get('/series/:slug', page(), input('param', bySlug), docs('A series: what comes, what was', { schema: seriesForPublic }), async (c) =>
      c.json(await viewSeries(c.var.context, c.req.valid('param').slug)),
    )
    .get('/posters/:file', page(), input('param', jpegFile), docs('A series’ picture'), async (c) => {
      const jpeg = await openPosterPicture(c.var.context, withoutEnding(c.req.valid('param').file));
      c.header('content-type', 'image/jpeg');
      // Its name is its content.
      c.header('cache-control', 'public, max-age=31536000, immutable');
      return c.body(Buffer.from(jpeg) as Buffer<ArrayBuffer>);
    })
    .post('/episodes/:id/move', allow('host'), input('param', idParam), input('json', moveInput), docs('Move one episode'), async (c) => {
      await moveEpisode(c.var.context, c.var.actor, { episodeId: c.req.valid('param').id, ...c.req.valid('json') });
      return c.body(null, 204);
    })
    .post(
      '/episodes/:id/cancel',
      allow('host'),
      input('param', idParam),
      input('json', cancelInput),
      docs('Take one episode off'),
      async (c) => {
        await cancelEpisode(c.var.context, c.var.actor, { episodeId: c.req.valid('param').id, ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .post('/episodes/:id/restore', allow('host'), input('param', idParam), docs('Hold it after all'), async (c) => {
      await restoreEpisode(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .post(
      '/episodes/:id/answer',
      allow('host'),
      input('param', idParam),
      input('json', answerInput),
      docs('Held on the holiday or not'),
      async (c) => {
        await answerEpisode(c.var.context, c.var.actor, { episodeId: c.req.valid('param').id, ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .put(
      '/episodes/:id',
      allow('host'),
      input('param', idParam),
      input('json', editInput),
      docs('Correct one episode’s words'),
      async (c) => {
        await editEpisode(c.var.context, c.var.actor, { episodeId: c.req.valid('param').id, ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .get('/episodes/:id/poster', allow('host'), input('param', idParam), docs('What a poster says', { schema: poster }), async (c) =>
      c.json(await episodePoster(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .get(
      '/calendar-days',
      allow('admin', 'host', 'clerk'),
      input('query', calendarYear),
      docs('Holidays and swapped workdays of a year', { schema: z.array(calendarDayForStaff) }),
      async (c) => c.json(await listCalendarDays(c.var.context, c.req.valid('query').year)),
    )
    .put('/calendar-days', allow('admin'), input('json', calendarDay), docs('Enter or correct a day'), async (c) => {
      await saveCalendarDay(c.var.context, c.var.actor, c.req.valid('json'));
      return c.body(null, 204);
    })
    .delete('/calendar-days/:day', allow('admin'), input('param', dayParam), docs('Take back what was entered for a day'), async (c) => {
      await removeCalendarDay(c.var.context, c.var.actor, c.req.valid('param').day);
      return c.body(null, 204);
    })
    .get('/calendar/show/:file', feed(), input('param', icsSlug), docs('Calendar of a series'), (c) =>
      sendFeed(c, { show: withoutEnding(c.req.valid('param').file) }),
    )
    .get('/calendar/episode/:file', feed(), input('param', icsSlug), docs('One episode for a calendar'), (c) =>
      sendFeed(c, { episode: withoutEnding(c.req.valid('param').file) }),
    )
    .get('/calendar/station/:file', feed(), input('param', icsCode), docs('Calendar of what reaches a station'), (c) =>
      sendFeed(c, { station: uuid.parse(withoutEnding(c.req.valid('param').file)) }),
    )
    .get('/calendar/region/:file', feed(), input('param', icsCode), docs('Calendar of a region'), (c) =>
      sendFeed(c, { region: regionCode.parse(withoutEnding(c.req.valid('param').file)) }),
    )
    .get(
      '/:slug/reminder',
      open('tells this browser whether it is reminded'),
      input('param', bySlug),
      docs('My reminder', { schema: reminderState }),
      async (c) => {
        c.header('Cache-Control', 'no-store');
        return c.json(await myReminder(c.var.context, c.var.actor, c.req.valid('param').slug));
      },
    )
    .post(
      '/:slug/reminder',
      open('only a phone that is proved is reminded; limited by address'),
      input('param', bySlug),
      input('json', askInput),
      docs('Remind me', { schema: reminderState }),
      async (c) => {
        await consume(c.var.context, { 'reminder-address': c.var.clientAddress });
        return c.json(await askReminder(c.var.context, c.var.actor, { ...c.req.valid('param'), ...c.req.valid('json') }));
      },
    )
    .delete(
      '/:slug/reminder',
      open('drops this browser’s own reminder'),
      input('param', bySlug),
      docs('Don’t remind me', { schema: reminderState }),
      async (c) => c.json(await dropReminder(c.var.context, c.var.actor, c.req.valid('param').slug)),
    );
