import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { addWord, hostMessage, sendMessage } from '../contract/audience.ts';
import {
  createEmployer,
  createPosting,
  editPosting,
  finishCallBack,
  minimumWage,
  pinPlace,
  postingQuery,
  rejectPosting,
  removal,
  withdrawPosting,
} from '../contract/desk.ts';
import { deskGrab, grabAnswer, grabRequest, reportRequest } from '../contract/grabs.ts';
import { mendRow } from '../contract/intake-desk.ts';
import { createEpisode, programReport, setRundown } from '../contract/live.ts';
import { glassSize, pairScreen } from '../contract/screens.ts';
import { acceptInvitation } from '../contract/staff.ts';
import { stationsFile } from '../contract/stations.ts';
import { raiseTakeover } from '../contract/takeovers.ts';
import { cleanText } from '../domain/intake/text/clean-text.ts';
import type { PostingFacts } from '../domain/posting/facts.ts';
import { type Env, input } from './env.ts';
import { answerError } from './errors.ts';

const uuid = '0199aaaa-0000-7000-8000-000000000001';
const at = '2026-11-22T08:00:00Z';

const facts: PostingFacts = {
  trade: '搬运工',
  title: '夜班搬运',
  category: '物流',
  employer: '东站货运服务部',
  employerKind: 'organisation',
  headcount: { min: 3, max: 3, approximate: false },
  pay: { min: 220, max: 220, unit: 'day', settlement: 'daily', negotiable: false, note: '另有餐补' },
  shift: { kind: 'fixed', start: '18:00', text: '18点起' },
  place: '火车东站西广场',
  phones: ['13800000001'],
  contact: '陈师傅',
  requirements: ['能搬30公斤'],
  benefits: ['工作餐'],
  expiry: { kind: 'long-term' },
  description: '装卸\n搬运',
};
const factFields = ['trade', 'title', 'category', 'employer', 'pay.note', 'shift.text', 'place', 'contact', 'requirements.0', 'benefits.0'];
const ofFacts = [...factFields, 'description'].map((field) => `facts.${field}`);

const glass: z.input<typeof glassSize> = {
  name: '服务台竖屏',
  kind: 'lcd',
  widthMm: 685,
  heightMm: 1218,
  widthPx: 1080,
  heightPx: 1920,
  viewingDistanceM: 2,
  mountHeightM: 1.6,
};

/** What people type, by the request that carries it: a request that is accepted, and which of its fields are free text. */
const requests: [string, z.ZodType, object, string[]][] = [
  ['a posting', createPosting, { regionCode: '330102', facts }, ofFacts],
  ['a correction', editPosting, { version: 1, facts }, ofFacts],
  ['a mended row', mendRow, { facts }, ofFacts],
  ['a rejection', rejectPosting, { version: 1, reason: '工资没写清' }, ['reason']],
  ['a withdrawal', withdrawPosting, { reason: '不招了' }, ['reason']],
  ['a removal', removal, { kind: 'place', regionCode: '330102', place: '城站路', reason: '停工' }, ['place', 'reason']],
  ['a search', postingQuery, { q: '搬运' }, ['q']],
  ['an employer', createEmployer, { regionCode: '330102', name: '东站货运', kind: 'organisation' }, ['name']],
  ['a call back', finishCallBack, { outcome: '已核实' }, ['outcome']],
  ['a pinned place', pinPlace, { regionCode: '330102', name: '城站路', position: { lat: 30, lon: 120 } }, ['name']],
  [
    'a minimum wage',
    minimumWage,
    { regionCode: '330102', unit: 'hour', yuan: 24, source: '浙政发2024', inForceFrom: '2026-01-01' },
    ['source'],
  ],
  ['a grab', grabRequest, { postingId: uuid, name: '小张' }, ['name']],
  ['a grab at the desk', deskGrab, { postingId: uuid, name: '小张' }, ['name']],
  [
    'an answer to a grab',
    grabAnswer,
    { answer: 'confirm', arrival: { place: '北门', when: '早上八点', contact: '陈师傅', bring: '身份证' }, reason: '可以' },
    ['arrival.place', 'arrival.when', 'arrival.contact', 'arrival.bring', 'reason'],
  ],
  ['a report', reportRequest, { postingId: uuid, reason: 'fee', detail: '要押金' }, ['detail']],
  ['a report of a show', programReport, { kind: 'fee', note: '要押金' }, ['note']],
  [
    'an episode',
    createEpisode,
    { title: '第1期', regionCode: '330102', hostName: '小赵', organiser: '城站驿站', plannedAt: at },
    ['title', 'hostName', 'organiser'],
  ],
  ['a rundown', setRundown, { items: [{ postingId: uuid, notes: '先说工资\n再说地点' }] }, ['items.0.notes']],
  ['a sensitive word', addWord, { regionCode: '330102', word: '保证金', action: 'hold' }, ['word']],
  ['a glass', glassSize, glass, ['name']],
  ['a pairing', pairScreen, { code: 'ABC234', stationId: uuid, glass }, ['glass.name']],
  ['a notice', raiseTakeover, { kind: 'notice', message: '台风停工', minutes: 30, target: { kind: 'all' } }, ['message']],
  ['an account', acceptInvitation, { token: 'x'.repeat(24), name: '小李', username: 'xiaoli', password: 'a long phrase' }, ['name']],
  [
    'a stations.json',
    stationsFile,
    {
      regions: [{ code: '330000', name: '浙江省', level: 'province', children: [{ code: '330100', name: '杭州市', level: 'city' }] }],
      stations: [
        {
          name: '城站驿站',
          region: '330100',
          phone: '0571-8700000',
          address: '环城东路1号',
          hours: [],
          screens: [{ name: '大屏', widthMm: 685, heightMm: 1218, pixels: '1080x1920', viewingDistanceM: 2, mountHeightM: 1.6 }],
        },
      ],
      weeklyShows: [{ name: '周五带岗', region: '330100', rrule: 'FREQ=WEEKLY;BYDAY=FR', start: '19:00', minutes: 60 }],
    },
    [
      'regions.0.name',
      'regions.0.children.0.name',
      'stations.0.name',
      'stations.0.address',
      'stations.0.screens.0.name',
      'weeklyShows.0.name',
    ],
  ],
];

