import { afterEach, expect, it, vi } from 'vitest';
import type { BoardRow, Slide } from '#server/domain/board/manifest.ts';
import { Answered } from '$signage/player/screen-api.ts';
import { type Behind, KioskLine } from './kiosk-line.ts';

const row = (number: number): BoardRow => ({
  postingId: `p${number}`,
  number,
  trade: '搬运工',
  pay: { min: 200, negotiable: false },
  shift: { kind: 'fixed', text: '' },
  distanceM: number,
  benefits: [],
  placesLeft: 1,
  filled: false,
  startsToday: false,
  confirmedAt: null,
  expiresAt: null,
  dayJob: false,
});
const link = { code: 'AAAAAAAA', url: 'http://gangbo.test/j/AAAAAAAA' };
const slide: Slide = { kind: 'jobs', id: 'a', page: 1, pages: 1, rows: [row(101)], link, dwellMs: 1 };

function behind(answer: () => Promise<unknown>, connected = true) {
  const kiosk = vi.fn(answer);
  const held: Behind = {
    line: { kiosk: kiosk as NonNullable<Behind['line']>['kiosk'] },
    connected,
    manifest: { slides: [slide] },
    jobsHeld: () => [row(102), row(101)],
  };
  return { kiosk, line: new KioskLine(held, 's1') };
}
const all = { sort: 'near', page: 1, per: 5 } as const;
const cut = async () => {
  throw new TypeError('no network');
};

it('counts of people are not sent where there is no line, and so are kept', async () => {
  const line = new KioskLine({ line: undefined, connected: false, manifest: undefined, jobsHeld: () => [] }, 's1');
  await expect(line.uses({ runs: [] })).rejects.toThrow('no line');
});

it('without network looks into what the player holds, and says so', async () => {
  const { line } = behind(cut);
  expect(await line.list({ ...all, q: '102' })).toMatchObject({ fresh: false, list: { total: 1, jobs: [{ number: 102 }] } });
  expect(await line.job('p101')).toMatchObject({ fresh: false, job: { number: 101 } });
  expect(await line.job('p999')).toMatchObject({ job: undefined });
  expect(await line.code('p101')).toEqual(link);
});

it('does not keep somebody waiting for a network that is known to be away', async () => {
  const { line, kiosk } = behind(cut, false);
  expect((await line.list(all)).list.total).toBe(2);
  expect(kiosk).not.toHaveBeenCalled();
});

it('says that a job is gone, rather than show what it held', async () => {
  const { line } = behind(async () => {
    throw new Answered('POSTING_CLOSED', 410);
  });
  await expect(line.job('p101')).rejects.toMatchObject({ code: 'POSTING_CLOSED' });
});

it('asks in full', async () => {
  const { line, kiosk } = behind(async () => ({ jobs: [] }));
  await line.list({ ...all, q: 'byg', trade: '搬运工', today: true, within: 1_000 });
  expect(kiosk.mock.calls[0]).toEqual([
    `jobs?sort=near&page=1&per=5&q=byg&trade=${encodeURIComponent('搬运工')}&today=1&within=1000`,
    undefined,
  ]);
});

afterEach(() => vi.unstubAllGlobals());

it('has no telephones rather than a crash where what was kept of them is damaged', async () => {
  vi.stubGlobal('localStorage', { getItem: () => '{"guidance":', setItem: () => {}, removeItem: () => {} });
  expect(await behind(cut).line.desk()).toEqual({ guidance: [], words: [], smsAvailable: false });
});

it('shows the telephones that a full disk could not keep', async () => {
  const full = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: full, removeItem: full });
  const desk = { guidance: [], words: [{ text: '搬运工', pinyin: 'banyungong', initials: 'byg' }], smsAvailable: true };
  expect(await behind(async () => desk).line.desk()).toEqual(desk);
  expect(await behind(cut).line.desk()).toEqual({ ...desk, smsAvailable: false });
});
