import { z } from 'zod';
import {
  changePlaylist as changePlaylistBody,
  changeSchedule as changeScheduleBody,
  checkSchedule as checkScheduleBody,
  contentQuery,
  dayQuery,
  dayOnScreen as dayShape,
  playlistForStaff,
  previewPlaylist as previewBody,
  savePlaylist,
  saveSchedule,
  scheduleChecked,
  scheduleForStaff,
} from '../contract/programme.ts';
import { checkSchedule } from '../services/programme/check-schedule.ts';
import { dayOnScreen } from '../services/programme/day-on-screen.ts';
import { changePlaylist, createPlaylist, listPlaylists, removePlaylist } from '../services/programme/playlists.ts';
import { previewPlaylist } from '../services/programme/preview-playlist.ts';
import { changeSchedule, createSchedule, listSchedules, removeSchedule } from '../services/programme/schedules.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allowScoped, input, routes } from './env.ts';

const docs = deskDocs('programme');
const saved = z.object({ id: z.string() });
const newVersion = z.object({ version: z.int() });

/** 节目单 and 排期: what is shown where and when, and why. */
export const programmeRoutes = () =>
  routes()
    .get(
      '/playlists',
      allowScoped('programme:read', 'clerk'),
      input('query', contentQuery),
      docs('Playlists of a region and those around it', { schema: z.object({ playlists: z.array(playlistForStaff) }) }),
      async (c) => c.json({ playlists: await listPlaylists(c.var.context, c.var.actor, c.req.valid('query').region) }),
    )
    .post(
      '/playlists',
      allowScoped('programme:write', 'clerk'),
      input('json', savePlaylist),
      docs('Make a playlist', { schema: saved, status: 201 }),
      async (c) => c.json(await createPlaylist(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .post(
      '/playlists/preview',
      allowScoped('programme:read', 'clerk'),
      input('json', previewBody),
      docs('A playlist as one screen would show it now'),
      async (c) => c.json(await previewPlaylist(c.var.context, c.var.actor, c.req.valid('json'))),
    )
    .put(
      '/playlists/:id',
      allowScoped('programme:write', 'clerk'),
      input('param', idParam),
      input('json', changePlaylistBody),
      docs('Change a playlist', { schema: newVersion }),
      async (c) =>
        c.json(await changePlaylist(c.var.context, c.var.actor, { playlistId: c.req.valid('param').id, ...c.req.valid('json') })),
    )
    .delete(
      '/playlists/:id',
      allowScoped('programme:write', 'clerk'),
      input('param', idParam),
      docs('Remove a playlist that is not scheduled'),
      async (c) => {
        await removePlaylist(c.var.context, c.var.actor, c.req.valid('param').id);
        return c.body(null, 204);
      },
    )
    .get(
      '/schedules',
      allowScoped('programme:read', 'clerk'),
      input('query', contentQuery),
      docs('Schedules that reach into a region', { schema: z.object({ schedules: z.array(scheduleForStaff) }) }),
      async (c) => c.json({ schedules: await listSchedules(c.var.context, c.var.actor, c.req.valid('query').region) }),
    )
    .post(
      '/schedules',
      allowScoped('programme:write', 'clerk'),
      input('json', saveSchedule),
      docs('Schedule a playlist', { schema: saved, status: 201 }),
      async (c) => c.json(await createSchedule(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .post(
      '/schedules/check',
      allowScoped('programme:read', 'clerk'),
      input('json', checkScheduleBody),
      docs('Whom it would meet, before it is saved', { schema: scheduleChecked }),
      async (c) => c.json(await checkSchedule(c.var.context, c.var.actor, c.req.valid('json'))),
    )
    .put(
      '/schedules/:id',
      allowScoped('programme:write', 'clerk'),
      input('param', idParam),
      input('json', changeScheduleBody),
      docs('Change a schedule', { schema: newVersion }),
      async (c) =>
        c.json(await changeSchedule(c.var.context, c.var.actor, { scheduleId: c.req.valid('param').id, ...c.req.valid('json') })),
    )
    .delete('/schedules/:id', allowScoped('programme:write', 'clerk'), input('param', idParam), docs('Remove a schedule'), async (c) => {
      await removeSchedule(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .get(
      '/screens/:id/day',
      allowScoped('programme:read', 'clerk'),
      input('param', idParam),
      input('query', dayQuery),
      docs('What a screen shows on a day, and why at a time', { schema: dayShape }),
      async (c) => c.json(await dayOnScreen(c.var.context, c.var.actor, { screenId: c.req.valid('param').id, ...c.req.valid('query') })),
    );
