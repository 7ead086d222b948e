import type { Problem, ProblemBody } from '#server/contract/problems.ts';
import { whileSeen } from '$kit/while-seen.ts';
import { m } from '$lib/paraglide/messages.js';
import { backOffMs } from './back-off.ts';
import { demoToken } from './demo-tab.ts';

/** The server said no, with a code and words that tell what to do. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: Problem['code'] | 'UNREACHABLE';
  readonly details: NonNullable<Problem['details']>;

  constructor(status: number, body: Pick<ProblemBody, 'message' | 'details'> & { code: ApiProblem['code'] }) {
    super(body.message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = body.code;
    this.details = body.details ?? {};
  }
}

type Query = Record<string, string | number | boolean | undefined>;

/** The server's HTTP contract, from the studio's side. Every call throws ApiProblem, also when nobody answers. */
export const api = {
  get: <T>(path: string, query?: Query): Promise<T> => send('GET', withQuery(path, query)),
  post: <T>(path: string, body?: unknown): Promise<T> => send('POST', path, body),
  put: <T>(path: string, body?: unknown): Promise<T> => send('PUT', path, body),
  patch: <T>(path: string, body?: unknown): Promise<T> => send('PATCH', path, body),
  delete: <T>(path: string): Promise<T> => send('DELETE', path),
  /** A file or a FormData, as it is. */
  upload: <T>(path: string, body: Blob | FormData, headers: Record<string, string> = {}): Promise<T> => send('POST', path, body, headers),
  /** Bytes in the place of what stands there; behind everything else that the page asks for. */
  putBytes: <T>(path: string, query: Query, body: Blob): Promise<T> => send('PUT', withQuery(path, query), body, {}, 'low'),
  /** A file's address with what a plain <a> or <img> needs to be let in. */
  fileUrl: (path: string, query: Query = {}): string => withQuery(`/api${path}`, { ...query, demo: demoToken() }),
  events,
};

async function send<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  priority: RequestPriority = 'auto',
): Promise<T> {
  const raw = body instanceof Blob || body instanceof FormData;
  const response = await reach(`/api${path}`, {
    method,
    priority,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && !raw ? { 'content-type': 'application/json' } : {}),
      ...authorization(),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  });
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiProblem(0, { code: 'UNREACHABLE', message: m.server_unreachable() });
  }
  if (response.ok) return response;
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json')) throw new ApiProblem(response.status, { code: 'UNREACHABLE', message: m.server_unreachable() });
  throw new ApiProblem(response.status, (await response.json()) as ProblemBody);
}

/**
 * Server-sent events (WHATWG HTML §9.2) read through fetch, because EventSource cannot carry a demo tab's token. Reconnects with
 * back-off until the returned function is called; `onState` tells whether the line stands.
 * @param missed with it, a page that is hidden lets go of the line, and is told when the line stands again. A host's page holds it all the time.
 */
function events<T>(
  path: string,
  onEvent: (event: T) => void,
  onState: (connected: boolean) => void = () => undefined,
  missed?: () => void,
): () => void {
  const stop = new AbortController();
  let line = new AbortController();
  let behind = false;
  let rest: { over: Promise<void>; end: () => void } | undefined;
  const wake = () => {
    rest?.end();
    rest = undefined;
  };
  const away = () => {
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    rest = { over, end };
    behind = true;
    line.abort();
  };
  const unwatch = missed && whileSeen({ away, back: wake });
  stop.signal.addEventListener('abort', () => {
    unwatch?.();
    line.abort();
    wake();
  });
  void (async () => {
    for (let failures = 0; !stop.signal.aborted; failures++) {
      await rest?.over;
      if (stop.signal.aborted) return;
      line = new AbortController();
      try {
        const response = await reach(`/api${path}`, { headers: authorization(), signal: line.signal });
        onState(true);
        if (behind) missed?.();
        behind = false;
        failures = 0;
        for await (const data of eventData(response)) onEvent(JSON.parse(data) as T);
      } catch (error) {
        if (stop.signal.aborted) return;
        if (line.signal.aborted) continue;
        if (error instanceof ApiProblem && (error.status === 401 || error.status === 403)) return onState(false);
      }
      onState(false);
      await new Promise((resolve) => setTimeout(resolve, backOffMs(failures)));
    }
  })();
  return () => stop.abort();
}

async function* eventData(response: Response): AsyncGenerator<string> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    pending += value;
    const blocks = pending.split('\n\n');
    pending = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart());
      if (data.length) yield data.join('\n');
    }
  }
}

export function authorization(): Record<string, string> {
  const token = demoToken();
  return token ? { authorization: `Bearer ${token}` } : {};
}

function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string | number | boolean] => pair[1] !== undefined);
  if (!pairs.length) return path;
  return `${path}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}
