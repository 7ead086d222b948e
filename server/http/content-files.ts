import { Readable } from 'node:stream';
import { z } from 'zod';
import { assetForStaff, assetHash, fileQuery } from '../contract/programme.ts';
import type { ContentShelf } from '../media/content/content-shelf.ts';
import { findAsset, noteAsset, requireUploader } from '../services/programme/content-assets.ts';
import { Refusal } from '../services/refusal.ts';
import { deskDocs } from './desk-docs.ts';
import { allowScoped, input, routes } from './env.ts';
import { bodyOf } from './request-body.ts';

export const CONTENT_UPLOAD = '/api/contents/files';

/** Where clerks bring pictures and films. */
export const contentUploadRoutes = (shelf: ContentShelf) =>
  routes().post(
    '/',
    allowScoped('contents:write', 'clerk'),
    input('query', fileQuery),
    deskDocs('contents')('A picture or film as the body: measured, remade or refused', { schema: assetForStaff, status: 201 }),
    async (c) => {
      const { context, actor } = c.var;
      await requireUploader(context, actor, c.req.valid('query').region);
      return c.json(await noteAsset(context, actor, await shelf.take(bodyOf(c))), 201);
    },
  );

/** Files by their hash, for walls (which go on after a cut by `Range`) and for staff. */
export const assetRoutes = (shelf: ContentShelf) =>
  routes().get(
    '/:sha256',
    allowScoped('contents:read', 'screen', 'clerk'),
    input('param', z.object({ sha256: assetHash })),
    deskDocs('screen')('A picture or film by its hash, in stretches where asked'),
    async (c) => {
      const { sha256 } = c.req.valid('param');
      const { mediaType } = await findAsset(c.var.context, c.var.actor, sha256);
      const size = await shelf.size(sha256);
      if (size === undefined) throw new Refusal('CONTENT_FILE_MISSING');
      const etag = `"${sha256}"`;
      c.header('etag', etag);
      // Its name is its content; who may see it is asked at every door, so no shared cache keeps it.
      c.header('cache-control', 'private, max-age=31536000, immutable');
      c.header('accept-ranges', 'bytes');
      c.header('content-type', mediaType);
      // Somebody's file on our origin: it may be looked at, and do nothing.
      c.header('content-security-policy', "default-src 'none'; sandbox");
      if (c.req.header('if-none-match') === etag) return c.body(null, 304);
      const asked = c.req.header('range');
      const range = rangeOf(asked, size);
      if (asked !== undefined && range === 'beyond') {
        c.header('content-range', `bytes */${size}`);
        return c.body(null, 416);
      }
      const part = range === 'beyond' ? undefined : range;
      c.header('content-length', String(part ? part.end - part.start + 1 : size));
      if (part) c.header('content-range', `bytes ${part.start}-${part.end}/${size}`);
      const body = await shelf.read(sha256, part);
      return c.body(Readable.toWeb(Readable.from(body)) as ReadableStream, part ? 206 : 200);
    },
  );

/** One range from a start (RFC 9110 §14.1.2), which is what players ask for; anything else gets the whole file. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'beyond' | undefined {
  const [, from, to] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === undefined) return undefined;
  const start = Number(from);
  const end = Math.min(to ? Number(to) : size - 1, size - 1);
  return start >= size || end < start ? 'beyond' : { start, end };
}
