// The drawing library, loaded after the page's words. It asks the browser how its language writes numbers as soon as it is
// loaded, and fails as a whole where the browser names none that there is, as a computer set up without one does
// (`en-US@posix`). Its own number texts are not used.

/** Rejects where the library cannot be had; the tables then stand alone. */
export async function loadPlot(): Promise<typeof import('./series-plot.ts')> {
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'vi-VN', configurable: true });
  }
  return import('./series-plot.ts');
}
