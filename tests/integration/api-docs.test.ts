import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessMark } from '#server/http/env.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { httpApp } from '#tests/support/http-app.ts';

interface Operation {
  summary?: string;
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses?: Record<string, unknown>;
}
type Document = Record<string, unknown> & { openapi: string; paths: Record<string, Record<string, Operation>> };

describe('the description of the API', () => {
  let house: House;
  let app: ReturnType<typeof httpApp>['app'];
  let close: () => void;
  let document: Document;

  beforeAll(async () => {
    house = await openHouse('embedded');
    ({ app, close } = httpApp(house));
    document = await (await get('/api/docs/openapi.json')).json();
  });
  afterAll(async () => {
    close();
    await house.close();
  });

  const get = async (path: string) => await app.request(`http://gangbo.test${path}`);

  it('is a page with its script and style from this server alone', async () => {
    const page = await get('/api/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    const html = await page.text();
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
    expect(parts.length).toBeGreaterThanOrEqual(3);
    for (const part of parts) {
      expect(part).toMatch(/^\/api\/docs\//);
      const answer = await get(part);
      expect(answer.status, part).toBe(200);
      expect(answer.headers.get('content-type'), part).toMatch(part.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
      expect((await answer.arrayBuffer()).byteLength, part).toBeGreaterThan(50);
    }
    expect(await (await get('/api/docs/start.js')).text()).toContain('/api/docs/openapi.json');
  });

  it('lists every route that is mounted, and none that is not', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const mounted = app.routes.filter(({ handler }) => accessMark in handler).map(({ method, path }) => `${method} ${asTemplate(path)}`);
    expect(new Set(described)).toEqual(new Set(mounted));
  });

  it('says of each what it does and what it answers', () => {
    const silent = operations().filter(
      ({ operation }) => !operation.summary?.trim() || Object.keys(operation.responses ?? {}).length === 0,
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(document.openapi).toMatch(/^3\.1/);
  });

  it('refers to nothing that is not in it', () => {
    const refs = refsIn(document);
    expect(refs.filter((ref) => !ref.startsWith('#/') || resolve(document, ref) === undefined)).toEqual([]);
  });

  it('bounds the length of every text that a request may carry', () => {
    const unbounded = operations().flatMap(({ name, operation }) =>
      Object.values(operation.requestBody?.content ?? {}).flatMap(({ schema }) =>
        endlessTexts(document, schema).map((path) => `${name} ${path}`),
      ),
    );
    expect(unbounded).toEqual([]);
  });

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
    );
});

/** `/a/:id{[0-9]+}/*` as OpenAPI writes it. */
const asTemplate = (path: string): string => path.replaceAll(/:(\w+)(?:\{[^/]*\})?\??/g, '{$1}');

function refsIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner)));
}

/** RFC 6901, in a fragment. */
function resolve(document: unknown, ref: string): unknown {
  let inner = document;
  for (const step of decodeURIComponent(ref.slice(2)).split('/')) {
    if (inner === null || typeof inner !== 'object') return undefined;
    inner = (inner as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return inner;
}

/** Where a schema lets a text of any length in. Only the size of the whole body would hold it. */
function endlessTexts(document: unknown, schema: unknown, path = '', seen = new Set<string>()): string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const node = schema as Record<string, unknown>;
  if (typeof node.$ref === 'string')
    return seen.has(node.$ref) ? [] : endlessTexts(document, resolve(document, node.$ref), path, new Set(seen).add(node.$ref));
  const bounded = ['maxLength', 'enum', 'const', 'format', 'pattern'].some((word) => word in node);
  if (node.type === 'string') return bounded ? [] : [path];
  const inner = [
    ...Object.entries((node.properties ?? {}) as object).map(([name, value]) => [`${path}.${name}`, value] as const),
    ...['items', 'additionalProperties'].map((word) => [`${path}[]`, node[word]] as const),
    ...['anyOf', 'oneOf', 'allOf'].flatMap((word) => ((node[word] ?? []) as unknown[]).map((value) => [path, value] as const)),
  ];
  return inner.flatMap(([at, value]) => endlessTexts(document, value, at, seen));
}
