// Registers the service worker and lets a new version take over only when nobody uses the screen and nothing waits to be
// sent: a reload in the middle of a rating would lose it.
import { effect, type Signal, signal } from '@preact/signals';

/** How often a kiosk that never reloads asks for a new version. */
const checkMs = 6 * 3_600_000;

/** @param mayReload true while nobody uses the screen and the outbox is empty. */
export async function keepUpdated(mayReload: () => boolean): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const waiting: Signal<ServiceWorker | null> = signal(null);
  const registration = await navigator.serviceWorker.register('/kiosk/sw.js', { scope: '/kiosk/' });
  const noteWaiting = (): void => {
    // Without a controller this is the first installation: nothing to replace.
    if (navigator.serviceWorker.controller) waiting.value = registration.waiting;
  };
  noteWaiting();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', noteWaiting);
  });
  setInterval(() => void registration.update().catch(() => undefined), checkMs);
  effect(() => {
    if (waiting.value === null || !mayReload()) return;
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.value.postMessage('activate');
  });
}
