import { resolver } from 'hono-openapi';
import { z } from 'zod';
import { describe } from './env.ts';

/** What the OpenAPI document says of a desk route: what it does, and what it answers with. */
export function deskDocs(tag: string) {
  return (summary: string, answer?: { schema?: z.ZodType; status?: 200 | 201 | 204 }) => {
    const { schema, status = schema ? 200 : 204 } = answer ?? {};
    const content = schema ? { content: { 'application/json': { schema: resolver(schema) } } } : {};
    return describe({ summary, tags: [tag], responses: { [status]: { description: summary, ...content } } });
  };
}

/** `:id` in a path. */
export const idParam = z.object({ id: z.uuid() });
/** Whose list: a region's subtree. */
export const regionQuery = z.object({ region: z.string().min(2).max(64) });
