import { Readable } from 'node:stream';
import { z } from 'zod';
import { evidenceForStaff, uploadQuery } from '../contract/intake-desk.ts';
import { streamEvidence } from '../services/intake/evidence-store.ts';
import { receiveEvidence } from '../services/intake/receive.ts';
import { getEvidence, openEvidence } from '../services/intake/view-evidence.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';
import { bodyOf } from './request-body.ts';

const docs = deskDocs('evidence');

export const evidenceRoutes = () =>
  routes()
    .post(
      '/',
      allow('clerk'),
      input('query', uploadQuery),
      docs('A photo or recording as the body, kept as evidence', { schema: z.object({ id: z.string() }), status: 201 }),
      async (c) => {
        const { region, name } = c.req.valid('query');
        return c.json(await receiveEvidence(c.var.context, c.var.actor, { regionCode: region, fileName: name, body: bodyOf(c) }), 201);
      },
    )
    .get('/:id', allow('clerk'), input('param', idParam), docs('What it is', { schema: evidenceForStaff }), async (c) =>
      c.json(await getEvidence(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .get('/:id/file', allow('clerk'), input('param', idParam), docs('The file itself; each look is audited'), async (c) => {
      const { path, mediaType } = await openEvidence(c.var.context, c.var.actor, c.req.valid('param').id);
      const range = rangeOf(c.req.header('range'));
      const { stream, bytes } = await streamEvidence(path, range);
      const end = Math.min(range?.end ?? bytes - 1, bytes - 1);
      c.header('Content-Type', mediaType);
      c.header('Content-Disposition', 'inline');
      c.header('Cache-Control', 'private, no-store');
      c.header('Accept-Ranges', 'bytes');
      // Somebody else's file on our origin: it may be looked at and listened to, and do nothing.
      c.header('Content-Security-Policy', "default-src 'none'; sandbox");
      c.header('Content-Length', String(end - (range?.start ?? 0) + 1));
      if (range) c.header('Content-Range', `bytes ${range.start}-${end}/${bytes}`);
      return c.body(Readable.toWeb(stream) as ReadableStream, range ? 206 : 200);
    });

/** One range from a start (RFC 9110 §14.1.2), which is what players ask for; anything else gets the whole file. */
function rangeOf(header: string | undefined): { start: number; end: number } | undefined {
  const [, start, end] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (start === undefined) return undefined;
  const range = { start: Number(start), end: end ? Number(end) : Number.MAX_SAFE_INTEGER };
  return range.end < range.start ? undefined : range;
}
