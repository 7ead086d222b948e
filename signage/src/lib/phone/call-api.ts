import { error, type RequestEvent } from '@sveltejs/kit';
import { type ProblemBody, wordProblem } from '#server/contract/problems.ts';
import { locale } from './words.ts';

/** What the API said no with: worded in the visitor's language already. */
export interface Trouble {
  status: number;
  code: string;
  message: string;
  details: Record<string, string | number | boolean>;
}
export type Answer<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

interface Call {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
}

/** Asks the API in the visitor's name: their cookies go along, and cookies that it sets come back to them. */
export async function callApi<T>(event: RequestEvent, path: string, { method = 'GET', body }: Call = {}): Promise<Answer<T>> {
  const headers = new Headers({ accept: 'application/json' });
  for (const name of ['cookie', 'accept-language', 'user-agent']) {
    const value = event.request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const locale = event.cookies.get('gangbo_locale');
  const seeker = event.cookies.get('gangbo_seeker');
  // Cookies of this very request (a code was just checked) are newer than its header.
  headers.set('cookie', [locale && `gangbo_locale=${locale}`, seeker && `gangbo_seeker=${seeker}`].filter(Boolean).join('; '));
  if (body !== undefined) headers.set('content-type', 'application/json');
  const response = await event.fetch(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  takeSession(event, response);
  if (response.ok) return { ok: true, value: response.status === 204 ? (undefined as T) : ((await response.json()) as T) };
  const problem = (await response.json()) as ProblemBody;
  return { ok: false, trouble: { status: response.status, code: problem.code, message: problem.message, details: problem.details ?? {} } };
}

/**
 * For pages that are nothing without the answer.
 * @param unknown what is said where the page's address names nothing: nobody filled in an id that could be right or wrong
 * @throws the error page, with the API's own words
 */
export async function callOrFail<T>(
  event: RequestEvent,
  path: string,
  unknown: 'NOT_FOUND' | 'POSTING_NOT_FOUND' = 'NOT_FOUND',
): Promise<T> {
  const answer = await callApi<T>(event, path);
  if (!answer.ok && answer.trouble.code === 'BAD_INPUT' && answer.trouble.details.field === 'id')
    error(404, wordProblem({ code: unknown }, locale()));
  if (!answer.ok) error(answer.trouble.status as 404, answer.trouble.message);
  return answer.value;
}

const cookieName = 'gangbo_seeker';

function takeSession(event: RequestEvent, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const value = pair.startsWith(`${cookieName}=`) ? pair.slice(cookieName.length + 1) : undefined;
    if (value === undefined) continue;
    const maxAge = Number(attributes.find((attribute) => /^max-age=/i.test(attribute))?.slice(8) ?? 0);
    const secure = attributes.some((attribute) => /^secure$/i.test(attribute));
    event.cookies.set(cookieName, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge });
  }
}
