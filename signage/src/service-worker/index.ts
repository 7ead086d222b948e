/// <reference lib="webworker" />
/**
 * The players' service worker, registered by hand with the scope /screen/. A box that boots without network gets the page, its scripts
 * and the cuts of the font that it has used before; data stays with the player (IndexedDB). Chromium 87: no newer calls here, app.html's
 * fallbacks reach pages only.
 *
 * 自更新: a newer build's worker waits beside this one, its files in a cache of its own, until the page that plays has rehearsed it (lib/player/self-update.ts).
 * What it replaces is kept until it has proved itself on the glass (lib/player/kept-builds.ts).
 */

import { version } from '$app/env';
import { immutable } from '$app/manifest';
import { KeptBuilds } from '../lib/player/kept-builds.ts';

const worker = self as unknown as ServiceWorkerGlobalScope;

const builds = new KeptBuilds({
  caches,
  release: version,
  shell: immutable.map(({ path }) => new URL(path, worker.location.origin).pathname).filter((path) => /\.(js|css)$/.test(path)),
  fetch: (request) => fetch(request),
  isAnotherComing: () => Boolean(worker.registration.installing ?? worker.registration.waiting),
});

worker.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      await builds.install();
      // The first of all has nobody to prove itself to.
      if (worker.registration.active === null) await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      await builds.activate();
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
      ports[0]?.postMessage(await builds.says());
    })(),
  );
});

async function obey(asked: string): Promise<void> {
  const [what, release] = asked.split(' ');
  if (what === 'proved' && release !== undefined) await builds.prove(release);
  if (what === 'roll-back') await builds.giveUp();
  if (what !== 'take') return;
  if (worker.serviceWorker.state !== 'installed') {
    await builds.take();
    return;
  }
  await builds.ask();
  await worker.skipWaiting();
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') event.respondWith(builds.open(request, url.searchParams.get('rehearse')));
  else if (url.pathname.includes('/_app/immutable/')) event.respondWith(builds.file(request));
});