const unseen = {
  control: ['\u0000', '\u0007', '\u001b', '\u007f', '\u0085'],
  bidi: ['\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069'],
  'zero-width': ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff'],
  'line separator': ['\u2028', '\u2029'],
};

describe.each(requests)('%s', (_, schema, sample, texts) => {
  const app = new Hono<Env>().onError(answerError).post('/', input('json', schema), (c) => c.json({}));
  const send = async (body: object) => {
    const answer = await app.request('/', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    return { status: answer.status, body: (await answer.json()) as { code?: string; details?: { field?: string } } };
  };

  it('is accepted as typed, and with HTML, which is text like any other', async () => {
    expect(await send(sample)).toMatchObject({ status: 200 });
    for (const field of texts) expect(await send(withText(sample, field, '<b>&"\'')), field).toMatchObject({ status: 200 });
  });

  it('holds no other free text', async () => {
    for (const field of stringsIn(sample).filter((path) => !texts.includes(path) && !secrets.has(path)))
      expect(await send(withText(sample, field, '<b>&"\'')), field).toMatchObject({ status: 400 });
  });

  it.each(Object.entries(unseen))('is refused with %s characters, by the name of the field', async (_kind, characters) => {
    for (const field of texts)
      for (const character of characters)
        expect(await send(withText(sample, field, `岗${character}位`)), `${field} ${JSON.stringify(character)}`).toMatchObject({
          status: 400,
          body: { code: 'BAD_INPUT', details: { field } },
        });
  });
});

it('what typing refuses, reading a table takes out', () => {
  for (const character of Object.values(unseen).flat()) expect(cleanText(`岗${character}位`)).toMatch(/^岗\n?位$/);
});

describe.each([
  ['a message of a viewer', sendMessage, { kind: 'chat' }],
  ['a message of the host', hostMessage, { pin: false }],
] as const)('%s', (_, schema, rest) => {
  const read = (text: string) => schema.safeParse({ ...rest, text });

  it('is cleaned rather than refused: phones put joiners into emoji', () => {
    for (const character of Object.values(unseen).flat())
      expect(read(`岗${character}位`).data?.text, JSON.stringify(character)).toMatch(/^岗 ?位$/);
    expect(read('好👨\u200d👩\u200d👧').data?.text).toBe('好👨👩👧');
  });

  it('is one line of at most 120 characters, and never empty', () => {
    expect(read('一\n\n二\t三').data?.text).toBe('一 二 三');
    expect(read('字'.repeat(120)).success).toBe(true);
    for (const text of ['字'.repeat(121), '', ' \u202e ', '\u200b'.repeat(10_000)]) expect(read(text).success).toBe(false);
  });
});

/** Compared, never shown. Region codes are looked up before anything is stored. */
const secrets = new Set(['token', 'password', 'regionCode', 'weeklyShows.0.rrule']);

function withText(sample: object, path: string, text: string): object {
  const copy = structuredClone(sample) as Record<string, unknown>;
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let inner = copy;
  for (const step of steps) inner = inner[step] as Record<string, unknown>;
  inner[last] = text;
  return copy;
}

function stringsIn(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => stringsIn(inner, path ? `${path}.${key}` : key));
}
