// Whether this page is still the one the server serves. A wall screen runs for months: after the server was updated it
// has to load the new page by itself. The built page names its entry script by content, so the name is the version.

/** Address of the page's entry script, or null when the document has none. */
export function entryScript(html: string): string | null {
  const tag = /<script\b[^>]*\btype="module"[^>]*>/.exec(html)?.[0];
  return tag === undefined ? null : (/\bsrc="([^"]+)"/.exec(tag)?.[1] ?? null);
}

const reloadedKey = 'langnghe.admin.reloadedFor';
/** Tries to learn the served version, and the wait between two (ms): a proxy may answer for a server just starting. */
const triesMax = 5;
const retryMs = 3_000;

/** Loads the page anew when the server serves another version; at most once for each version. */
export async function reloadWhenOutdated(): Promise<void> {
  const own = document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null;
  const page = await servedPage();
  if (page === null) return;
  const served = entryScript(page);
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
