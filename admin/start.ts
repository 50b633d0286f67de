// Inside the page itself: which program this address needs, and its first figures meanwhile. A screen on a wall comes by
// a link with a token and needs a fifth of the application; on a slow line neither should wait for the other's script.
// The build writes this into index.html (scripts/build-screens.mjs); it imports nothing but what is a few bytes.
import { boardLinkHeader } from '../shared/contract/board-link.ts';

interface Program {
  script: string;
  preloads: string[];
}

/** Files of this build. */
declare const PROGRAMS: { app: Program; wall: Program };

/** As linkToken() of navigation/router.ts; in the query it is put right once the program runs. */
const token =
  new URLSearchParams(location.hash.slice(1)).get('link') || new URLSearchParams(location.search).get('link');
const isWall = !!token && /^\/admin\/board\/*$/.test(location.pathname);

// First of all: the answer is small, and the script follows on the same connection while a second one is still opening.
if (isWall) {
  (globalThis as { boardSnapshot?: Promise<unknown> }).boardSnapshot = fetch('/api/board', {
    headers: { [boardLinkHeader]: token },
    cache: 'no-store',
  }).then((response) => (response.ok ? response.json() : null));
}
const { script, preloads } = isWall ? PROGRAMS.wall : PROGRAMS.app;
for (const href of preloads) {
  const link = document.createElement('link');
  link.rel = 'modulepreload';
  link.href = href;
  document.head.append(link);
}
const element = document.createElement('script');
element.type = 'module';
element.src = script;
document.head.append(element);
