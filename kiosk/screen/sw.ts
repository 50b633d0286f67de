// Service worker: the kiosk starts without network, from the files of the build it belongs to. Answers of the server
// are never cached here; what has to survive is in the outbox and in the device's storage. A new version installs in the
// background and waits until the page says that nobody is using it and nothing waits to be sent (update.ts).

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEventLike extends WorkerEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEventLike) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}
const worker = self as unknown as WorkerScope;

/** The build puts the list of its files here. */
const { version, files } = JSON.parse('PRECACHE_LIST') as { version: string; files: string[] };
const base = '/kiosk/';
const cacheName = `langnghe-kiosk-${version}`;

worker.addEventListener('install', (event) => {
  const fill = async (): Promise<void> => {
    const cache = await caches.open(cacheName);
    // Past the HTTP cache: a half-fetched or older file must not get in.
    await cache.addAll(
      [base, ...files.map((file) => base + file)].map((url) => new Request(url, { cache: 'reload' })),
    );
  };
  event.waitUntil(fill());
});

worker.addEventListener('activate', (event) => {
  const takeOver = async (): Promise<void> => {
    const old = (await caches.keys()).filter(
      (name) => name.startsWith('langnghe-kiosk-') && name !== cacheName,
    );
    await Promise.all(old.map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(takeOver());
});

worker.addEventListener('message', (event) => {
  if (event.data === 'activate') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(base)) return;
  const answer = async (): Promise<Response> => {
    const cache = await caches.open(cacheName);
    return (await cache.match(request.mode === 'navigate' ? base : request)) ?? fetch(request);
  };
  event.respondWith(answer());
});
