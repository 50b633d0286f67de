// Puts the wall's page into the keeping of public/wall-worker.js. Browsers allow that over HTTPS and on localhost; over
// plain HTTP a screen switched on while the server is away has to be loaded again by hand or by its own browser.
const cacheName = 'langnghe-admin-wall';

/** Installs the worker and keeps the page with everything it has loaded. Harmless to repeat; resolves when kept. */
export async function keepShell(): Promise<boolean> {
  if (!('serviceWorker' in navigator) || !('caches' in globalThis)) return false;
  try {
    await navigator.serviceWorker.register('/admin/wall-worker.js', { scope: '/admin/' });
    await navigator.serviceWorker.ready;
    const loaded = performance
      .getEntriesByType('resource')
      .map((entry) => entry.name)
      .filter((url) => url.startsWith(`${location.origin}/admin/assets/`));
    const cache = await caches.open(cacheName);
    await cache.addAll(['/admin/', ...new Set(loaded)]);
    return true;
  } catch (error) {
    // The board itself works without it.
    console.warn('the page could not be kept for an outage', error);
    return false;
  }
}
