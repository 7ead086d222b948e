import type { RequestEvent } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { callOrFail } from './call-api.ts';

/** A visitor's request, and what the API says to it. */
const asked = (status: number, body: object) =>
  ({
    request: new Request('http://gangbo.test/jobs/nope'),
    cookies: { get: () => undefined },
    fetch: async () => Response.json(body, { status }),
  }) as unknown as RequestEvent;

test('an address that names no job says that the job is not found, not that a field is wrong', async () => {
  const answer = asked(400, {
    code: 'BAD_INPUT',
    message: '有一项填得不对：id。请改正后再提交。',
    details: { field: 'id', why: 'Invalid UUID' },
  });
  await expect(callOrFail(answer, '/api/browse/nope', 'POSTING_NOT_FOUND')).rejects.toMatchObject({
    status: 404,
    body: { message: '找不到这个岗位。' },
  });
});

test('whatever else is wrong is said in the API’s own words', async () => {
  const gone = asked(410, { code: 'POSTING_CLOSED', message: '这个岗位已经下架，看看附近的其他岗位。' });
  await expect(callOrFail(gone, '/api/browse/x', 'POSTING_NOT_FOUND')).rejects.toMatchObject({
    status: 410,
    body: { message: '这个岗位已经下架，看看附近的其他岗位。' },
  });
});
