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
import { afterBoot, afterTaking, type Releases } from '../lib/player/releases.ts';

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
      const before = await readReleases();
      const { releases, drop } = afterTaking(before, cacheName, await releaseCaches());
      await keepFonts(drop);
      await Promise.all(drop.map((name) => caches.delete(name)));
      await writeReleases(releases);
      await worker.clients.claim();
    })(),
  );
});

/** What the page asks of its worker, or of the one that waits. */
worker.addEventListener('message', (event) => {
  const { data, ports } = event;
  const answer = (what: unknown) => ports[0]?.postMessage(what);
  event.waitUntil(
    (async () => {
      if (data === 'which') answer({ cacheName, release: version });
      if (data === 'take') await worker.skipWaiting();
      if (data === 'proved') {
        const releases = await readReleases();
        if (!releases.isProved) {
          await keepFonts(releases.previous === undefined ? [] : [releases.previous]);
          if (releases.previous !== undefined) await caches.delete(releases.previous);
          await writeReleases({ serves: releases.serves, boots: 0, isProved: true });
        }
        answer('kept');
      }
      if (data === 'roll-back') {
        await writeReleases(afterBoot({ ...(await readReleases()), boots: Number.MAX_SAFE_INTEGER }));
        answer('rolled-back');
      }
    })(),
  );
});

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
  const releases = afterBoot(await readReleases());
  await writeReleases(releases);
  const kept = releases.serves === undefined ? undefined : await (await caches.open(releases.serves)).match(page);
  return kept ?? fetch(request);
}

async function fromCache(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(cacheName)).put(request, response.clone());
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
      if (response) await cache.put(request, response);
    }
  }
}

async function readReleases(): Promise<Releases> {
  const kept = await (await caches.open(stateCache)).match(stateAddress);
  return kept ? ((await kept.json()) as Releases) : { boots: 0, isProved: true };
}

async function writeReleases(releases: Releases): Promise<void> {
  await (await caches.open(stateCache)).put(stateAddress, new Response(JSON.stringify(releases)));
}
