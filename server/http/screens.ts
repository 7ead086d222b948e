import { z } from 'zod';
import { screenHistory as screenHistoryShape, screenshotForStaff } from '../contract/fleet.ts';
import { lintUrgent, noticeFindings } from '../contract/notice-lint.ts';
import { screenChoiceQuery, screenChoices as screenChoicesShape, screenListQuery } from '../contract/screen-list.ts';
import { codeAddress, glassSize, pairScreen as pairScreenBody, screenCommand } from '../contract/screens.ts';
import { liftedTakeovers, raiseTakeover as raiseTakeoverBody, takeoverDetail, takeoverReport } from '../contract/takeovers.ts';
import { screenHistory } from '../services/fleet/screen-history.ts';
import { codeAt, loadLinkBase } from '../services/links/link-base.ts';
import { lintUrgentWords } from '../services/publications/notice-lint.ts';
import { changeScreen } from '../services/screens/change-screen.ts';
import { commandScreen } from '../services/screens/command-screen.ts';
import { listScreens, previewScreen, stationsFor } from '../services/screens/list-screens.ts';
import { pairScreen } from '../services/screens/pair-screen.ts';
import { revokeScreen } from '../services/screens/revoke-screen.ts';
import { screenChoices } from '../services/screens/screen-choices.ts';
import { listScreenshots, readScreenshot } from '../services/screens/screenshots.ts';
import { liftTakeover, liftTogether, listTakeovers, raiseTakeover } from '../services/screens/takeovers.ts';
import { listReports, readReport } from '../services/takeovers/takeover-reports.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allowScoped, input, routes } from './env.ts';

const docs = deskDocs('screens');

/** The staff's side: which screens there are, what they show, who may. */
export const screensRoutes = () =>
  routes()
    .get(
      '/',
      allowScoped('screens:read', 'clerk'),
      input('query', screenListQuery),
      docs('Screens that I look after, five hundred at most: the Link header (RFC 8288) leads to the next'),
      async (c) => {
        const query = c.req.valid('query');
        const screens = await listScreens(c.var.context, c.var.actor, query);
        const last = screens.at(-1);
        if (last !== undefined && screens.length === query.limit) {
          const next = new URLSearchParams({ ...c.req.query(), after: last.id });
          c.header('Link', `</api/screens?${next}>; rel="next"`);
        }
        return c.json(screens);
      },
    )
    .get(
      '/choices',
      allowScoped('screens:read', 'clerk'),
      input('query', screenChoiceQuery),
      docs('Screens to pick from: thirty at most, by words of station, name and tag', { schema: screenChoicesShape }),
      async (c) => c.json(await screenChoices(c.var.context, c.var.actor, c.req.valid('query'))),
    )
    .get(
      '/code-address',
      allowScoped('screens:read', 'clerk'),
      docs('An address as long as each that a code on glass holds now', { schema: codeAddress }),
      async (c) => c.json({ url: codeAt(await loadLinkBase(c.var.context.db, c.var.context)) }),
    )
    .get('/stations', allowScoped('screens:read', 'clerk'), docs('Stations at which I may pair a screen'), async (c) =>
      c.json(await stationsFor(c.var.context, c.var.actor)),
    )
    .post(
      '/pair',
      allowScoped('screens:write', 'clerk'),
      input('json', pairScreenBody),
      docs('Pair the device that shows this code'),
      async (c) => c.json(await pairScreen(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .get('/takeovers', allowScoped('screens:read', 'clerk'), docs('Takeovers that hold now'), async (c) =>
      c.json(await listTakeovers(c.var.context, c.var.actor)),
    )
    .post(
      '/takeovers',
      allowScoped('takeovers:write', 'clerk'),
      input('json', raiseTakeoverBody),
      docs('Safe slate or notice, with an end'),
      async (c) => c.json(await raiseTakeover(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .post(
      '/takeovers/lint',
      allowScoped('takeovers:write', 'clerk'),
      input('json', lintUrgent),
      docs('What the glass it is meant for could not show of an urgent notice; nothing is raised', { schema: noticeFindings }),
      async (c) => c.json({ findings: await lintUrgentWords(c.var.context, c.var.actor, c.req.valid('json')) }),
    )
    .get(
      '/takeovers/reports',
      allowScoped('screens:read', 'clerk'),
      docs('Takeovers and drills, and how soon the glass answered', { schema: z.array(takeoverReport) }),
      async (c) => c.json(await listReports(c.var.context, c.var.actor)),
    )
    .get(
      '/takeovers/:id/report',
      allowScoped('screens:read', 'clerk'),
      input('param', idParam),
      docs('One of them, glass by glass', { schema: takeoverDetail }),
      async (c) => c.json(await readReport(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .delete(
      '/takeovers/:id/together',
      allowScoped('takeovers:write', 'clerk'),
      input('param', idParam),
      docs('Back to the jobs on every screen that was taken over in one go with it', { schema: liftedTakeovers }),
      async (c) => c.json(await liftTogether(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .delete('/takeovers/:id', allowScoped('takeovers:write', 'clerk'), input('param', idParam), docs('Back to the jobs'), async (c) => {
      await liftTakeover(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .get(
      '/:id/manifest',
      allowScoped('screens:read', 'clerk'),
      input('param', idParam),
      docs('What the screen should show now'),
      async (c) => c.json(await previewScreen(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .put(
      '/:id/glass',
      allowScoped('screens:write', 'clerk'),
      input('param', idParam),
      input('json', glassSize),
      docs('Size, distance, name'),
      async (c) => {
        await changeScreen(c.var.context, c.var.actor, { screenId: c.req.valid('param').id, glass: c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/command',
      allowScoped('screens:command', 'clerk'),
      input('param', idParam),
      input('json', screenCommand),
      docs('Identify, reload, fetch anew'),
      async (c) =>
        c.json(await commandScreen(c.var.context, c.var.actor, { screenId: c.req.valid('param').id, ...c.req.valid('json') }), 202),
    )
    .get(
      '/:id/history',
      allowScoped('screens:read', 'clerk'),
      input('param', idParam),
      docs('What it was, what was ordered of it, what took it over', { schema: screenHistoryShape }),
      async (c) => c.json(await screenHistory(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .get(
      '/:id/screenshots',
      allowScoped('screens:read', 'clerk'),
      input('param', idParam),
      docs('Its newest pictures of itself', { schema: z.object({ screenshots: z.array(screenshotForStaff) }) }),
      async (c) => c.json({ screenshots: await listScreenshots(c.var.context, c.var.actor, c.req.valid('param').id) }),
    )
    .get(
      '/:id/screenshots/:commandId',
      allowScoped('screens:read', 'clerk'),
      input('param', idParam.extend({ commandId: z.string().max(64) })),
      docs('One of them', { status: 200 }),
      async (c) => {
        const { id, commandId } = c.req.valid('param');
        const { mediaType, picture } = await readScreenshot(c.var.context, c.var.actor, { screenId: id, commandId });
        return c.body(new Uint8Array(picture), 200, { 'content-type': mediaType, 'cache-control': 'private, max-age=86400, immutable' });
      },
    )
    .post(
      '/:id/revoke',
      allowScoped('screens:write', 'clerk'),
      input('param', idParam),
      docs('Take the device’s credential away'),
      async (c) => {
        await revokeScreen(c.var.context, c.var.actor, c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
