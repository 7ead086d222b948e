import { expect, test } from 'vitest';
import { maskPhones, openLog } from './log.ts';
import { systemRandom } from './random.ts';

function logged(write: (log: ReturnType<typeof openLog>) => void, pretty = false): string {
  const lines: string[] = [];
  write(openLog({ level: 'info', pretty }, { write: (line) => lines.push(line) }));
  return lines.join('');
}

test('a line carries ids and facts, its level by name and the time in UTC', () => {
  const line = JSON.parse(logged((log) => log.info({ postingId: 'p1', count: 3 }, 'posting closed')));
  expect(line).toMatchObject({ level: 'info', msg: 'posting closed', postingId: 'p1', count: 3, time: expect.stringMatching(/Z$/) });
});

test('no phone number leaves in any field, message or error', () => {
  const out = logged((log) => {
    log.info({ phone: '13800000009', employer: { phones: ['13800000009'], original: '电话13800000009' } }, '给13800000009发短信');
    log.error({ err: new Error('no route to +8613800000009') }, 'sms failed');
    log.child({ seen: '13800000009' }).warn('138-0000-0009 or +86 138 0000 0009');
  });
  expect(out).not.toMatch(/1380000|000-?\s?0009/);
  expect(out).toContain('给138****0009发短信');
  expect(out).toContain('no route to +86');
});

test('secrets are dropped by their names', () => {
  expect(
    logged((log) => log.info({ headers: { cookie: 'a=b', authorization: 'Bearer x' }, token: 't0ken', password: 'hunter2' })),
  ).not.toMatch(/a=b|Bearer x|t0ken|hunter2/);
});

test('numbers that are no phones stay whole: instants, ids, prices', () => {
  for (const text of [
    '1763767365123',
    'at 17637673651234',
    '200',
    '018f3c5e-7000-7abc-8def-13812345678a',
    '018f3c5e-7000-7abc-8def-a13812345678',
  ])
    expect(maskPhones(text)).toBe(text);
  for (let index = 0; index < 2000; index += 1) {
    const id = systemRandom.id();
    expect(maskPhones(`{"id":"${id}"}`)).toContain(id);
  }
});

test('on a terminal a line reads as a sentence', () => {
  expect(logged((log) => log.warn({ queue: 'boards' }, 'job failed'), true)).toMatch(
    /^\d\d:\d\d:\d\d warn {2}job failed {2}queue=boards\n$/,
  );
});
