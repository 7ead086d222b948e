/// <reference lib="webworker" />
/**
 * The players' service worker, registered by hand with the scope /screen/. A box that boots without network gets the page, its scripts
 * and the cuts of the font that it has used before; data stays with the player (IndexedDB). Chromium 87: no newer calls here, app.html's
 * fallbacks reach pages only.
 *
 * 自更新: a newer build's worker waits beside this one, its files in a cache of its own, until the page that plays has rehearsed it (lib/player/self-update.ts).
 * What it replaces is kept until it has proved itself on the glass.
 */

import { version } from '$app/env';
import { immutable } from '$app/manifest';
import { afterActivating, afterBoot, afterTaking, givenUp, proved, type Releases, type WorkerSays } from '../lib/player/releases.ts';

const worker = self as unknown as ServiceWorkerGlobalScope;

const page = '/screen/';
const prefix = 'gangbo-player-';
const stateCache = 'gangbo-player-state';
const stateAddress = '/screen/releases.json';
const cacheName = `${prefix}${version}`;
/** The page's own files are fetched at installation. Fonts are 119 cuts, of which a screen uses a dozen: kept when they are used. */
const shell = immutable.map(({ path }) => new URL(path, worker.location.origin).pathname).filter((path) => /\.(js|css)$/.test(path));

worker.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      await cache.addAll([new Request(page, { cache: 'reload' }), ...shell]);
      // The first of all has nobody to prove itself to.
      if (worker.registration.active === null) await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      await change(async (before) => clear(afterActivating(before, cacheName, await releaseCaches())));
      await worker.clients.claim();
    })(),
  );
});

/** What the page asks of its worker, or of the one that waits. */
worker.addEventListener('message', (event) => {
  const { data, ports } = event;
  event.waitUntil(
    (async () => {
      await obey(String(data));
      // Read again: what a full disk did not take is not so.
      const { serves, refused } = await readReleases();
      const says: WorkerSays = { release: version, serves: releaseOf(serves), refused: releaseOf(refused) };
      ports[0]?.postMessage(says);
    })(),
  );
});

async function obey(asked: string): Promise<void> {
  const [what, release] = asked.split(' ');
  if (what === 'proved' && release !== undefined) await change((before) => prove(before, `${prefix}${release}`));
  if (what === 'roll-back') await change(givenUp);
  if (what !== 'take') return;
  const waits = worker.serviceWorker.state === 'installed';
  // One that works already, because the browser began anew with it, opens its own build from now on.
  if (!waits) await change(async (before) => clear(afterTaking(before, cacheName, await releaseCaches())));
  else {
    await change((before) => ({ ...before, asked: cacheName }));
    await worker.skipWaiting();
  }
}

async function prove(before: Releases, played: string): Promise<Releases> {
  if (before.isProved || before.serves !== played) return before;
  if (before.previous !== undefined) {
    await keepFonts([before.previous]);
    await caches.delete(before.previous);
  }
  return proved(before);
}

/** Another build that is just being fetched has its files in a cache that nobody names yet: then everything stays until next time. */
async function clear({ releases, drop }: { releases: Releases; drop: string[] }): Promise<Releases> {
  if (worker.registration.installing || worker.registration.waiting) return releases;
  await keepFonts(drop);
  await Promise.all(drop.map((name) => caches.delete(name)));
  return releases;
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') event.respondWith(openPage(request, url.searchParams.get('rehearse')));
  else if (url.pathname.includes('/_app/immutable/')) event.respondWith(fromCache(request));
});

/** The kept page, at once: a newer one comes by proving itself, never by a reload that happens to find it. */
async function openPage(request: Request, rehearsed: string | null): Promise<Response> {
  if (rehearsed !== null) return (await (await caches.open(`${prefix}${rehearsed}`)).match(page)) ?? Response.error();
  const releases = await change(afterBoot);
  const kept = releases.serves === undefined ? undefined : await (await caches.open(releases.serves)).match(page);
  return kept ?? fetch(request);
}

async function fromCache(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await wherePossible((await caches.open(cacheName)).put(request, response.clone()));
  return response;
}

async function releaseCaches(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== stateCache);
}

/** Fonts outlive a release: their names carry their hash. */
async function keepFonts(from: readonly string[]): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const name of from) {
    const before = await caches.open(name);
    for (const request of await before.keys()) {
      if (!request.url.endsWith('.woff2') || (await cache.match(request))) continue;
      const response = await before.match(request);
      if (response) await wherePossible(cache.put(request, response));
    }
  }
}

let changing: Promise<unknown> = Promise.resolve();

/** Reads, changes and writes, one after the other: two walls of a box begin at the same moment. */
function change(by: (before: Releases) => Releases | Promise<Releases>): Promise<Releases> {
  const next = changing.then(async () => {
    const before = await readReleases();
    const after = await by(before);
    if (after !== before) await wherePossible((await caches.open(stateCache)).put(stateAddress, new Response(JSON.stringify(after))));
    return after;
  });
  changing = next.then(
    () => undefined,
    () => undefined,
  );
  return next;
}

async function readReleases(): Promise<Releases> {
  const kept = await (await caches.open(stateCache)).match(stateAddress);
  return kept ? ((await kept.json()) as Releases) : { boots: 0, isProved: true };
}

const releaseOf = (cache: string | undefined) => cache?.slice(prefix.length);

/** A disk that is full must not keep from the glass what is here. */
async function wherePossible(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
