import { z } from 'zod';
import { noticeFindings } from '../contract/notice-lint.ts';
import {
  changeContent as changeBody,
  contentQuery,
  contentsPage,
  decideContent,
  contentHistory as historyShape,
  rejectContent as rejectBody,
  saveContent,
} from '../contract/programme.ts';
import { contentHistory } from '../services/programme/content-history.ts';
import { approveContent, changeContent, createContent, rejectContent, withdrawContent } from '../services/programme/contents.ts';
import { listContents } from '../services/programme/list-contents.ts';
import { lintContentDraft } from '../services/publications/notice-lint.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, allowScoped, input, routes } from './env.ts';

const docs = deskDocs('contents');
const saved = z.object({ id: z.string() });

/** 内容: pictures, films and notices, by two people. */
export const contentsRoutes = () =>
  routes()
    .get(
      '/',
      allowScoped('contents:read', 'clerk'),
      input('query', contentQuery),
      docs('Contents of a region and those around it, five hundred at most: the Link header (RFC 8288) leads to the next', {
        schema: contentsPage,
      }),
      async (c) => {
        const page = await listContents(c.var.context, c.var.actor, c.req.valid('query'));
        if (page.next !== null) {
          const next = new URLSearchParams({ ...c.req.query(), after: page.next });
          c.header('Link', `</api/contents?${next}>; rel="next"`);
        }
        return c.json(page);
      },
    )
    .post(
      '/',
      allowScoped('contents:write', 'clerk'),
      input('json', saveContent),
      docs('Enter content', { schema: saved, status: 201 }),
      async (c) => c.json(await createContent(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .post(
      '/lint',
      allowScoped('contents:write', 'clerk'),
      input('json', saveContent),
      docs('What the glass it is meant for could not show of a notice; nothing is stored', { schema: noticeFindings }),
      async (c) => c.json({ findings: await lintContentDraft(c.var.context, c.var.actor, c.req.valid('json')) }),
    )
    .get(
      '/:id/history',
      allowScoped('contents:read', 'clerk'),
      input('param', idParam),
      docs('Who wrote it, who approved it, and its source', { schema: historyShape }),
      async (c) => c.json(await contentHistory(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .put(
      '/:id',
      allowScoped('contents:write', 'clerk'),
      input('param', idParam),
      input('json', changeBody),
      docs('Change content', { schema: z.object({ version: z.int() }) }),
      async (c) => c.json(await changeContent(c.var.context, c.var.actor, { contentId: c.req.valid('param').id, ...c.req.valid('json') })),
    )
    .post(
      '/:id/approve',
      allow('approver'),
      input('param', idParam),
      input('json', decideContent),
      docs('Put it before the public'),
      async (c) => {
        await approveContent(c.var.context, c.var.actor, { contentId: c.req.valid('param').id, ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/reject',
      allow('approver'),
      input('param', idParam),
      input('json', rejectBody),
      docs('Send it back with a reason'),
      async (c) => {
        await rejectContent(c.var.context, c.var.actor, { contentId: c.req.valid('param').id, ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .post('/:id/withdraw', allowScoped('contents:write', 'clerk'), input('param', idParam), docs('Take it off every glass'), async (c) => {
      await withdrawContent(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    });
