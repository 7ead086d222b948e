import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Hono } from 'hono';
import { openAPIRouteHandler } from 'hono-openapi';
import { deskDocs } from './desk-docs.ts';
import { type Env, openUnasked, routes } from './env.ts';

const bundle = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const served = { 'swagger-ui-bundle.js': 'text/javascript', 'swagger-ui.css': 'text/css' } as const;
const docs = deskDocs('docs');
const why = 'the contract holds no secrets, and integrators read it first';

const page = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>岗播 API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="swagger"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const start = `SwaggerUIBundle({ url: '/api/docs/openapi.json', dom_id: '#swagger', deepLinking: true });`;

/** The OpenAPI document, made from the contract's schemas, and a page to read it in that needs no other server. */
export const docsRoutes = (app: Hono<Env>) =>
  routes()
    .get('/', openUnasked(why), docs('This description, as a page to read and try', { status: 200 }), (c) => c.html(page))
    .get('/start.js', openUnasked(why), docs('Starts that page', { status: 200 }), (c) =>
      c.body(start, 200, { 'content-type': 'text/javascript' }),
    )
    .get(
      '/openapi.json',
      openUnasked(why),
      docs('This description, for programs (OpenAPI 3.1)', { status: 200 }),
      openAPIRouteHandler(app, {
        // A path with a dot is a route here like any other.
        excludeStaticFile: false,
        documentation: {
          components: {
            securitySchemes: {
              session: { type: 'apiKey', in: 'cookie', name: 'gangbo.session_token', description: 'Somebody signed in to the studio' },
              token: {
                type: 'http',
                scheme: 'bearer',
                description: 'A token of the API: gbt_…, made by an administrator, with the scopes named at each route',
              },
            },
          },
          info: {
            title: '岗播 Gangbo',
            version: '1',
            description: 'Daily gigs on station screens, a live show beside them, a scan and a grab.',
          },
        },
      }),
    )
    .get(
      '/:file{swagger-ui-bundle\\.js|swagger-ui\\.css}',
      openUnasked(why),
      docs('Script and style of that page', { status: 200 }),
      async (c) => {
        const file = c.req.param('file') as keyof typeof served;
        const bytes = new Uint8Array(await readFile(join(bundle, file)));
        return c.body(bytes, 200, { 'content-type': served[file], 'cache-control': 'public, max-age=86400' });
      },
    );
