// Service worker of the wall screen: keeps the page itself at hand, so that a screen switched on while the server is
// away shows the board's page, which then connects by itself. It keeps no figures and answers no call of the API.
const cacheName = 'langnghe-admin-wall';
const shellPath = '/admin/';
const assetsPath = '/admin/assets/';
const assetsMax = 80;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pathname.startsWith(shellPath)) event.respondWith(page(request));
  else if (pathname.startsWith(assetsPath)) event.respondWith(asset(request));
});

/** The server's page; the kept one only while the server (or what stands in front of it) cannot give it. */
async function page(request) {
  const cache = await caches.open(cacheName);
  const response = await fetch(request).catch(() => null);
  if (response !== null && response.status < 500) {
    if (response.ok) await cache.put(shellPath, response.clone());
    return response;
  }
  return (await cache.match(shellPath)) ?? response ?? Response.error();
}

/** Assets are named by their content: a kept one is the right one. */
async function asset(request) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request.url);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request.url, response.clone());
    const assets = (await cache.keys()).filter((key) => new URL(key.url).pathname.startsWith(assetsPath));
    await Promise.all(assets.slice(0, -assetsMax).map((key) => cache.delete(key)));
  }
  return response;
}
