// Keeps a public tablet a kiosk: storage that the browser does not evict, a screen that stays on, no context menu, no
// pinch, no way back out of the page by a swipe or a key.

const blockedKeys: ReadonlySet<string> = new Set(['F5', 'F11', 'F12', 'BrowserBack', 'BrowserForward']);

async function keepAwake(): Promise<void> {
  try {
    await navigator.wakeLock?.request('screen');
  } catch {
    // Refused while hidden or by a battery saver; asked again when the page becomes visible.
  }
}

export function careForDevice(): void {
  void navigator.storage?.persist?.();
  void keepAwake();
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void keepAwake();
  });
  document.addEventListener('contextmenu', (event) => event.preventDefault());
  document.addEventListener('gesturestart', (event) => event.preventDefault());
  document.addEventListener('dragstart', (event) => event.preventDefault());
  addEventListener('keydown', (event) => {
    if (blockedKeys.has(event.key) || (event.altKey && event.key.startsWith('Arrow'))) event.preventDefault();
  });
  // "Back" lands on the same page again.
  history.pushState(null, '', location.href);
  addEventListener('popstate', () => history.pushState(null, '', location.href));
}
