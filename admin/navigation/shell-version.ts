// Whether this page is still the one the server serves. A wall screen runs for months: after the server was updated it
// has to load the new page by itself. The built page names its entry script by content, so the name is the version.

/** Address of the page's entry script, or null when the document has none. */
export function entryScript(html: string): string | null {
  const tag = /<script\b[^>]*\btype="module"[^>]*>/.exec(html)?.[0];
  return tag === undefined ? null : (/\bsrc="([^"]+)"/.exec(tag)?.[1] ?? null);
}

const reloadedKey = 'langnghe.admin.reloadedFor';

/** Loads the page anew when the server serves another version; at most once for each version. */
export async function reloadWhenOutdated(): Promise<void> {
  const own = document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null;
  const response = await fetch('/admin/', { cache: 'no-store' }).catch(() => null);
  if (response === null || !response.ok) return;
  const served = entryScript(await response.text());
  if (own === null || served === null || served === own) return;
  if (sessionStorage.getItem(reloadedKey) === served) return;
  sessionStorage.setItem(reloadedKey, served);
  location.reload();
}
