// Keeps a public tablet a kiosk: storage that the browser does not evict, a screen that stays on, no context menu, no
// pinch, no way out of the page by a swipe or a key.

/** What somebody who writes a remark may do with Ctrl. */
const editingKeys: ReadonlySet<string> = new Set([
  'a',
  'c',
  'v',
  'x',
  'y',
  'z',
  'Backspace',
  'Delete',
  'Home',
  'End',
]);

/**
 * Whether a key does something to the browser: back, reload, zoom (the sight aids' on a public screen: a page left at 300%
 * would greet the next citizen so), print, save, open a file, the tools by which the device's storage can be read. Some
 * scanners end with Ctrl+J, which opens the downloads. What the browser keeps for itself (a new tab) is for its own
 * kiosk mode and policies (docs/kiosk/debian.md).
 */
function isForBrowser(event: KeyboardEvent): boolean {
  const { key, altKey } = event;
  if (/^F\d+$|^Browser|^Launch/.test(key)) return true;
  if (altKey && (key.startsWith('Arrow') || key === 'Home')) return true;
  // AltGr writes letters.
  if (!(event.ctrlKey || event.metaKey) || event.getModifierState('AltGraph')) return false;
  const writing = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
  return !(writing && !event.shiftKey && (editingKeys.has(key.toLowerCase()) || key.startsWith('Arrow')));
}

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
  addEventListener(
    'keydown',
    (event) => {
      if (isForBrowser(event)) event.preventDefault();
    },
    { capture: true },
  );
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
