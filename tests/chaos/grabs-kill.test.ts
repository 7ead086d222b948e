import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskPosting } from '#server/contract/desk.ts';
import type { GrabOutcomeBody } from '#server/contract/grabs.ts';
import type { PostingFacts } from '#server/domain/posting/facts.ts';
import { sampleFiles } from '#server/services/demo/samples.ts';
import { type RunningHouse, startHouse } from '#tests/e2e/support/running-house.ts';

const places = 5;
const phones = Array.from({ length: 16 }, (_, index) => String(13_912_350_000 + index));

let house: RunningHouse;
beforeAll(async () => {
  house = await startHouse({ env: { HTTPS_PORT: '0' } });
});
afterAll(() => house?.stop());

/** Somebody with cookies of their own, asking the server as a browser's page does. */
function visitor() {
  const cookies = new Map<string, string>();
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${house.url}/api${path}`, {
      method,
      headers: {
        origin: house.url,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = line.match(/^([^=]+)=([^;]*)/) ?? [];
      cookies.set(name, value);
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
}
type Visitor = ReturnType<typeof visitor>;

async function joinedBy(token: string, username: string): Promise<Visitor> {
  const person = visitor();
  const words = { username, password: 'a long phrase of theirs' };
  await person('POST', '/staff/accept-invitation', { ...words, token, name: username });
  await person('POST', '/auth/sign-in/username', words);
  return person;
}

async function publishedJob(): Promise<{ id: string; admin: Visitor }> {
  const admin = await joinedBy(new URL(house.setUpLink).searchParams.get('token') ?? '', 'admin');
  await admin('POST', '/regions/import', JSON.parse(await readFile(sampleFiles.stations, 'utf8')));
  const { url } = await admin<{ url: string }>('POST', '/staff/invitations', { role: 'approver' });
  const approver = await joinedBy(new URL(url).searchParams.get('token') ?? '', 'approver');
  const facts: PostingFacts = {
    trade: '分拣员',
    employer: '城东物业',
    employerKind: 'organisation',
    headcount: { min: places, max: places, approximate: false },
    pay: { min: 220, max: 220, unit: 'day', settlement: 'daily', negotiable: false },
    shift: { kind: 'fixed', start: '09:00', end: '17:00', text: '9:00-17:00' },
    place: '湖滨街道平海路',
    phones: ['05710000000'],
    requirements: [],
    benefits: [],
    expiry: { kind: 'long-term' },
  };
  const { id } = await admin<{ id: string }>('POST', '/postings', { regionCode: '330102-hubin', facts, submit: true });
  const posting = await approver<DeskPosting>('GET', `/postings/${id}`);
  await approver('POST', `/employers/${posting.employerId}/check`, { how: 'licence' });
  await approver('POST', `/approvals/${id}/approve`, { version: posting.version });
  return { id, admin };
}

test('killed -9 in a rush of grabs: what was promised stands, nobody has two places, and exactly as many as there are are given', async () => {
  const { id: postingId, admin } = await publishedJob();
  const people: Visitor[] = [];
  for (const phone of phones) {
    const person = visitor();
    await person('POST', '/seekers/codes', { phone });
    await person('POST', '/seekers/sessions', { phone, code: await house.codeFor(phone) });
    people.push(person);
  }

  // Killed as soon as the first answer is out: some are decided and told, some decided and untold, some not heard at all.
  let killing: Promise<void> | undefined;
  const rush = await Promise.allSettled(
    people.map(async (person) => {
      const outcome = await person<GrabOutcomeBody>('POST', '/grabs', { postingId });
      killing ??= house.kill();
      return outcome;
    }),
  );
  await killing;
  const told = rush.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined));
  expect(told.filter(Boolean).length).toBeGreaterThan(0);
  await house.startAgain();

  const answers = await Promise.all(people.map((person) => person<GrabOutcomeBody>('POST', '/grabs', { postingId })));
  for (const [index, before] of told.entries()) {
    if (!before) continue;
    expect(answers[index]).toMatchObject({
      grabId: before.grabId,
      state: before.state,
      waitingNumber: before.waitingNumber,
      repeated: true,
    });
  }
  expect(new Set(answers.map(({ grabId }) => grabId)).size).toBe(phones.length);
  expect(answers.filter(({ state }) => state === 'grabbed')).toHaveLength(places);
  const waiting = answers.flatMap(({ waitingNumber }) => waitingNumber ?? []).sort((a, b) => a - b);
  expect(waiting).toEqual(Array.from({ length: phones.length - places }, (_, index) => index + 1));
  const posting = await admin<DeskPosting>('GET', `/postings/${postingId}`);
  expect(posting).toMatchObject({ status: 'filled', placesLeft: 0 });
});
