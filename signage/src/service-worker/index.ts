/// <reference lib="webworker" />
/**
 * The players' service worker, registered by hand with the scope /screen/. A box that boots without network gets the page, its scripts
 * and the cuts of the font that it has used before; data stays with the player (IndexedDB). Chromium 87: no newer calls here, app.html's
 * fallbacks reach pages only.
 */
import { immutable } from '$app/manifest';

const worker = self as unknown as ServiceWorkerGlobalScope;

const page = '/screen/';
/** Named by what it holds: a build with other files is another cache. */
const cacheName = `gangbo-player-${hashOf(immutable.map(({ path }) => path).join(' '))}`;
/** The page's own files are fetched at installation. Fonts are 119 cuts, of which a screen uses a dozen: kept when they are used. */
const shell = immutable.map(({ path }) => new URL(path, worker.location.origin).pathname).filter((path) => /\.(js|css)$/.test(path));

worker.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      await cache.addAll([page, ...shell]);
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith('gangbo-player-') && name !== cacheName);
      // Fonts outlive a release: their names carry their hash.
      const cache = await caches.open(cacheName);
      for (const name of old) {
        const before = await caches.open(name);
        for (const request of await before.keys()) {
          if (!request.url.endsWith('.woff2') || (await cache.match(request))) continue;
          const response = await before.match(request);
          if (response) await cache.put(request, response);
        }
      }
      await Promise.all(old.map((name) => caches.delete(name)));
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') event.respondWith(openPage(request));
  else if (url.pathname.includes('/_app/immutable/')) event.respondWith(fromCache(request));
});

/** The newest page where there is a network that answers soon, else the kept one. */
async function openPage(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(page);
  const fresh = fetch(request).then(async (response) => {
    if (response.ok) await cache.put(page, response.clone());
    return response.ok ? response : (kept ?? response);
  });
  if (!kept) return fresh;
  fresh.catch(() => undefined); // answered from the cache below
  return Promise.race([fresh.catch(() => kept), new Promise<Response>((resolve) => setTimeout(() => resolve(kept.clone()), 3_000))]);
}

async function fromCache(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

/** FNV-1a: a name, not a seal. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}
