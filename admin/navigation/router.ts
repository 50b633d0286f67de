// The address as a signal, links that change it without loading, and the board link's token kept out of every request.
import { signal } from '@preact/signals';

export const path = signal(location.pathname);
export const query = signal(new URLSearchParams(location.search));

const read = () => {
  path.value = location.pathname;
  query.value = new URLSearchParams(location.search);
};

/** Whether the page may be left as it stands; forms with unsaved content set it while they have some. */
let mayLeave: () => boolean = () => true;

/** Asks before links, back and forward leave the page; null asks no more. The browser's own leaving is not covered. */
export function guardLeaving(ask: (() => boolean) | null): void {
  mayLeave = ask ?? (() => true);
}

export function startRouter(): void {
  hideLinkToken();
  read();
  addEventListener('popstate', () => {
    const asked = query.value.toString();
    if (mayLeave()) read();
    else history.pushState(null, '', asked === '' ? path.value : `${path.value}?${asked}`);
  });
}

export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', to);
  else history.replaceState(null, '', to);
  read();
  if (how === 'push') scrollTo(0, 0);
}

/** For `onClick` of an <a>: plain clicks stay inside, modified ones (new tab, download) are the browser's. */
export function follow(event: MouseEvent): void {
  const link = event.currentTarget as HTMLAnchorElement;
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (!mayLeave()) return;
  go(link.pathname + link.search + link.hash);
}

/**
 * The token of a board link, from `#link=`: a fragment is never sent, so neither the server's nor a proxy's log holds
 * it. Null when the address has none.
 */
export function linkToken(): string | null {
  const token = new URLSearchParams(location.hash.replace(/^#/, '')).get('link');
  return token === null || token === '' ? null : token;
}

/** An address with `?link=` was logged once already; from here on it goes without. */
function hideLinkToken(): void {
  const search = new URLSearchParams(location.search);
  const token = search.get('link');
  if (token === null) return;
  search.delete('link');
  const rest = search.toString() === '' ? '' : `?${search}`;
  history.replaceState(null, '', `${location.pathname}${rest}#link=${encodeURIComponent(token)}`);
}

/** The code of a link that works once, from `#code=`; taken out of the address, so that it stays in no history. */
export function takeLinkCode(): string | null {
  const code = new URLSearchParams(location.hash.replace(/^#/, '')).get('code');
  if (code === null || code === '') return null;
  history.replaceState(null, '', `${location.pathname}${location.search}`);
  return code;
}
