// Keeps a public tablet a kiosk: storage that the browser does not evict, a screen that stays on, no context menu, no
// pinch, no way back out of the page by a swipe or a key.

const blockedKeys: ReadonlySet<string> = new Set(['F5', 'F11', 'F12', 'BrowserBack', 'BrowserForward']);

/** Zoom is the sight aids' on a public screen: a page left at 300% would greet the next citizen so. */
const zoomKeys: ReadonlySet<string> = new Set(['+', '-', '=', '0']);

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
    const zooms = (event.ctrlKey || event.metaKey) && zoomKeys.has(event.key);
    const leaves = event.altKey && event.key.startsWith('Arrow');
    if (blockedKeys.has(event.key) || zooms || leaves) event.preventDefault();
  });
  const noZoom = (event: WheelEvent): void => {
    if (event.ctrlKey) event.preventDefault();
  };
  addEventListener('wheel', noZoom, { passive: false });
  // A page that the browser kept whole would come back with the session of whoever left it.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
  // "Back" lands on the same page again.
  history.pushState(null, '', location.href);
  addEventListener('popstate', () => history.pushState(null, '', location.href));
}
