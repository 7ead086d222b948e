import { figuresQuery, insight } from '../contract/figures.ts';
import { insightAsCsv } from '../services/figures/insight-csv.ts';
import { readInsight } from '../services/figures/read-insight.ts';
import { deskDocs } from './desk-docs.ts';
import { allowScoped, input, routes } from './env.ts';

const docs = deskDocs('figures');

/** 数据 */
export const figuresRoutes = () =>
  routes()
    .get(
      '/',
      allowScoped('figures:read', 'clerk'),
      input('query', figuresQuery),
      docs('Numbers of a region or station for some days', { schema: insight }),
      async (c) => {
        c.header('Cache-Control', 'no-store');
        return c.json(await readInsight(c.var.context, c.var.actor, c.req.valid('query')));
      },
    )
    .get(
      '/figures.csv',
      allowScoped('figures:read', 'clerk'),
      input('query', figuresQuery),
      docs('The same as a table for spreadsheets'),
      async (c) => {
        const report = await readInsight(c.var.context, c.var.actor, c.req.valid('query'));
        c.header('Cache-Control', 'no-store');
        c.header('Content-Type', 'text/csv; charset=utf-8');
        c.header('Content-Disposition', `attachment; filename="figures-${report.from}-${report.to}.csv"`);
        return c.body(insightAsCsv(report, c.var.locale));
      },
    );
