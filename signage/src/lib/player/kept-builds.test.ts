import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KeptBuilds } from './kept-builds.ts';
import { MapCaches } from './testing/map-caches.ts';

/** The build that the server has now. */
let newest = '';
let caches: MapCaches;

beforeEach(() => {
  // Node's own has no addresses without a host.
  vi.stubGlobal(
    'Request',
    class {
      readonly url: string;
      constructor(url: string) {
        this.url = url;
      }
    },
  );
  caches = new MapCaches((path) => `${newest} ${path}`);
});

afterEach(() => vi.unstubAllGlobals());

const request = (path: string) => ({ url: `http://box${path}` }) as Request;

/** The worker of a build, its files fetched. */
async function installed(release: string): Promise<KeptBuilds> {
  newest = release;
  const builds = new KeptBuilds({
    caches: caches as unknown as CacheStorage,
    release,
    shell: ['/_app/immutable/a.js'],
    fetch: async ({ url }) => new Response(`network ${new URL(url).pathname}`),
    isAnotherComing: () => false,
  });
  await builds.install();
  return builds;
}

/** A box that plays `one`, and was switched on a second time with a build `two` that waits. */
async function box(): Promise<{ one: KeptBuilds; two: KeptBuilds }> {
  const one = await installed('one');
  await one.activate();
  return { one, two: await installed('two') };
}
const opens = async (builds: KeptBuilds, rehearsed: string | null = null) =>
  (await (await builds.open(request('/screen/'), rehearsed)).text()).split(' ')[0];
const names = () => [...caches.kept.keys()].filter((name) => !name.endsWith('state')).sort();

test('a box opens the build that it has, with or without a network', async () => {
  const { one } = await box();
  expect(await opens(one)).toBe('one');
});

test('a newer build can be rehearsed while the other opens', async () => {
  const { one } = await box();
  expect([await opens(one, 'two'), await opens(one)]).toEqual(['two', 'one']);
});

test('a build that a page has asked for opens when its worker works, and is the only one when it has proved itself', async () => {
  const { two } = await box();
  await two.ask();
  await two.activate();
  expect([await opens(two), names()]).toEqual(['two', ['gangbo-player-one', 'gangbo-player-two']]);
  await two.prove('one');
  expect(names()).toEqual(['gangbo-player-one', 'gangbo-player-two']);
  await two.prove('two');
  expect([await opens(two), names()]).toEqual(['two', ['gangbo-player-two']]);
});

describe('a worker that works only because the browser began anew', () => {
  test('opens what had proved itself', async () => {
    const { two } = await box();
    await two.activate();
    expect([await opens(two), await two.says()]).toEqual(['one', { release: 'two', serves: 'one', refused: undefined }]);
  });

  test('opens its own as soon as a page has rehearsed it', async () => {
    const { two } = await box();
    await two.activate();
    await two.take();
    expect(await opens(two)).toBe('two');
  });
});

test('a page that can run nothing is given up after three starts, by a worker that needs nothing of it', async () => {
  const { two } = await box();
  await two.ask();
  await two.activate();
  expect([await opens(two), await opens(two), await opens(two), await opens(two), await opens(two)]).toEqual([
    'two',
    'two',
    'two',
    'one',
    'one',
  ]);
  expect(await two.says()).toEqual({ release: 'two', serves: 'one', refused: 'two' });
});

test('a font that was used outlives the build that used it', async () => {
  const { one, two } = await box();
  await one.file(request('/_app/immutable/assets/noto.woff2'));
  await two.ask();
  await two.activate();
  await two.prove('two');
  expect(await (await two.file(request('/_app/immutable/assets/noto.woff2'))).text()).toBe('network /_app/immutable/assets/noto.woff2');
  expect(caches.kept.get('gangbo-player-two')?.has('/_app/immutable/assets/noto.woff2')).toBe(true);
});

test('a full disk keeps no page and no file from the glass, and is not believed to have taken what it did not', async () => {
  const { one, two } = await box();
  await two.activate();
  caches.isFull = true;
  expect([await opens(one), await (await one.file(request('/_app/immutable/b.js'))).text()]).toEqual([
    'one',
    'network /_app/immutable/b.js',
  ]);
  await two.take();
  expect((await two.says()).serves).toBe('one');
});
