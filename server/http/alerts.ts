import { z } from 'zod';
import {
  acknowledgeAlert as acknowledgeBody,
  alertForStaff,
  alertSettings,
  changeRule as changeRuleBody,
  makeRule as makeRuleBody,
} from '../contract/alerts.ts';
import { acknowledgeAlert, listAlerts } from '../services/alerts/list-alerts.ts';
import { changeRule, listRules, makeRule, removeRule, tryRule } from '../services/alerts/rules.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allowScoped, input, routes } from './env.ts';

const docs = deskDocs('alerts');
const lists = z.object({ open: z.array(alertForStaff), ended: z.array(alertForStaff) });

export const alertsRoutes = () =>
  routes()
    .get(
      '/',
      allowScoped('screens:read', 'clerk'),
      docs('What is wrong with my screens now, and was lately', { schema: lists }),
      async (c) => c.json(await listAlerts(c.var.context, c.var.actor)),
    )
    .post(
      '/:id/acknowledge',
      allowScoped('screens:command', 'clerk'),
      input('param', idParam),
      input('json', acknowledgeBody),
      docs('I deal with it: no more repetitions'),
      async (c) => {
        await acknowledgeAlert(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json').note);
        return c.body(null, 204);
      },
    )
    .get('/rules', allowScoped('alerts:write', 'admin'), docs('Who is told of what in my regions', { schema: alertSettings }), async (c) =>
      c.json(await listRules(c.var.context, c.var.actor)),
    )
    .post(
      '/rules',
      allowScoped('alerts:write', 'admin'),
      input('json', makeRuleBody),
      docs('Make a rule', { schema: z.object({ id: z.string() }), status: 201 }),
      async (c) => c.json(await makeRule(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .put(
      '/rules/:id',
      allowScoped('alerts:write', 'admin'),
      input('param', idParam),
      input('json', changeRuleBody),
      docs('Change a rule'),
      async (c) => {
        await changeRule(c.var.context, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
        return c.body(null, 204);
      },
    )
    .delete('/rules/:id', allowScoped('alerts:write', 'admin'), input('param', idParam), docs('Remove a rule'), async (c) => {
      await removeRule(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .post(
      '/rules/:id/try',
      allowScoped('alerts:write', 'admin'),
      input('param', idParam),
      docs('Send a trial by this rule, now'),
      async (c) => {
        await tryRule(c.var.context, c.var.actor, c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
