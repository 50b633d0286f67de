// Whether this page is still the one the server serves. A wall screen runs for months: after the server was updated it
// has to load the new page by itself. The build marks the page with a hash of what it says and loads.

/** The version of a built page; null for a document that is none. */
export const pageVersion = (html: string): string | null =>
  /<script\b[^>]*\bdata-version="([^"]+)"/.exec(html)?.[1] ?? null;

const reloadedKey = 'langnghe.admin.reloadedFor';
/** Tries to learn the served version, and the wait between two (ms): a proxy may answer for a server just starting. */
const triesMax = 5;
const retryMs = 3_000;

/** Loads the page anew when the server serves another version; at most once for each version. */
export async function reloadWhenOutdated(): Promise<void> {
  const own = document.querySelector<HTMLElement>('script[data-version]')?.dataset.version ?? null;
  const page = await servedPage();
  if (page === null) return;
  const served = pageVersion(page);
  if (own === null || served === null || served === own) return;
  if (sessionStorage.getItem(reloadedKey) === served) return;
  sessionStorage.setItem(reloadedKey, served);
  location.reload();
}

/** The page as the server serves it now; null when it could not be had. */
async function servedPage(): Promise<string | null> {
  for (let tried = 1; tried <= triesMax; tried += 1) {
    const response = await fetch('/admin/', { cache: 'no-store' }).catch(() => null);
    if (response?.ok) return response.text();
    if (tried < triesMax) await new Promise((resume) => setTimeout(resume, retryMs));
  }
  return null;
}
