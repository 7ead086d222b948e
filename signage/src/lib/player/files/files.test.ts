import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Asset } from '#server/domain/board/manifest.ts';
import { download, FileWrong } from './download.ts';
import { Files, type FilesParts, type StorageSaid } from './files.svelte.ts';
import { MemoryShelf } from './testing/memory-shelf.ts';

vi.setConfig({ testTimeout: 60_000 });
const megabyte = 1_048_576;
const film = randomBytes(4 * megabyte + 12_345);
/** Hashing four megabytes takes as long as the machine is busy. */
const patience = { timeout: 50_000 };
const picture = randomBytes(40_000);

/** A server of files that can cut a connection, lie, and be counted. */
const served = { asked: [] as (string | undefined)[], cutAfter: Number.POSITIVE_INFINITY, knowsRanges: true, lies: false };
let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const whole = request.url === '/film' ? film : request.url === '/picture' ? picture : undefined;
    served.asked.push(request.headers.range);
    if (whole === undefined) {
      response.writeHead(404).end();
      return;
    }
    const from = served.knowsRanges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    const body = served.lies ? randomBytes(whole.length) : whole.subarray(from);
    if (from > 0) response.writeHead(206, { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` });
    else response.writeHead(200, { 'content-length': body.length });
    if (served.cutAfter < body.length) response.write(body.subarray(0, served.cutAfter), () => setTimeout(() => response.destroy(), 30));
    else response.end(body);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => Object.assign(served, { asked: [], cutAfter: Number.POSITIVE_INFINITY, knowsRanges: true, lies: false }));

const asset = (name: 'film' | 'picture' | 'nothing'): Asset => {
  const body = name === 'film' ? film : picture;
  return {
    url: `${base}/${name}`,
    sha256: createHash('sha256').update(body).digest('hex'),
    bytes: body.length,
    mediaType: name === 'film' ? 'video/mp4' : 'image/png',
    width: 1920,
    height: 1080,
  };
};
const bytesOn = async (shelf: MemoryShelf, sha256: string) => Buffer.concat(shelf.stored.get(sha256) ?? []);
const nowMs = () => 1_000_000;

describe('a download', () => {
  test('that is cut goes on where it was cut, and is the same film', async () => {
    const shelf = new MemoryShelf();
    served.cutAfter = 2.5 * megabyte;
    await expect(download(asset('film'), { shelf, nowMs })).rejects.toThrow();
    const had = shelf.size;
    expect(had).toBeGreaterThan(megabyte);
    served.cutAfter = Number.POSITIVE_INFINITY;
    await download(asset('film'), { shelf, nowMs });
    expect(served.asked).toEqual([undefined, `bytes=${had}-`]);
    expect((await bytesOn(shelf, asset('film').sha256)).equals(film)).toBe(true);
    expect(shelf.files.get(asset('film').sha256)?.isWhole).toBe(true);
  });

  test('from a server that knows no ranges begins anew', async () => {
    const shelf = new MemoryShelf();
    served.cutAfter = 2.5 * megabyte;
    await expect(download(asset('film'), { shelf, nowMs })).rejects.toThrow();
    Object.assign(served, { cutAfter: Number.POSITIVE_INFINITY, knowsRanges: false });
    await expect(download(asset('film'), { shelf, nowMs })).rejects.toThrow('continued');
    await download(asset('film'), { shelf, nowMs });
    expect((await bytesOn(shelf, asset('film').sha256)).equals(film)).toBe(true);
  });

  test.each([
    ['that is not what was signed', 'film', true],
    ['that does not exist', 'nothing', false],
  ] as const)('of a file %s leaves nothing behind', async (_, name, lies) => {
    const shelf = new MemoryShelf();
    served.lies = lies;
    await expect(download(asset(name), { shelf, nowMs })).rejects.toBeInstanceOf(FileWrong);
    expect(shelf.size).toBe(0);
  });
});

describe('the files of a wall', () => {
  function wall(given: { shelf?: MemoryShelf; storage?: StorageSaid; at?: string } & Pick<FilesParts, 'alone'> = {}) {
    const said: string[] = [];
    const clock = { nowMs: 1_000_000, monoMs: 5_000, time: given.at ?? '12:00' };
    const shelf = given.shelf ?? new MemoryShelf();
    const files = new Files({
      shelf,
      storage: async () => given.storage,
      nowMs: () => clock.nowMs,
      monoMs: () => clock.monoMs,
      timeOfDay: () => clock.time,
      report: (_, why) => said.push(why.split(' ')[0] ?? ''),
      random: () => 0,
      ...(given.alone && { alone: given.alone }),
    });
    return { files, shelf, said, clock };
  }
  const here = (files: Files, ...wanted: Asset[]) =>
    vi.waitFor(() => expect([...files.ready].sort()).toEqual(wanted.map((one) => one.sha256).sort()), patience);

  test('are ready only when they are whole, and are a page’s own then', async () => {
    const { files } = wall();
    files.want([asset('film'), asset('picture')], undefined);
    expect(files.ready.size).toBe(0);
    await here(files, asset('film'), asset('picture'));
    expect(await files.urlOf(asset('film').sha256)).toMatch(/^blob:/);
  });

  test('are waited for where they are small, and not where they are a film', async () => {
    const { files } = wall();
    await files.bring([asset('picture'), asset('film')], undefined);
    expect(files.ready.size).toBe(0);
    await here(files, asset('picture'), asset('film'));
    const other = wall().files;
    await other.bring([asset('picture')], undefined);
    expect(other.ready.has(asset('picture').sha256)).toBe(true);
  });

  test('too big for the device are refused before they start, and said', async () => {
    const { files, said, shelf } = wall({ storage: { usedBytes: 0, quotaBytes: 3 * megabyte } });
    files.want([asset('film')], undefined);
    await vi.waitFor(() => expect(said).toEqual(['TOO_BIG']), patience);
    expect(served.asked).toEqual([]);
    expect(shelf.size).toBe(0);
  });

  test('that fill the disk leave what plays untouched', async () => {
    const { files, said, shelf } = wall();
    files.want([asset('picture')], undefined);
    await here(files, asset('picture'));
    shelf.capacity = 3 * megabyte;
    files.want([asset('picture'), asset('film')], undefined);
    await vi.waitFor(() => expect(said).toEqual(['DISK_FULL']), patience);
    expect(files.ready).toEqual(new Set([asset('picture').sha256]));
    expect(shelf.size).toBe(picture.length);
  });

  test('that the browser has evicted are noticed and fetched again', async () => {
    const { files, said, shelf } = wall();
    files.want([asset('picture')], undefined);
    await here(files, asset('picture'));
    shelf.stored.clear();
    expect(await files.urlOf(asset('picture').sha256)).toBeUndefined();
    expect(said).toEqual(['EVICTED']);
    await here(files, asset('picture'));
    expect(await files.urlOf(asset('picture').sha256)).toMatch(/^blob:/);
  });

  test('that are large wait for the station’s hours', async () => {
    const { files, clock } = wall({ at: '12:00' });
    files.want([asset('film'), asset('picture')], { from: '23:00', to: '04:00' });
    await here(files, asset('picture'));
    files.work();
    expect(served.asked).toHaveLength(1);
    clock.time = '23:00';
    files.work();
    await here(files, asset('picture'), asset('film'));
  });

  test('are asked for again later where the line was cut', async () => {
    const { files, clock, said } = wall();
    served.cutAfter = 10_000;
    files.want([asset('picture')], undefined);
    await vi.waitFor(() => expect(served.asked).toHaveLength(1), patience);
    await vi.waitFor(() => {
      served.cutAfter = Number.POSITIVE_INFINITY;
      clock.monoMs += 60_000;
      files.work();
      expect(files.ready.size).toBe(1);
    }, patience);
    expect(said).toEqual([]);
  });

  test('that were asked for in vain while the clock was years ahead come as soon as it is right', async () => {
    const { files, clock } = wall();
    clock.nowMs = Date.parse('2100-01-01T00:00:00Z');
    served.cutAfter = 10_000;
    files.want([asset('picture')], undefined);
    await vi.waitFor(() => expect(served.asked).toHaveLength(1), patience);
    served.cutAfter = Number.POSITIVE_INFINITY;
    clock.nowMs = Date.parse('2026-11-21T04:00:00Z');
    await vi.waitFor(() => {
      clock.monoMs += 15_000;
      files.work();
      expect(files.ready.size).toBe(1);
    }, patience);
  });

  test('of a wall that has nothing to fetch for days are not cleared by its neighbour in the same browser', async () => {
    const shelf = new MemoryShelf();
    const left = wall({ shelf });
    const right = wall({ shelf });
    left.files.want([asset('picture')], undefined);
    right.files.want([asset('film')], undefined);
    await here(left.files, asset('picture'));
    await here(right.files, asset('film'));
    for (let hours = 0; hours < 30; hours += 2)
      for (const [{ files, clock }, name] of [
        [left, 'picture'],
        [right, 'film'],
      ] as const) {
        clock.nowMs += 2 * 3_600_000;
        clock.monoMs += 2 * 3_600_000;
        files.work();
        await vi.waitFor(() => expect(shelf.files.get(asset(name).sha256)?.wantedAtMs).toBe(clock.nowMs), patience);
      }
    expect([...shelf.files.keys()].sort()).toEqual([asset('picture').sha256, asset('film').sha256].sort());
  });

  test('are all there after a weekend without power, whichever of two walls begins first', async () => {
    const shelf = new MemoryShelf();
    for (const name of ['picture', 'film'] as const) {
      const { files } = wall({ shelf });
      files.want([asset(name)], undefined);
      await here(files, asset(name));
    }
    const [left, right] = [wall({ shelf }), wall({ shelf })];
    for (const { clock } of [left, right]) clock.nowMs += 60 * 3_600_000;
    await left.files.recall([asset('picture')]);
    left.files.work();
    await vi.waitFor(() => expect(shelf.files.get(asset('picture').sha256)?.wantedAtMs).toBe(left.clock.nowMs), patience);
    await right.files.recall([asset('film')]);
    expect(right.files.ready).toEqual(new Set([asset('film').sha256]));
  });

  test('that two walls of one browser want at once are fetched once, and are both’s', async () => {
    const shelf = new MemoryShelf();
    let before = Promise.resolve();
    const alone = (_: string, work: () => Promise<void>) => {
      before = before.then(work);
      return before;
    };
    const [left, right] = [wall({ shelf, alone }), wall({ shelf, alone })];
    left.files.want([asset('film')], undefined);
    right.files.want([asset('film')], undefined);
    await here(left.files, asset('film'));
    await here(right.files, asset('film'));
    expect(served.asked).toHaveLength(1);
    expect((await bytesOn(shelf, asset('film').sha256)).equals(film)).toBe(true);
  });

  test('that can’t be stored at all are said once and let be for a while', async () => {
    const { files, said, shelf, clock } = wall();
    shelf.list = async () => {
      throw new DOMException('the disk is full', 'QuotaExceededError');
    };
    files.want([asset('picture')], undefined);
    await vi.waitFor(() => expect(said).toEqual(['DISK_FULL']), patience);
    files.work();
    clock.monoMs += 60_000;
    files.work();
    expect(said).toEqual(['DISK_FULL']);
    expect(served.asked).toEqual([]);
  });

  test('of yesterday are cleared, and what is kept is known again after a start', async () => {
    const shelf = new MemoryShelf();
    const first = wall({ shelf });
    first.files.want([asset('picture'), asset('film')], undefined);
    await here(first.files, asset('picture'), asset('film'));
    const again = wall({ shelf });
    await again.files.recall([asset('film')]);
    expect(again.files.ready).toEqual(new Set([asset('film').sha256]));
    again.files.work();
    again.clock.nowMs += 25 * 3_600_000;
    again.clock.monoMs += 25 * 3_600_000;
    shelf.stored.delete(asset('film').sha256);
    await again.files.urlOf(asset('film').sha256);
    await vi.waitFor(() => {
      again.files.work();
      expect(again.files.ready.has(asset('film').sha256)).toBe(true);
    }, patience);
    expect(shelf.files.has(asset('picture').sha256)).toBe(false);
  });
});
